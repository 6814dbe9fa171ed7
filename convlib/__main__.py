"""The command line: list the lessons, export their animations.

Run ``python -m convlib --help``.
"""

from __future__ import annotations

import argparse
import math
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from tqdm import tqdm

from convlib import compare, shell
from convlib.compare.asked import FORMATS, OPTIONS, PARAMS, SIZE, table
from convlib.errors import ConvError
from convlib.export.painted import MAX_FRAMES
from convlib.export.save import save, unwritable
from convlib.lesson import ROOM
from convlib.lessons import all_lessons, lesson
from convlib.params import decimal, shortened
from convlib.picture.look import SHOWN
from convlib.picture.scene import Scene
from convlib.render.options import SECONDS, USUAL
from convlib.render.sheet import NARROWEST, WIDEST
from convlib.text import prose, say

SLOWEST, FASTEST = 0.1, 10
COLUMNS = 96
WRONG = 2  # an exit status; the others are in ``convlib.shell``
COMMAND, COMMANDS = "COMMAND", ("list", "export", "compare")
FLAGS = ("--all", "--hues", "-h/--help")
ENDING = ".gif"
UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"

Job = tuple[Path, Scene, Mapping[str, Any]]  # the last is what ``Lesson.opens`` says


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says.

    Args:
        argv: The arguments; None for those of the process.

    Returns:
        The exit status: 0, 2 for something wrong that standard error tells in a sentence, 1 where
        the disk or the standard output is full, 141 where nobody reads on, as when the output goes
        into ``head``, and 128 and its number after a signal: 130 after Ctrl-C.

    Example:
        >>> main(["export", "no-such-lesson", "-o", "film.gif"])
        2
    """
    try:
        try:
            return _status(sys.argv[1:] if argv is None else argv)
        except KeyboardInterrupt as stop:
            return shell.stopped(stop)
        finally:
            shell.flush()  # here, where what can't be written can be answered
    except BrokenPipeError:
        shell.let_go()
        return shell.UNREAD
    except shell.UnwrittenError as error:
        shell.let_go()
        shell.tell(say("cli.unwritten", reason=error))
        return shell.FAILED


def _status(argv: Sequence[str]) -> int:
    try:
        arguments = _arguments(argv)
        arguments.run(arguments)
    except ConvError as error:
        shell.tell(_line(str(error)))
        return shell.FAILED if error.key == "no-room" else WRONG
    return 0


def _line(text: str) -> str:
    """A text in one line, whatever characters somebody typed into it."""
    return "".join(each if each.isprintable() else UNPRINTABLE for each in text)


class _Parser(argparse.ArgumentParser):
    """A parser that leaves it to the catalogue to say what is wrong."""

    def __init__(self, **options: Any) -> None:
        super().__init__(exit_on_error=False, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - it is English
        raise ConvError("usage", parameter=self.prog)

    def print_help(self, file: Any = None) -> None:  # noqa: ARG002 - always asked for
        """Print it, and not as argparse does, which is silent where that fails."""
        shell.put(self.format_help(), end="")


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    """What is to be done, and with which options."""
    try:
        arguments, unknown = _parser().parse_known_args(argv)
    except argparse.ArgumentError as error:
        raise _misused(error.argument_name or "", argv) from error
    if unknown:
        raise ConvError("unknown-argument", parameter=shortened(unknown[0], ROOM))
    if "run" not in arguments:
        raise ConvError("no-command", parameter="command", choices=", ".join(COMMANDS))
    return arguments


def _misused(name: str, argv: Sequence[str]) -> ConvError:
    """What to say of an argument that the parser refuses."""
    if name == COMMAND:
        typed = next((each for each in argv if not each.startswith("-")), argv[0])
        details = {"value": shortened(typed, ROOM), "choices": ", ".join(COMMANDS)}
        return ConvError("unknown-command", parameter="command", **details)
    return ConvError("takes-no-value" if name in FLAGS else "no-value", parameter=name)


def _parser() -> _Parser:
    parser = _Parser(prog="python -m convlib", description=say("cli.about"))
    commands = parser.add_subparsers(metavar=COMMAND)
    commands.add_parser("list", help=say("cli.list")).set_defaults(run=_list)
    usage, about = say("cli.export-usage"), say("cli.export-about")
    export = commands.add_parser("export", help=say("cli.export"), usage=usage, description=about)
    export.set_defaults(run=_export)
    export.add_argument("lesson", nargs="?", metavar="LESSON", help=say("cli.lesson"))
    export.add_argument("--preset", metavar="NAME", help=say("cli.preset"))
    export.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help=say("cli.set")
    )
    _add(export, "--by", "WHAT", "value")
    _add(export, "--theme", "NAME", "light")
    _add(export, "--show", "WHAT", "numbers")
    export.add_argument("--hues", action="store_true", help=say("cli.hues"))
    _add(export, "--speed", "X", "1", low=SLOWEST, high=FASTEST)
    _add(export, "--width", "PIXELS", str(USUAL), low=NARROWEST, high=WIDEST)
    export.add_argument("--all", action="store_true", help=say("cli.all"))
    export.add_argument("-o", "--output", type=Path, help=say("cli.output"))
    export.set_defaults(show=None, speed=None)  # unless the state asks for something else
    _add_compare(commands)
    return parser


def _add_compare(commands: Any) -> None:
    """Add the command that compares all types."""
    about = say("cli.compare-about", columns=", ".join(compare.COLUMNS))
    parser = commands.add_parser("compare", help=say("cli.compare"), description=about)
    parser.set_defaults(run=_compare)
    _add(parser, "--size", "ROWS[xCOLUMNS]", SIZE.write(SIZE.default))
    defaults = {param.name: str(param.default) for param in PARAMS}
    for option, name in OPTIONS.items():
        _add(parser, f"--{option}", "N", defaults[name])
    _add(parser, "--sort", "COLUMN", "products")
    _add(parser, "--format", "FORMAT", "table", choices=", ".join(FORMATS))


def _compare(arguments: argparse.Namespace) -> None:
    given = {option: getattr(arguments, option) for option in OPTIONS}
    shell.put(table(arguments.size, given, arguments.sort, arguments.format), end="")


def _add(parser: _Parser, name: str, metavar: str, default: str, **bounds: Any) -> None:
    """Add an option whose help tells its default."""
    told = say(f"cli.{name.removeprefix('--')}", default=default, **bounds)
    parser.add_argument(name, default=default, metavar=metavar, help=told)


def _list(_: argparse.Namespace) -> None:
    """Every lesson with its title, and its presets below."""
    lessons = all_lessons()
    width = max(len(each.slug) for each in lessons) + 2
    for each in lessons:
        shell.put(f"{each.slug:{width}}{prose(each.slug)['title']}")
        presets = ", ".join(preset.name for preset in each.presets)
        shell.put(
            textwrap.indent(
                textwrap.fill(presets, COLUMNS - width, break_on_hyphens=False), " " * width
            )
        )


def _export(arguments: argparse.Namespace) -> None:
    options = {"theme": arguments.theme, "width": _width(arguments.width)}
    wanted = _wanted(arguments)
    if arguments.output is None:
        raise ConvError("no-output", parameter="--output", example=f"film{ENDING}")
    found = _every_preset(arguments) if arguments.all else _one(arguments)
    jobs = [
        (path, scene, options | _by(scene, arguments) | _shown({**opens, **wanted}, arguments.hues))
        for path, scene, opens in found
    ]
    total = sum(_frames(scene, own["by"]) for _, scene, own in jobs)
    folder = arguments.output if arguments.all else arguments.output.parent
    hidden = None if sys.stderr else True  # None: unless it is a terminal
    with tqdm(total=total, unit="frame", leave=False, disable=hidden, dynamic_ncols=True) as bar:
        for path, scene, own in jobs:
            bar.set_description(_line(str(path.relative_to(folder))))
            if arguments.all:
                _make(folder)
                _make(path.parent)
            _write(path, scene, own, bar)


def _by(scene: Scene, arguments: argparse.Namespace) -> dict[str, str]:
    """What a frame is: among all presets, that with too many products is counted by value."""
    many = arguments.all and arguments.by == "term" and len(scene.src) > MAX_FRAMES
    return {"by": "value" if many else arguments.by}


def _wanted(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the cells are to show, and how fast it is to play, as far as it is said."""
    wanted: dict[str, Any] = {}
    if arguments.show is not None:
        if arguments.show not in SHOWN:
            details = {"value": arguments.show[:20], "choices": ", ".join(SHOWN)}
            raise ConvError("choice", parameter="show", **details)
        wanted["show"] = arguments.show
    if arguments.speed is not None:
        wanted["speed"] = _speed(arguments.speed)
    return wanted


def _shown(wanted: Mapping[str, Any], hues: bool) -> dict[str, Any]:
    """The same as options of ``save``."""
    show, seconds = wanted.get("show", SHOWN[0]), SECONDS / wanted.get("speed", 1.0)
    return {"show": show, "hues": hues, "seconds": seconds}


def _one(arguments: argparse.Namespace) -> Iterator[Job]:
    """The one file that is to be written, and its scene."""
    if arguments.lesson is None:
        choices = ", ".join(each.slug for each in all_lessons())
        raise ConvError("no-lesson", parameter="lesson", choices=choices)
    chosen = lesson(arguments.lesson)
    values = chosen.values(**_given(arguments))
    yield arguments.output, chosen.staged(values), chosen.opens(values)


def _every_preset(arguments: argparse.Namespace) -> Iterator[Job]:
    """A file for each preset, in a folder for each lesson."""
    for name in ("preset", "set"):
        if getattr(arguments, name):
            raise ConvError("all-with", parameter=f"--{name}")
    for each in [lesson(arguments.lesson)] if arguments.lesson else all_lessons():
        for preset in each.presets:
            path = arguments.output / each.slug / f"{preset.name}{ENDING}"
            values = each.values(preset=preset.name)
            yield path, each.staged(values), each.opens(values)


def _given(arguments: argparse.Namespace) -> dict[str, str]:
    """What is set of a lesson."""
    given = {} if arguments.preset is None else {"preset": arguments.preset}
    for name, value in map(_pair, arguments.set):
        if name in given:
            raise ConvError("set-twice", parameter=shortened(name, ROOM))
        given[name] = value
    return given


def _make(folder: Path) -> None:
    """Make a folder where there is none yet."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error, "unwritable-folder") from error


def _write(path: Path, scene: Scene, options: dict[str, Any], bar: tqdm) -> None:
    """Make one file, which takes the bar on by as many frames."""
    before = bar.n

    def progress(done: int, _: int) -> None:
        bar.update(before + done - bar.n)

    save(path, scene, progress=progress, **options)
    frames = _frames(scene, options["by"])
    kilobytes = f"{path.stat().st_size / 1000:,.0f}"
    if sys.stdout is None:  # nobody wants to know
        return
    with tqdm.external_write_mode():  # the bar makes room for the line
        shell.put(_line(say("cli.wrote", path=path, frames=frames, kilobytes=kilobytes)))


def _frames(scene: Scene, by: str) -> int:
    return len(scene) if by == "value" else len(scene.src)


def _pair(written: str) -> tuple[str, str]:
    """A parameter's name and its value."""
    name, equals, value = written.partition("=")
    if not equals or not name.strip():
        raise ConvError("set-equals", parameter="--set", value=shortened(written, ROOM))
    return name.strip(), value


def _speed(written: str) -> float:
    speed = _number(written)
    if not SLOWEST <= speed <= FASTEST:
        details = {"value": f"“{shortened(written)}”", "low": SLOWEST, "high": FASTEST}
        raise ConvError("number-bounds", parameter="speed", **details)
    return speed


def _width(written: str) -> int:
    width = _number(written)
    if not NARROWEST <= width <= WIDEST or not width.is_integer():
        details = {"value": f"“{shortened(written)}”", "low": NARROWEST, "high": WIDEST}
        raise ConvError("out-of-bounds", parameter="width", **details)
    return int(width)


def _number(written: str) -> float:
    """The number that is written, or one that is within no bounds."""
    try:
        return decimal(written)
    except ValueError:
        return math.nan


def command() -> NoReturn:
    """Run as a process does, by whatever name it is called."""
    shell.run(main)


if __name__ == "__main__":
    command()
