"""The GIF container: one palette for all frames, and of each frame only the pixels that changed.

Pillow compresses the pixels; its own way of saving an animation merges equal frames, looks at every
palette again and keeps all frames in memory.
"""

from __future__ import annotations

import struct

import numpy as np
from PIL import GifImagePlugin, Image

from convlib.ops import Array

UNCHANGED = 255  # the place that stands for the pixel of the frame before
COLOURS = 256
KEEP = 1  # what was shown stays under the next frame
END = b";"


def opening(width: int, height: int, colours: Array) -> bytes:
    """What comes before the frames; the animation repeats for ever.

    Args:
        width: In pixels.
        height: In pixels.
        colours: Red, green and blue of at most 255 colours, ``(n, 3)``.
    """
    table = np.zeros((COLOURS, 3), np.uint8)
    table[: len(colours)] = colours
    global_table_of_256 = 0xF7
    screen = struct.pack("<HHBBB", width, height, global_table_of_256, 0, 0)
    repeat = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    return b"GIF89a" + screen + table.tobytes() + repeat


def frame(pixels: Array, before: Array | None, hundredths: int) -> bytes:
    """One frame.

    Args:
        pixels: Each pixel's place in the palette.
        before: The frame before, which stays where nothing changed; None for the first.
        hundredths: How long it is shown, in hundredths of a second.
    """
    x = y = 0
    options = {"duration": hundredths * 10, "disposal": KEEP}
    if before is not None:
        changed = pixels != before
        y, x, bottom, right = _bounds(changed)
        part = np.s_[y:bottom, x:right]
        pixels = np.where(changed[part], pixels[part], np.uint8(UNCHANGED))
        options["transparency"] = UNCHANGED
    return b"".join(GifImagePlugin.getdata(Image.fromarray(pixels), (x, y), **options))


def _bounds(changed: Array) -> tuple[int, int, int, int]:
    """The rows and columns of what changed; one pixel where nothing did."""
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    if not rows.size:
        return 0, 0, 1, 1
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1
