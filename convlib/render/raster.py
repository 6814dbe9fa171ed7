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


def enlarged(shades: Array, width: int, height: int) -> Array:
    """Shades ``(rows, columns)`` as so many pixels: each that of the nearest one.

    Example:
        >>> enlarged(np.array([[1, 2]]), 4, 1).tolist()
        [[1, 1, 2, 2]]
    """
    rows, columns = shades.shape
    down, across = np.arange(height) * rows // height, np.arange(width) * columns // width
    larger: Array = shades[np.ix_(down, across)]
    return larger
