"""The command that makes a set: the files that a TOML file describes."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from convlib.cli.figures import Figure, read_figures
from convlib.cli.flags import KEYS
from convlib.cli.folders import Folders
from convlib.cli.parser import Parser
from convlib.cli.teach import wrapped
from convlib.cli.works import Work, telling, work_of, write_all
from convlib.errors import ConvError
from convlib.export.effects import fitting
from convlib.export.formats import format_of
from convlib.render.fitting import sheet_of
from convlib.render.slanted_sheet import SlantedSheet
from convlib.text import say


def add(commands: Any) -> Parser:
    """Add the command to the others."""
    parser: Parser = commands.add_parser(
        "make",
        help=say("cli.make"),
        usage=say("cli.make-usage"),
        description=wrapped(say("cli.make-about")),
        epilog=say("cli.make-example"),
    )
    parser.add_argument("set", nargs="?", metavar="FILE", help=say("cli.set-file"))
    parser.add_argument("-o", "--output", metavar="FOLDER", help=say("cli.folder"))
    return parser


def run(arguments: argparse.Namespace) -> None:
    """Check all figures of a set, then write them."""
    if not arguments.set:
        raise ConvError("no-set", parameter="file")
    if arguments.output == "":
        raise ConvError("no-folder", parameter="--output", example="figures")
    asked = Path(arguments.set)
    folder = asked.parent if arguments.output is None else Path(arguments.output)
    figures = read_figures(asked)
    works = [_work(figure, folder) for figure in figures]
    with Folders() as folders:
        write_all(_alike(works, list(map(_is_alike, figures, works))), folder, folders=folders)


def _work(figure: Figure, folder: Path) -> Work:
    """What is to be written for a figure."""
    path = folder / figure.file
    with telling(figure.name, KEYS):
        form = format_of(path)
    how: dict[str, Any] = {"usual": figure.usual, "entry": figure.name, "dashes": False}
    return work_of(path, form, figure.lesson, figure.state, figure.options, **how)


def _is_alike(figure: Figure, work: Work) -> bool:
    """Whether its cells are to be as large as others', if what it becomes has cells of a size."""
    return figure.alike and "cell" in fitting(work.form, {}, {"cell": 1})


def _alike(works: Sequence[Work], alike: Sequence[bool]) -> list[Work]:
    """The same, those that are to be alike with cells of the largest size that fits them all."""
    pairs = list(zip(works, alike, strict=True))
    cell = min((_cell(work) for work, wanted in pairs if wanted), default=0)
    return [
        replace(work, given={**_without(work.given, "width"), "cell": cell}) if wanted else work
        for work, wanted in pairs
    ]


def _without(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {each: value for each, value in given.items() if each != name}


def _cell(work: Work) -> int:
    """The side of a cell at the work's own width."""
    with work.telling():
        if work.job.options.slanted:
            return int(SlantedSheet(work.scene, work.job.options).cell / work.job.options.scale)
        sheet = sheet_of(work.scene, work.job.options, work.job.outcome)
        return int(sheet.cell / sheet.unit)
