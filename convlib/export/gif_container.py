"""The GIF container: one palette for all frames, and of each frame only the pixels that changed.

Pillow compresses the pixels; its own way of saving an animation merges equal frames, looks at every
palette again and keeps all frames in memory.
"""

from __future__ import annotations

import struct

import numpy as np
from PIL import GifImagePlugin, Image

from convlib.export.changes import UNCHANGED, Change
from convlib.ops import Array

COLOURS = 256
KEEP, EMPTY = 1, 2  # what was shown stays under the next frame, or its box is emptied
FOR_EVER = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
END = b";"


def opening(width: int, height: int, colours: Array, *, loop: bool = True) -> bytes:
    """What comes before the frames.

    Args:
        width: In pixels.
        height: In pixels.
        colours: Red, green and blue of at most 255 colours, ``(n, 3)``.
        loop: Whether the animation repeats for ever; else it is shown once.
    """
    table = np.zeros((COLOURS, 3), np.uint8)
    table[: len(colours)] = colours
    global_table_of_256 = 0xF7
    screen = struct.pack("<HHBBB", width, height, global_table_of_256, 0, 0)
    return b"GIF89a" + screen + table.tobytes() + (FOR_EVER if loop else b"")


def frame(change: Change, hundredths: int) -> bytes:
    """One frame.

    Args:
        change: What is drawn.
        hundredths: How long it is shown, in hundredths of a second.
    """
    options = {"duration": hundredths * 10, "disposal": EMPTY if change.empties else KEEP}
    if change.pixels.max() == UNCHANGED:
        options["transparency"] = UNCHANGED
    image = Image.fromarray(change.pixels)
    return b"".join(GifImagePlugin.getdata(image, (change.x, change.y), **options))
