"""What the tests of both painters need: scenes, and figures as pixels."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from convlib import lesson
from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.render.figure import SceneFigure

STATES: dict[str, dict[str, Any]] = {
    "classic": {},
    "strided": {"size": 6, "stride": 2, "padding": 1},
    "negative": {"size": 5, "padding": 1, "seed": 3},
    "long numbers": {"input": "9999 -9998 12; -888 0.125 3", "weights": "-99 0.5; -0.125 9999"},
}


def build(state: dict[str, Any]) -> Scene:
    """A scene of a plain convolution."""
    return lesson("single-channel").build(**state)


def pixels(shown: SceneFigure) -> Array:
    """A figure as matplotlib draws it, ``(height, width, 3)``."""
    file = io.BytesIO()
    shown.savefig(file, format="rgba")
    drawn = np.frombuffer(file.getvalue(), np.uint8)
    return drawn.reshape(shown.sheet.height, shown.sheet.width, 4)[..., :3]


def rgb(colour: str) -> list[int]:
    """Red, green and blue of ``"#rrggbb"``."""
    return list(bytes.fromhex(colour[1:]))
