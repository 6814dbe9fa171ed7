"""Animated PNGs: half as large as GIFs, as exact, and shown wherever a PNG is."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import count
from typing import BinaryIO

import numpy as np

from convlib.export.beside import beside
from convlib.export.changes import UNCHANGED, Change, changes
from convlib.export.job import Job
from convlib.export.painted import reel
from convlib.export.reel import Reel
from convlib.ops import Array

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SECOND = 1000  # its parts, in which times are counted
PALETTE = struct.pack(">BBBBB", 8, 3, 0, 0, 0)  # places of a byte; deflated, not interlaced
KEEP, EMPTY, OVER = 0, 1, 1
THOROUGH = 8  # of 9: the last takes twice as long, and saves a hundredth


def write(job: Job, file: BinaryIO) -> None:
    """Write a job's animation; decoded, every frame is to the pixel what was painted."""
    file.writelines(parts(reel(job)))


def parts(painted: Reel) -> Iterator[bytes]:
    """The file, piece by piece."""
    yield SIGNATURE
    yield chunk(b"IHDR", struct.pack(">II", painted.width, painted.height) + PALETTE)
    yield chunk(b"acTL", struct.pack(">II", len(painted), 0 if painted.loop else 1))
    yield from _palette(painted.colours, painted.clear)
    numbers = count()
    drawn = beside(_compressed, changes(painted.frames, painted.clear))
    for number, ((change, data), delay) in enumerate(zip(drawn, painted.delays(1), strict=True)):
        yield chunk(b"fcTL", _control(next(numbers), change, delay))
        if number:
            yield chunk(b"fdAT", struct.pack(">I", next(numbers)) + data)
        else:
            yield chunk(b"IDAT", data)
    yield chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    """A piece of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _palette(colours: Array, clear: int | None) -> Iterator[bytes]:
    """The colours, and which of them aren't seen: that which leaves what is there, and the ground.

    Some readers empty a box with the first place of the palette, which is the ground's.
    """
    table = np.zeros((UNCHANGED + 1, 3), np.uint8)
    table[: len(colours)] = colours
    opaque = np.full(UNCHANGED + 1, 255, np.uint8)
    opaque[[UNCHANGED, UNCHANGED if clear is None else clear]] = 0
    yield chunk(b"PLTE", table.tobytes())
    yield chunk(b"tRNS", opaque.tobytes())


def _control(number: int, change: Change, milliseconds: int) -> bytes:
    """Where a frame stands, and how long."""
    height, width = change.pixels.shape
    place = struct.pack(">IIIII", number, width, height, change.x, change.y)
    after = EMPTY if change.empties else KEEP
    return place + struct.pack(">HHBB", milliseconds, SECOND, after, OVER)


def _compressed(change: Change) -> tuple[Change, bytes]:
    """A change with its rows of pixels, none of them filtered: places of a palette are no amounts.

    zlib lets others work meanwhile.
    """
    pixels = change.pixels
    rows = np.zeros((pixels.shape[0], pixels.shape[1] + 1), np.uint8)
    rows[:, 1:] = pixels
    return change, zlib.compress(rows.tobytes(), THOROUGH)
