"""What can be chosen of an export, as the panel on the page offers it: read from the registries."""

from __future__ import annotations

from typing import Any, NamedTuple

from convlib import text
from convlib.export.choices import CHOICES, YES
from convlib.export.effects import SILENT
from convlib.export.formats import LISTED

# A page has the player in it, which shows the rest when it is asked to.
FILM, PICTURE, SHEET = ("animation",), ("animation", "still"), ("sheet",)
LISTING = ("pdf", *SHEET)
DRAWN, EVERY = (*PICTURE, *SHEET), (*PICTURE, *SHEET, "page")


class Field(NamedTuple):
    """An option that has a control of its own.

    Attributes:
        name: Of the option; its words are the catalogue's ``export.<name>``, those of a choice
            ``export.<name>-<choice>``.
        group: Where it stands: its words are the catalogue's ``export.<group>``.
        kinds: Of the formats that have it, as far as it has an effect in them; or the name of one.
        step: From one number to the next.
        switch: The two choices that a switch stands for: off, and on.
    """

    name: str
    group: str
    kinds: tuple[str, ...]
    step: float = 1
    switch: tuple[str, str] | None = None


FIELDS = (
    Field("seconds", "time", FILM, 0.05),
    Field("hold", "time", FILM, 0.1),
    Field("between", "time", FILM),
    Field("by", "time", FILM, switch=("value", "term")),
    Field("loop", "time", FILM),
    Field("theme", "look", EVERY),
    Field("show", "look", EVERY),
    Field("layout", "look", PICTURE),
    Field("aspect", "look", PICTURE),
    Field("cell", "look", PICTURE),
    Field("scale", "look", PICTURE),
    Field("grid", "look", SHEET),
    Field("paper", "look", SHEET),
    Field("only", "look", LISTING),
    Field("large", "look", PICTURE),
    Field("transparent", "look", PICTURE),
    Field("hues", "look", EVERY),
    Field("slanted", "look", DRAWN),
    Field("titles", "parts", DRAWN),
    Field("equation", "parts", DRAWN),
    Field("result", "parts", DRAWN),
    Field("numbers", "parts", DRAWN),
    Field("weights", "parts", DRAWN),
    Field("kernel", "parts", DRAWN),
    Field("covered", "parts", EVERY),
)
# Sizes by name, and what each comes to.
SIZES: dict[str, dict[str, Any]] = {
    "page": {"width": 800},
    "slide": {"width": 1280, "aspect": "16:9", "large": True},
    "column": {"width": 400},
}
SHEETS = ("pdf", "png")  # formats that can have many steps on a page
# Of options that could be anything, or nothing: what is offered.
OFFERED: dict[str, tuple[str, ...]] = {
    "aspect": ("", "16:9", "4:3", "1:1"),
    "between": ("0", "4", "10"),
    "grid": ("3x4", "2x2", "2x3", "3x3"),
    "layout": ("", "wide", "tall"),
    "scale": ("1", "2", "3"),
}


def offered(language: str) -> dict[str, Any]:
    """The formats, the sizes, a field for each option, and all words, as ``export.js`` takes them.

    Example:
        >>> offered("en")["formats"][0]["name"]
        'gif'
    """
    words, labels = text.section("export", language), text.section("format", language)
    formats = [
        {"name": each.name, "form": each.name, "kind": each.kind, "label": labels[each.name]}
        for each in LISTED
    ]
    formats += [
        {"name": f"sheet-{name}", "form": name, "kind": "sheet", "label": labels[f"sheet-{name}"]}
        for name in SHEETS
    ]
    bounds = CHOICES["width"].bounds
    return {
        **{"words": words, "formats": formats, "sizes": SIZES, "width": bounds},
        "fields": [_field(each, words) for each in FIELDS],
    }


def _field(field: Field, words: dict[str, str]) -> dict[str, Any]:
    """A field with what may be chosen of it: nothing is a switch, bounds are a number.

    What is neither is typed in. ``without`` names the options beside which it has no effect.
    """
    choice = CHOICES[field.name]
    choices = OFFERED.get(field.name, choice.choices)
    without = [other for other, silent in SILENT.items() if field.name in silent]
    told: dict[str, Any] = field._asdict() | {"kinds": _formats(field), "without": without}
    if field.switch or YES[0] in choices:
        return told
    if not choices:
        return told | ({"bounds": choice.bounds} if choice.bounds else {"typed": True})
    return told | {"choices": [[each, _label(field.name, each, words)] for each in choices]}


def _formats(field: Field) -> list[str]:
    """The names of the formats in which it has an effect."""
    listed = [
        each.name
        for each in LISTED
        if field.name in each.takes and {each.kind, each.name} & {*field.kinds}
    ]
    sheets = "sheet" in field.kinds and field.name not in SILENT["grid"]
    return listed + [f"sheet-{name}" for name in SHEETS if sheets]


def _label(name: str, choice: str, words: dict[str, str]) -> str:
    """A choice in words; a number of its own is its own word."""
    return words.get(f"{name}-{choice or 'usual'}", choice)
