"""Colour arithmetic in OKLab, where equal steps look equal.

Source: B. Ottosson, "A perceptual color space for image processing", 2020.
"""

from __future__ import annotations

import math

import numpy as np

from convlib.ops import Array

# From linear red, green and blue to the responses of the eye's cones, and from their cube roots to
# lightness and two axes of colour.
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: str) -> Array:
    """Linear red, green and blue of ``"#rrggbb"``, 0 to 1 each (IEC 61966-2-1)."""
    parts = np.frombuffer(bytes.fromhex(colour[1:]), np.uint8) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def written(light: Array) -> str:
    """``"#rrggbb"`` of linear red, green and blue; what no screen can show is cut off.

    Example:
        >>> written(linear("#0b62a8"))
        '#0b62a8'
    """
    parts = np.clip(light, 0, 1)
    bent = np.where(parts <= 0.0031308, parts * 12.92, 1.055 * parts ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(part * 255):02x}" for part in bent.tolist())


def oklab(light: Array) -> Array:
    """Lightness and the two axes of colour, of linear red, green and blue."""
    lab: Array = TO_LAB @ np.cbrt(TO_CONES @ np.clip(light, 0, 1))
    return lab


def from_oklab(lab: Array) -> Array:
    """Linear red, green and blue; outside 0 to 1 where no screen can show it."""
    light: Array = np.linalg.solve(TO_CONES, np.linalg.solve(TO_LAB, lab) ** 3)
    return light


def between(one: str, other: str, part: float) -> str:
    """The colour a part of the way from one to another.

    Example:
        >>> between("#000000", "#ffffff", 0.5)
        '#636363'
    """
    ends = oklab(linear(one)), oklab(linear(other))
    return written(from_oklab(ends[0] + (ends[1] - ends[0]) * part))


def of_hue(lightness: float, chroma: float, turn: float) -> str:
    """A colour of a lightness and a strength at a turn (0 to 1) of the wheel of hues."""
    angle = 2 * math.pi * turn
    return written(
        from_oklab(np.array([lightness, chroma * math.cos(angle), chroma * math.sin(angle)]))
    )
