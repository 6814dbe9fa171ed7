"""The command that exports: a state as one file, or every preset."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from convlib import shell
from convlib.cli import course
from convlib.cli.bar import Bar
from convlib.cli.flags import FLAGS, METAVARS, called, chosen
from convlib.cli.parser import Parser
from convlib.cli.teach import examples, wrapped
from convlib.cli.works import Work, telling, work_of, write_all, wrote
from convlib.errors import ConvError
from convlib.export.effects import check
from convlib.export.formats import ENDINGS, FORMATS, LISTED, format_named, format_of
from convlib.export.job import Format
from convlib.export.save import ROOM as LONG
from convlib.export.save import encoded
from convlib.lesson import ROOM
from convlib.lessons import all_lessons
from convlib.params import shortened
from convlib.text import say

GROUPS = ("what", "file", "time", "look")  # of the help
OUTPUT = "-"  # stands for the standard output
ALONE = ("--all", *(f"--{name}" for name, flag in FLAGS.items() if flag.means is not None))


def add(commands: Any) -> Parser:
    """Add the command to the others."""
    endings = ", ".join(dict.fromkeys(each.ending for each in LISTED))
    parser: Parser = commands.add_parser(
        "export",
        help=say("cli.export"),
        usage=say("cli.export-usage"),
        description=wrapped(say("cli.export-about", endings=endings)),
        epilog=examples(),
    )
    groups = {name: parser.add_argument_group(say(f"cli.group-{name}")) for name in GROUPS}
    what, file = groups["what"], groups["file"]
    what.add_argument("lesson", nargs="?", metavar="LESSON", help=say("cli.lesson"))
    what.add_argument("--preset", metavar="NAME", help=say("cli.preset"))
    several: dict[str, Any] = {"action": "append", "default": [], "metavar": "NAME=VALUE"}
    what.add_argument("--set", help=say("cli.set"), **several)
    what.add_argument("--all", action="store_true", help=say("cli.all"))
    file.add_argument("-o", "--output", help=say("cli.output"))
    told = say("cli.format", choices=", ".join(FORMATS), default=LISTED[0].name)
    file.add_argument("--format", metavar="NAME", help=told)
    for name, flag in FLAGS.items():
        told, how = say(f"flag.{name}", **flag.words), dict[str, Any](default=None)
        if flag.means is not None:
            how["action"] = "store_true"
        else:
            how["metavar"] = METAVARS.get(name, "WHAT")
            how["action"] = "append" if flag.several else "store"
        groups[flag.group].add_argument(f"--{name}", help=told, **how)
    return parser


def run(arguments: argparse.Namespace) -> None:
    """Write what is asked for."""
    values = vars(arguments)
    typed = {name: values[name.replace("-", "_")] for name in FLAGS}
    given = {name: value for name, value in typed.items() if value is not None}
    with telling(names=called(given)):
        form = _form(arguments)
        check(form, chosen(given, {}))
    if arguments.all:
        course.export(arguments, form, given)
        return
    if arguments.lesson is None:
        choices = ", ".join(each.slug for each in all_lessons())
        raise ConvError("no-lesson", parameter="lesson", choices=choices)
    path = Path(arguments.output)
    work = work_of(path, form, arguments.lesson, _state(arguments), given)
    if arguments.output == OUTPUT:
        _put(work)
    else:
        write_all([work], path.parent)


def _form(arguments: argparse.Namespace) -> Format:
    """What the file becomes, or with ``--all`` each of them."""
    output, named = arguments.output, arguments.format
    if not output:
        raise ConvError("no-output", parameter="output", example=f"film{LISTED[0].ending}")
    if output == OUTPUT and arguments.all:
        raise ConvError("all-to-output", parameter="output")
    if arguments.all and _is_file(Path(output)):
        raise ConvError("all-to-file", parameter="output", value=shortened(output, LONG))
    if output == OUTPUT and named is None:
        raise ConvError("no-format", parameter="format", choices=", ".join(FORMATS))
    if arguments.all or output == OUTPUT:
        return format_named(named or LISTED[0].name)
    found = format_of(Path(output))
    if named is None:
        return found
    asked = format_named(named)
    if asked.ending != found.ending:
        details = {"value": named, "file": output, "ending": found.ending}
        raise ConvError("other-format", parameter="format", **details)
    return asked


def _state(arguments: argparse.Namespace) -> dict[str, str]:
    """What is set of a lesson."""
    given = {} if arguments.preset is None else {"preset": arguments.preset}
    for written in arguments.set:
        name, equals, value = written.partition("=")
        name = name.strip()
        if not equals or not name:
            raise ConvError("set-equals", parameter="--set", value=shortened(written, ROOM))
        if name in given:
            raise ConvError("set-twice", parameter=shortened(name, ROOM))
        given[name] = value
    return given


def _put(work: Work) -> None:
    """Write it to the standard output, and the line about it elsewhere."""
    if sys.stdout is not None and sys.stdout.isatty():
        example = f"film{work.form.ending}"
        raise ConvError("to-terminal", parameter="--output", example=example)
    count = work.count()
    name = say("cli.standard-output")
    work.foretell(name)
    with Bar(count) as bar, work.telling():
        progress = bar.begin(work.form.name, count)
        contents = encoded(work.scene, work.form.name, progress=progress, **work.given)
    shell.put_bytes(contents)
    shell.tell(wrote(name, work.form, count, len(contents)))


def _is_file(path: Path) -> bool:
    """Whether a name that is no folder's yet is that of a file, by its ending."""
    return not path.is_dir() and any(path.name.lower().endswith(each) for each in ENDINGS)
