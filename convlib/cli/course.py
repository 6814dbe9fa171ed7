"""Every preset as a file, in a folder for each lesson; of all lessons a page that shows them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from convlib.cli.bar import Bar
from convlib.cli.folders import Folders
from convlib.cli.index import Index
from convlib.cli.works import Work, work_of, write_all
from convlib.errors import ConvError
from convlib.export.job import Format
from convlib.export.painted import MAX_FRAMES
from convlib.lesson import Lesson
from convlib.lessons import all_lessons, lesson
from convlib.text import say


def export(arguments: argparse.Namespace, form: Format, given: Mapping[str, Any]) -> None:
    """Write every preset, of a lesson if one is given.

    Args:
        arguments: Of the command.
        form: What each file becomes.
        given: The options, as they are written.

    Raises:
        ConvError: Something is wrong with them, or a file can't be written.
    """
    for name in ("preset", "set"):
        if getattr(arguments, name):
            raise ConvError("all-with", parameter=f"--{name}")
    folder, one = Path(arguments.output), arguments.lesson
    works = [
        each
        for shown in ([lesson(one)] if one else all_lessons())
        for each in _works(shown, folder, form, given)
    ]
    with Folders() as folders:
        index = Index(folder, folders)
        write_all(works, folder, folders=folders, after=None if one else index.show)
        if one:
            return
        page = index.write()
        Bar.say(say("cli.wrote-index", path=page, count=len(works)))


def _works(shown: Lesson, folder: Path, form: Format, given: Mapping[str, Any]) -> Iterator[Work]:
    """A lesson's presets; one that has too many products for a frame each is counted by value."""
    for preset in shown.presets:
        path = folder / shown.slug / f"{preset.name}{form.ending}"
        state, entry = {"preset": preset.name}, f"{shown.slug} --preset {preset.name}"
        work = work_of(path, form, shown.slug, state, {}, usual=given, entry=entry)
        if work.given.get("by") == "term" and len(work.scene.src) > MAX_FRAMES:
            usual = {**given, "by": "value"}
            work = work_of(path, form, shown.slug, state, {}, usual=usual, entry=entry)
        yield work
