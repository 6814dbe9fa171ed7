"""A set of figures as a TOML file describes it.

``[defaults]`` holds options for all; each ``[[figure]]`` a lesson, a file, perhaps a preset and a
state, and options of its own, by their names in the shell without dashes.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from convlib.cli.flags import FLAGS, called, chosen
from convlib.cli.works import telling
from convlib.errors import ConvError
from convlib.export.choices import CHOICES
from convlib.lesson import ROOM
from convlib.params import shortened

SAME = "same"  # in place of a cell's size
TEXTS = {"lesson": '"arithmetic"', "file": '"stride.gif"', "preset": '"dilation"'}
NEEDED, STATE = ("lesson", "file"), "state"
OPTIONS = tuple(dict.fromkeys((*FLAGS, *CHOICES)))


@dataclass(frozen=True)
class Figure:
    """One entry of a set.

    Attributes:
        name: What sentences call it: the file's name and its number.
        lesson: Which lesson.
        file: Where it is written, from the set's folder.
        state: What is set of the lesson; ``"preset"`` among it.
        options: Its own, by their names in the shell.
        usual: Those of the whole set that it doesn't say itself.
        alike: Whether its cells are to be as large as others' of the set.
    """

    name: str
    lesson: str
    file: str
    state: Mapping[str, Any]
    options: Mapping[str, Any]
    usual: Mapping[str, Any]
    alike: bool


def read_figures(path: Path) -> list[Figure]:
    """The figures of a set.

    Raises:
        ConvError: The file can't be read, is no TOML, or something in it is wrong.
    """
    table = _parsed(path)
    where = path.name
    _known(where, table, ("defaults", "figure"))
    defaults = _defaults(where, table.get("defaults", {}))
    entries = table.get("figure", [])
    if not isinstance(entries, list) or not entries:
        raise ConvError("set-empty", parameter=where)
    figures = [_figure(where, at, each, defaults) for at, each in enumerate(entries, start=1)]
    _apart(figures)
    return figures


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        details = {"value": str(path), "reason": reason}
        raise ConvError("set-unreadable", parameter="file", **details) from error
    except UnicodeDecodeError as error:
        raise ConvError("set-encoding", parameter=path.name) from error
    except ValueError as error:
        reason = str(error)[:1].lower() + str(error)[1:]
        raise ConvError("set-syntax", parameter=path.name, reason=reason) from error


def _defaults(where: str, written: Any) -> dict[str, Any]:
    """The options for all figures."""
    name = f"{where}, defaults"
    defaults = _table(name, written, 'theme = "dark"')
    _known(name, defaults, OPTIONS)
    with telling(name, called(defaults, dashes=False)):
        chosen(_options(defaults), {})
    return defaults


def _figure(where: str, number: int, entry: Any, defaults: Mapping[str, Any]) -> Figure:
    """One entry, checked as far as the file alone says it."""
    name = f"{where}, figure {number}"
    own = _table(name, entry, 'lesson = "arithmetic"')
    for key, example in TEXTS.items():
        if not isinstance(own.get(key, ""), str):
            raise ConvError("set-text", parameter=name, value=key, example=f"{key} = {example}")
    name += f" ({shortened(own['file'], ROOM)})" if "file" in own else ""
    _known(name, own, (*TEXTS, STATE, *OPTIONS))
    for key in NEEDED:
        if not own.get(key):
            example = f"{key} = {TEXTS[key]}"
            raise ConvError("set-missing", parameter=name, value=key, example=example)
    state = _table(f"{name}, {STATE}", own.get(STATE, {}), "stride = 2")
    if "preset" in own:
        if "preset" in state:
            raise ConvError("set-twice", parameter=f"{name}: preset")
        state = {"preset": own["preset"], **state}
    usual = {key: value for key, value in defaults.items() if key not in own}
    alike = (usual | own).get("cell") == SAME
    options = _options(own), _options(usual)
    return Figure(name, own["lesson"], own["file"], state, *options, alike)


def _options(written: Mapping[str, Any]) -> dict[str, Any]:
    """Of a table the options, but for a cell that is to be as large as others."""
    return {
        key: value
        for key, value in written.items()
        if key in OPTIONS and (key, value) != ("cell", SAME)
    }


def _table(name: str, written: Any, example: str) -> dict[str, Any]:
    if not isinstance(written, dict):
        raise ConvError("set-table", parameter=name, example=example)
    return written


def _known(name: str, table: Mapping[str, Any], keys: Sequence[str]) -> None:
    """Refuse what means nothing."""
    for key in table:
        if key not in keys:
            details = {"value": shortened(key, ROOM), "choices": ", ".join(keys)}
            raise ConvError("set-unknown", parameter=name, **details)


def _apart(figures: Sequence[Figure]) -> None:
    """Refuse a file that two figures would be, on systems too where a is A."""
    seen: dict[str, str] = {}
    for figure in figures:
        file = os.path.normpath(figure.file).casefold()
        if file in seen:
            raise ConvError("same-file", parameter=figure.name, other=seen[file])
        seen[file] = figure.name
