"""A picture's shades as a file that a browser shows by itself, and as pixels of a sheet."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from io import BytesIO

import numpy as np
from PIL import Image

from convlib.ops import Array
from convlib.picture.parts import GREYS, Picture


def as_address(picture: Picture) -> str:
    """The picture as a PNG in an address that holds all of it.

    Example:
        >>> as_address(Picture(0, np.eye(2)))[:30]
        'data:image/png;base64,iVBORw0K'
    """
    return _address(picture.greys.tobytes(), picture.greys.shape)


@lru_cache(maxsize=64)
def _address(greys: bytes, shape: tuple[int, ...]) -> str:
    file, shades = BytesIO(), np.frombuffer(greys, np.uint8).reshape(shape)
    levels = np.rint(shades * (255 / (GREYS - 1))).astype(np.uint8)
    Image.fromarray(levels).save(file, "PNG", optimize=True)
    return "data:image/png;base64," + b64encode(file.getvalue()).decode()


def edges(count: int, length: int) -> Array:
    """Where so many parts of a length begin and end, in whole pixels.

    Example:
        >>> edges(3, 5).tolist()
        [0, 2, 3, 5]
    """
    return np.floor(np.arange(count + 1) * length / count + 0.5).astype(int)


def enlarged(shades: Array, width: int, height: int) -> Array:
    """Shades ``(rows, columns)`` as so many pixels.

    Example:
        >>> enlarged(np.array([[1, 2]]), 4, 1).tolist()
        [[1, 1, 2, 2]]
    """
    down, across = (
        np.diff(edges(count, length))
        for count, length in zip(shades.shape, (height, width), strict=True)
    )
    return shades.repeat(down, axis=0).repeat(across, axis=1)


def image_of(places: Array, colours: Array) -> Image.Image:
    """A film's frame as a picture that keeps its palette.

    Args:
        places: Each pixel's place in the palette, ``(height, width)``.
        colours: Red, green and blue by place, ``(n, 3)``, 0 to 255.

    Example:
        >>> image_of(np.zeros((2, 3), np.uint8), np.array([[9, 8, 7]])).convert("RGB").getpixel(
        ...     (0, 0)
        ... )
        (9, 8, 7)
    """
    image = Image.fromarray(places)
    image.putpalette(colours.astype(np.uint8).tobytes())
    return image
