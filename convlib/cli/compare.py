"""The command that compares all types of convolution."""

from __future__ import annotations

import argparse
from typing import Any

from convlib import compare, shell
from convlib.cli.parser import Parser
from convlib.cli.teach import wrapped
from convlib.cli.works import telling
from convlib.compare.asked import FORMATS, OPTIONS, PARAMS, SIZE, table
from convlib.text import say


def add(commands: Any) -> Parser:
    """Add the command to the others."""
    about = wrapped(say("cli.compare-about", columns=", ".join(compare.COLUMNS)))
    parser: Parser = commands.add_parser("compare", help=say("cli.compare"), description=about)
    _add(parser, "size", "ROWS[xCOLUMNS]", SIZE.write(SIZE.default))
    defaults = {param.name: str(param.default) for param in PARAMS}
    for option, name in OPTIONS.items():
        _add(parser, option, "N", defaults[name])
    _add(parser, "sort", "COLUMN", "products")
    _add(parser, "format", "FORMAT", "table", choices=", ".join(FORMATS))
    return parser


def run(arguments: argparse.Namespace) -> None:
    """Print the table."""
    given = {option: getattr(arguments, option) for option in OPTIONS}
    flags = {name: f"--{name}" for name in ("size", "sort", "format", *OPTIONS)}
    with telling(names=flags):
        written = table(arguments.size, given, arguments.sort, arguments.format)
    shell.put(written, end="")


def _add(parser: Parser, name: str, metavar: str, default: str, **words: Any) -> None:
    """Add an option whose help tells its default."""
    told = say(f"cli.compare-{name}", default=default, **words)
    parser.add_argument(f"--{name}", default=default, metavar=metavar, help=told)
