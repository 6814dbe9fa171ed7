"""Animated WebP, without loss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
from PIL import Image

from convlib.export.job import Job
from convlib.export.painted import reel
from convlib.export.reel import Reel
from convlib.ops import Array

FOR_EVER, ONCE = 0, 1
EFFORT = 2  # of 6: more takes many times as long, and saves little
NEVER = 1 << 30  # frames until one is written as a whole: nobody seeks in these


def write(job: Job, file: BinaryIO) -> None:
    """Write a job's animation; decoded, every frame is to the pixel what was painted."""
    encode(reel(job), file)


def encode(painted: Reel, file: BinaryIO) -> None:
    """Write an animation."""
    table = np.full((len(painted.colours), 4), 255, np.uint8)
    table[:, :3] = painted.colours
    if painted.clear is not None:
        table[painted.clear] = 0
    frames = (_image(pixels, table) for pixels in painted.frames)
    next(frames).save(
        file,
        "WEBP",
        save_all=True,
        append_images=[_Following(frames, len(painted) - 1)] if len(painted) > 1 else [],
        duration=painted.delays(1),
        loop=FOR_EVER if painted.loop else ONCE,
        lossless=True,
        method=EFFORT,
        kmin=NEVER - 1,
        kmax=NEVER,
    )


def _image(pixels: Array, table: Array) -> Image.Image:
    """A frame in full colours."""
    return Image.fromarray(table[pixels], "RGBA")


class _Following:
    """The frames after the first, as a picture of many: so Pillow asks for one after the other."""

    def __init__(self, frames: Iterator[Image.Image], count: int) -> None:
        self._frames, self.n_frames = frames, count

    def seek(self, _: int) -> None:
        self._shown = next(self._frames)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shown, name)
