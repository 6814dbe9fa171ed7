"""The theme: roles to colours and the cell's proportions, read by every painter."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from convlib.errors import ConvError
from convlib.scene import LEVELS, PADDING

ASSETS = Path(__file__).resolve().parent.parent / "assets"
NAMES = ("light", "dark")


@dataclass(frozen=True)
class Theme:
    """One of the palettes.

    Attributes:
        name: ``"light"`` or ``"dark"``.
        colours: Role to ``"#rrggbb"``: ground, ink, muted, line, edge, input, kernel, output.
        fills: Role to ``"full"`` and ``"dim"``, each a colour per tint from -4 to 4.
        geometry: Proportions of a cell, in cells; and the least cells, in pixels, that show
            ``numbersFrom`` and ``asidesFrom``.
    """

    name: str
    colours: dict[str, str]
    fills: dict[str, dict[str, list[str]]]
    geometry: dict[str, Any]

    def fill(self, role: str, kind: int, state: str, level: int) -> str:
        """The colour behind a cell's number."""
        if kind & PADDING or state in ("empty", "partial"):
            return self.colours["ground"]
        dimmed = role == "input" and state in ("", "wait")
        return self.fills[role]["dim" if dimmed else "full"][level + LEVELS]


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
        >>> theme("dark").fill("input", 0, "lit", 4)
        '#1a4770'
    """
    if name not in NAMES:
        raise ConvError("choice", parameter="theme", value=name[:20], choices=", ".join(NAMES))
    table = contents()
    palette = dict(table[name])
    fills = palette.pop("fills")
    return Theme(name, palette, fills, table["geometry"])
