"""The command that lists the lessons, or tells what can be set of one."""

from __future__ import annotations

import argparse
import textwrap
from typing import Any

from convlib import shell
from convlib.cli.parser import Parser
from convlib.cli.teach import COLUMNS, facts, wrapped
from convlib.lessons import all_lessons, lesson
from convlib.text import prose, say


def add(commands: Any) -> Parser:
    """Add the command to the others."""
    about = wrapped(say("cli.list-about"))
    parser: Parser = commands.add_parser("list", help=say("cli.list"), description=about)
    parser.add_argument("lesson", nargs="?", metavar="LESSON", help=say("cli.list-lesson"))
    return parser


def run(arguments: argparse.Namespace) -> None:
    """Every lesson with its title and its presets below; or all of one lesson."""
    if arguments.lesson is not None:
        shell.put(facts(lesson(arguments.lesson)))
        return
    lessons = all_lessons()
    width = max(len(each.slug) for each in lessons) + 2
    for each in lessons:
        shell.put(f"{each.slug:{width}}{prose(each.slug)['title']}")
        presets = ", ".join(preset.name for preset in each.presets)
        below = textwrap.fill(presets, COLUMNS - width, break_on_hyphens=False)
        shell.put(textwrap.indent(below, " " * width))
