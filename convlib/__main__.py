"""The command line: list the lessons, export their animations.

Run ``python -m convlib --help``.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from tqdm import tqdm

from convlib.errors import ConvError
from convlib.lesson import Lesson, all_lessons, lesson
from convlib.render.movie import ENDING, MILLISECONDS, save_gif
from convlib.render.sheet import USUAL
from convlib.text import prose, say

SLOWEST, FASTEST = 0.1, 10
COLUMNS = 96
WRONG, STOPPED = 2, 130  # exit statuses


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says.

    Args:
        argv: The arguments; None for those of the process.

    Returns:
        The exit status: 0, 2 for something wrong that standard error tells in a sentence, or 130
        after Ctrl-C.

    Example:
        >>> main(["export", "no-such-lesson", "-o", "film.gif"])
        2
    """
    try:
        arguments = _parser().parse_args(argv)
        arguments.run(arguments)
    except ConvError as error:
        print(error, file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print(say("cli.stopped"), file=sys.stderr)
        return STOPPED
    return 0


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence, without the usage before it."""

    def error(self, message: str) -> NoReturn:
        raise ConvError("usage", parameter=self.prog, message=message)


def _parser() -> _Parser:
    parser = _Parser(prog="python -m convlib", description=say("cli.about"))
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    commands.add_parser("list", help=say("cli.list")).set_defaults(run=_list)
    export = commands.add_parser(
        "export", help=say("cli.export"), description=say("cli.export-about")
    )
    export.set_defaults(run=_export)
    export.add_argument("lesson", nargs="?", metavar="LESSON", help=say("cli.lesson"))
    export.add_argument("--preset", metavar="NAME", help=say("cli.preset"))
    export.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help=say("cli.set")
    )
    export.add_argument("--by", default="value", metavar="WHAT", help=say("cli.by"))
    export.add_argument("--theme", default="light", metavar="NAME", help=say("cli.theme"))
    speeds = say("cli.speed", low=SLOWEST, high=FASTEST)
    export.add_argument("--speed", default="1", metavar="X", help=speeds)
    width = say("cli.width", width=USUAL)
    export.add_argument("--width", default=str(USUAL), metavar="PIXELS", help=width)
    export.add_argument("--all", action="store_true", help=say("cli.all"))
    export.add_argument("-o", "--output", required=True, type=Path, help=say("cli.output"))
    return parser


def _list(_: argparse.Namespace) -> None:
    """Every lesson with its title, and its presets below."""
    lessons = all_lessons()
    width = max(len(each.slug) for each in lessons) + 2
    for each in lessons:
        print(f"{each.slug:{width}}{prose(each.slug)['title']}")
        presets = ", ".join(preset.name for preset in each.presets)
        print(textwrap.indent(textwrap.fill(presets, COLUMNS - width), " " * width))


def _export(arguments: argparse.Namespace) -> None:
    options = {
        "by": arguments.by,
        "theme": arguments.theme,
        "width": _width(arguments.width),
        "milliseconds": MILLISECONDS / _speed(arguments.speed),
    }
    for path, shown, given in _wanted(arguments):
        _write(path, shown, given, options)


def _wanted(arguments: argparse.Namespace) -> Iterator[tuple[Path, Lesson, dict[str, str]]]:
    """What is to be exported: the file, the lesson, and what is set of it."""
    if arguments.all:
        yield from _every_preset(arguments)
        return
    if arguments.lesson is None:
        choices = ", ".join(each.slug for each in all_lessons())
        raise ConvError("no-lesson", parameter="lesson", choices=choices)
    given = dict(map(_pair, arguments.set))
    if arguments.preset is not None:
        given["preset"] = arguments.preset
    yield arguments.output, lesson(arguments.lesson), given


def _every_preset(arguments: argparse.Namespace) -> Iterator[tuple[Path, Lesson, dict[str, str]]]:
    for name in ("preset", "set"):
        if getattr(arguments, name):
            raise ConvError("all-with", parameter=f"--{name}")
    for each in [lesson(arguments.lesson)] if arguments.lesson else all_lessons():
        folder = arguments.output / each.slug
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            details = {"value": folder, "reason": reason}
            raise ConvError("unwritable-folder", parameter="output", **details) from error
        for preset in each.presets:
            yield folder / f"{preset.name}{ENDING}", each, {"preset": preset.name}


def _write(path: Path, shown: Lesson, given: dict[str, str], options: dict[str, Any]) -> None:
    """Make one file, with a bar that shows how far it is."""
    scene = shown.build(**given)
    with tqdm(desc=path.name, unit="frame", leave=False, disable=None) as bar:

        def progress(done: int, count: int) -> None:
            bar.total = count
            bar.update(done - bar.n)

        save_gif(path, scene, progress=progress, **options)
    frames = len(scene) if options["by"] == "value" else len(scene.src)
    kilobytes = f"{path.stat().st_size / 1000:,.0f}"
    print(say("cli.wrote", path=path, frames=frames, kilobytes=kilobytes))


def _pair(written: str) -> tuple[str, str]:
    """A parameter's name and its value."""
    name, equals, value = written.partition("=")
    if not equals:
        raise ConvError("set-equals", parameter="--set", value=written[:40])
    return name.strip(), value


def _speed(written: str) -> float:
    try:
        speed = float(written)
    except ValueError:
        speed = 0.0
    if not SLOWEST <= speed <= FASTEST:
        bounds = {"low": SLOWEST, "high": FASTEST}
        raise ConvError("number-bounds", parameter="speed", value=f"“{written[:20]}”", **bounds)
    return speed


def _width(written: str) -> int:
    try:
        return int(written)
    except ValueError:
        raise ConvError("whole-number", parameter="width", value=written[:20]) from None


if __name__ == "__main__":
    sys.exit(main())
