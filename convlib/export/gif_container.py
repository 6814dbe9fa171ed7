"""The GIF container: one palette for all frames, and of each frame only the pixels that changed.

Pillow compresses the pixels; its own way of saving an animation merges equal frames, looks at every
palette again and keeps all frames in memory.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageFile

from convlib.export.changes import UNCHANGED, Change
from convlib.ops import Array

BITS = 8  # of a place
COLOURS = 2**BITS
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


def frame(change: Change, hundredths: int, scratch: BinaryIO) -> bytes:
    """One frame.

    Args:
        change: What is drawn.
        hundredths: How long it is shown, in hundredths of a second.
        scratch: A file without a buffer, whose content doesn't matter.

    Raises:
        OSError: There is no room for the scratch file.
    """
    clear = bool(change.pixels.max() == UNCHANGED)
    after = EMPTY if change.empties else KEEP
    control = struct.pack("<HB", hundredths, UNCHANGED if clear else 0)
    height, width = change.pixels.shape
    place = struct.pack("<HHHHB", change.x, change.y, width, height, 0)
    return b"".join(
        (
            b"!\xf9\x04" + bytes([after << 2 | clear]) + control + b"\0",
            b"," + place + bytes([BITS]),
            _compressed(change.pixels, scratch),
            b"\0",
        )
    )


def _compressed(pixels: Array, scratch: BinaryIO) -> bytes:
    """Pixels as Pillow compresses them; it lets others work meanwhile if it writes into a file."""
    height, width = pixels.shape
    scratch.seek(0)
    scratch.truncate()
    whole = ImageFile._Tile("gif", (0, 0, width, height), 0, "L")
    ImageFile._save(Image.fromarray(pixels), scratch, [whole])
    scratch.seek(0)
    return scratch.read()
