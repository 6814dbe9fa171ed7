"""The theme: roles to colours and the cell's proportions, read by every painter."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from convlib.errors import ConvError
from convlib.picture.look import WHEEL
from convlib.picture.parts import HEAT_LEVELS
from convlib.render.colour import between, of_hue
from convlib.text import ASSETS

NAMES = ("light", "dark", "light-contrast", "dark-contrast")


@dataclass(frozen=True)
class Theme:
    """One of the palettes.

    Attributes:
        name: One of ``NAMES``.
        colours: Role to ``"#rrggbb"``: ground, ink, muted, line, edge, input, kernel, middle,
            output, gain; and what ``Look.fill`` names: ``"input-full-8"`` (a role's tint),
            ``"activations-16"`` and ``"weights-16"`` (the two heat scales, from the most negative
            to the most positive), ``"hue-0"`` (the wheel of hues).
        geometry: Proportions of a cell, in cells. Numbers have the size ``text``, in small cells
            ``more`` or even ``most``, as far as they fill no more than ``room``, or ``mostRoom``.
            In pixels, of a page and of the whole screen: ``legible``, up to which they grow to
            ``more``; ``plain``, to ``most``; ``least`` and ``leastAside``, below which texts and
            the weights beside numbers are left out. Points show theirs in cells ``pointsFrom`` on.
    """

    name: str
    colours: dict[str, str]
    geometry: dict[str, Any]


@cache
def contents() -> dict[str, Any]:
    """The theme file as it stands."""
    table: dict[str, Any] = json.loads((ASSETS / "theme.json").read_text(encoding="utf-8"))
    return table


@cache
def theme(name: str = "light") -> Theme:
    """The palette of that name.

    Raises:
        ConvError: There is none.

    Example:
        >>> theme("dark").colours["input-full-8"]
        '#1a4770'
    """
    if name not in NAMES:
        raise ConvError("choice", parameter="theme", value=name[:20], choices=", ".join(NAMES))
    table = contents()
    return Theme(name, _colours(table[name]), table["geometry"])


def _colours(palette: dict[str, Any]) -> dict[str, str]:
    """Every colour of a palette by its name."""
    colours = {role: colour for role, colour in palette.items() if isinstance(colour, str)}
    for role, ramps in palette["fills"].items():
        for ramp, tints in ramps.items():
            colours |= {f"{role}-{ramp}-{at}": tint for at, tint in enumerate(tints)}
    for scale, (negative, zero, positive) in palette["scales"].items():
        for heat in range(-HEAT_LEVELS, HEAT_LEVELS + 1):
            end = negative if heat < 0 else positive
            colour = between(zero, end, abs(heat) / HEAT_LEVELS)
            colours[f"{scale}-{heat + HEAT_LEVELS}"] = colour
    wheel = palette["hues"]
    for at in range(WHEEL):
        colours[f"hue-{at}"] = of_hue(wheel["lightness"], wheel["chroma"], at / WHEEL)
    return colours
