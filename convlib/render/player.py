"""The player's source as one text: what a page, a notebook or a single HTML file needs of it."""

from __future__ import annotations

import re
from functools import cache

from convlib.render.theme import NAMES, theme
from convlib.text import ASSETS

FOLDER = ASSETS / "player"
MODULES = (
    "scene.js",
    "equation.js",
    "places.js",
    "spread.js",
    "reach.js",
    "model.js",
    "clock.js",
    "svg.js",
    "letters.js",
    "fixed.js",
    "grips.js",
    "marks.js",
    "pegs.js",
    "ways.js",
    "fit.js",
    "cells.js",
    "slides.js",
    "stage.js",
    "transport.js",
    "head.js",
    "result.js",
    "slider.js",
    "controls.js",
    "dialog.js",
    "numbers.js",
    "room.js",
    "acts.js",
    "spoken.js",
    "caption.js",
    "clip.js",
    "editor.js",
    "legend.js",
    "looks.js",
    "aims.js",
    "draw.js",
    "hands.js",
    "opening.js",
    "present.js",
    "share.js",
    "tools.js",
    "player.js",
)
IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)


@cache
def script(*extra: str) -> str:
    """The player's modules joined to one ES module, in the order in which they build on each other.

    Joining drops the imports between them, so that no build step and no second request is needed;
    their top-level names therefore have to differ, which a test checks.

    Args:
        *extra: Further modules of the folder, put at the end, such as ``"streamlit.js"``.
    """
    return joined(*MODULES, *extra)


@cache
def joined(*names: str) -> str:
    """Modules of the folder as one."""
    return "\n".join(IMPORT.sub("", source(name)) for name in names)


def source(name: str) -> str:
    """A module of the player's folder as it stands."""
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def style() -> str:
    """The player's style sheet, with all palettes as CSS variables.

    Example:
        >>> "--input-full-8: #b7d8f5;" in style()
        True
    """
    rules = [_palette(name) for name in NAMES]
    printed = f"@media print {{\n{_palette(NAMES[0], '[data-theme]')}\n}}"  # paper is light
    return "\n".join([*rules, printed, source("player.css")])


def _palette(name: str, where: str = "") -> str:
    lines = [f"  --{role}: {colour};" for role, colour in theme(name).colours.items()]
    where = where or f'[data-theme="{name}"]'
    return f".convolution{where} {{\n" + "\n".join(lines) + "\n}"
