"""Animated GIFs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import BinaryIO

from convlib.export.beside import beside
from convlib.export.changes import changes
from convlib.export.gif_container import END, frame, opening
from convlib.export.job import Job
from convlib.export.painted import reel
from convlib.export.reel import Reel
from convlib.export.room import meanwhile

HUNDREDTH = 10  # milliseconds


def write(job: Job, file: BinaryIO) -> None:
    """Write a job's animation; decoded, every frame is to the pixel what was painted."""
    file.writelines(parts(reel(job)))


def parts(painted: Reel) -> Iterator[bytes]:
    """The file, piece by piece."""
    yield opening(painted.width, painted.height, painted.colours, loop=painted.loop)
    drawn = changes(painted.frames, painted.clear)
    timed = zip(drawn, painted.delays(HUNDREDTH), strict=True)
    with meanwhile("gif"), tempfile.TemporaryFile(buffering=0) as scratch:
        yield from beside(lambda each: frame(*each, scratch), timed)
    yield END
