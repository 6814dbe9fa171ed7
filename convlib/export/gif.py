"""Animated GIFs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from convlib.export.changes import changes
from convlib.export.gif_container import END, frame, opening
from convlib.export.job import Job
from convlib.export.painted import reel
from convlib.export.reel import Reel

HUNDREDTH = 10  # milliseconds


def write(job: Job, file: BinaryIO) -> None:
    """Write a job's animation; decoded, every frame is to the pixel what was painted."""
    file.writelines(parts(reel(job)))


def parts(painted: Reel) -> Iterator[bytes]:
    """The file, piece by piece."""
    yield opening(painted.width, painted.height, painted.colours, loop=painted.loop)
    drawn = changes(painted.frames, painted.clear)
    for change, delay in zip(drawn, painted.delays(HUNDREDTH), strict=True):
        yield frame(change, delay)
    yield END
