"""Animated GIFs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import BinaryIO

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
    yield opening(painted.width, painted.height, painted.colours)
    before = None
    for pixels, delay in zip(painted.frames, _delays(painted.milliseconds), strict=True):
        yield frame(pixels, before, delay)
        before = pixels
    yield END


def _delays(milliseconds: tuple[float, ...]) -> list[int]:
    """How long each frame is shown, in hundredths of a second that add up without drifting."""
    times = accumulate(milliseconds, initial=0.0)
    return [end - start for start, end in pairwise(round(time / HUNDREDTH) for time in times)]
