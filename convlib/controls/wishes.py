"""A size that a reader wants: a list of the settings that give it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any
from urllib.parse import parse_qsl, urlencode

from convlib.lesson import Lesson, Values, Wish
from convlib.text import say, section


def wishes(lesson: Lesson, values: Values, language: str) -> Iterator[dict[str, Any]]:
    """The control of settings by the size that they lead to, if a lesson has any.

    Its ``groups`` are names of sizes, each with how many of the options lead there. None of them is
    ever the present one: what they set is what other controls show.
    """
    offered = lesson.wishes(values)
    if offered:
        groups = groupby(offered, key=attrgetter("sizes"))
        yield {
            "id": "wish",
            "of": "wish",
            "label": say("control.wish", language),
            "kind": "wish",
            "value": None,
            "none": say("control.wish", language),
            "options": [
                [written_wish(lesson, each), _said(each, language), ""] for each in offered
            ],
            "groups": [[f"o = {_sides(sizes)}", len(list(each))] for sizes, each in groups],
        }


def written_wish(lesson: Lesson, wish: Wish) -> str:
    """A wish as a player asks for it: its settings as in an address.

    Example:
        >>> import convlib
        >>> lesson = convlib.lesson("arithmetic")
        >>> written_wish(lesson, lesson.wishes(lesson.values())[0])
        'stride=4&padding=0&dilation=1'
    """
    params = {param.name: param for param in lesson.params}
    settings = {name: params[name].write(value) for name, value in wish.settings.items()}
    return urlencode(settings, safe=":")


def granted(lesson: Lesson, values: Values, wish: str) -> Values:
    """The state with the settings of a wish, as it is written, beside all that stays.

    Raises:
        ConvError: They can't be read, or don't go with the rest.
        KeyError: There is no such setting.
    """
    params = {param.name: param for param in lesson.params}
    settings = {name: params[name].read(text) for name, text in parse_qsl(wish)}
    lesson.check(values | settings)
    return values | settings


def _said(wish: Wish, language: str) -> str:
    """The settings with their letters; a dilation of 1 isn't said."""
    letters = section("letter", language)
    said = [
        f"{letters[name]} {_amount(value)}"
        for name, value in wish.settings.items()
        if (name, value) != ("dilation", (1, 1))
    ]
    if wish.left:
        said.append(say("control.wish-left", language, number=wish.left))
    return ", ".join(said)


def _amount(value: Any) -> str:
    """A number for both axes; of a padding that of one side, or both where they differ."""
    amount, _ = value
    if isinstance(amount, int):
        return str(amount)
    before, after = amount
    return str(before) if before == after else f"{before} + {after}"


def _sides(sizes: tuple[int, int]) -> str:
    rows, columns = sizes
    return str(rows) if rows == columns else f"{rows} × {columns}"
