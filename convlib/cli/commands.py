"""The commands: which there are, and what is to be done with the words of a command line."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from convlib import __version__, shell
from convlib.cli import compare, export, listing, make
from convlib.cli.meant import nearest_of
from convlib.cli.parser import COMMAND, HELP, Parser, called
from convlib.cli.teach import examples_of, facts, wrapped
from convlib.errors import ConvError
from convlib.lesson import ROOM
from convlib.lessons import lesson
from convlib.params import shortened
from convlib.text import say

COMMANDS = {"list": listing, "export": export, "make": make, "compare": compare}
OPTION = re.compile(r"--[a-z][a-z-]*")


def perform(argv: Sequence[str]) -> None:
    """Do what the words of a command line say.

    Raises:
        ConvError: Something is wrong with them, or can't be done.
        SystemExit: Help or the version was asked for, and is shown.
    """
    asked = argv[: argv.index("--")] if "--" in argv else argv
    if any(word in HELP for word in asked):
        _teach([word for word in asked if word not in HELP])
    arguments = _arguments(argv)
    if arguments.version:
        shell.put(f"convlib {__version__}")
    else:
        arguments.run(arguments)


def _teach(argv: Sequence[str]) -> NoReturn:
    """Show the help of the program, of a command, or what can be set of a lesson."""
    parser, commands = parsers()
    command = next((word for word in argv if not word.startswith("-")), None)
    if command is None:
        parser.print_help()
    elif command not in commands:
        raise _misused(COMMAND, argv)
    elif (slug := _lesson(parser, argv)) and command == "export":
        shell.put(f"{facts(lesson(slug))}\n\n{examples_of(lesson(slug))}")
    else:
        commands[command].print_help()
    sys.exit(0)


def _lesson(parser: Parser, argv: Sequence[str]) -> str | None:
    """The lesson that is named among words which may be incomplete."""
    with suppress(argparse.ArgumentError, ConvError):
        return getattr(parser.parse_known_args(argv)[0], "lesson", None)
    return None


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    """What is to be done, and with which options."""
    parser, commands = parsers()
    try:
        arguments, unknown = parser.parse_known_args(argv)
    except argparse.ArgumentError as error:
        raise _misused(error.argument_name or "", argv) from error
    if unknown:
        raise _unknown(unknown[0], arguments, commands.get(arguments.command, parser))
    if "run" not in arguments and not arguments.version:
        raise ConvError("no-command", parameter="command", choices=", ".join(COMMANDS))
    return arguments


def _misused(name: str, argv: Sequence[str]) -> ConvError:
    """What to say of an argument that the parser refuses."""
    if name == COMMAND:
        typed = next((each for each in argv if not each.startswith("-")), argv[0])
        details = {"value": shortened(typed, ROOM), "choices": ", ".join(COMMANDS)}
        return ConvError("unknown-command", parameter="command", **details)
    alone = ("--version", "/".join(HELP), *export.ALONE)
    return ConvError("takes-no-value" if name in alone else "no-value", parameter=name)


def _unknown(word: str, arguments: argparse.Namespace, parser: Parser) -> ConvError:
    """What to say of a word that a command doesn't take."""
    name = word.partition("=")[0]
    meant = nearest_of(name, OPTION.findall(parser.format_help()))
    with suppress(ConvError):
        params = lesson(getattr(arguments, "lesson", "")).params
        if name.removeprefix("--") in (param.name for param in params):
            meant = f"--set {name.removeprefix('--')}=…"
    details = {"meant": meant}
    return ConvError("unknown-argument", parameter=shortened(word, ROOM), **details)


def parsers() -> tuple[Parser, dict[str, Parser]]:
    """The parser of the program, and those of its commands."""
    parser = Parser(prog=called(), description=wrapped(say("cli.about")))
    parser.add_argument("--version", action="store_true", help=say("cli.version"))
    title = say("cli.group-commands")
    commands = parser.add_subparsers(metavar=COMMAND, dest="command", title=title)
    made = {name: module.add(commands) for name, module in COMMANDS.items()}
    for name, module in COMMANDS.items():
        made[name].set_defaults(run=module.run)
    return parser, made
