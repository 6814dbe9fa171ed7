"""Films: MP4 and WebM, written by imageio's ffmpeg."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np

from convlib.errors import ConvError
from convlib.export.job import Job
from convlib.export.painted import reel
from convlib.export.reel import Reel
from convlib.export.room import NO_ROOM, meanwhile
from convlib.ops import Array

SHORTEST = 20.0  # milliseconds of a frame
STATUSES = 256  # from which ffmpeg takes the system's number of what is wrong
NEAR = 5.0  # milliseconds by which a time may miss a whole number of frames
# What ffmpeg is told of the colours: those of all screens and of pictures on the web.
COLOURS = (
    "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,"
    "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709"
)


@dataclass(frozen=True)
class Codec:
    """How a kind of film is written.

    Attributes:
        name: Of the format, such as ``"mp4"``; ffmpeg calls its files so too.
        arguments: What ffmpeg is told.
        clear: What it is told besides where the ground is transparent; None where it can't be.
    """

    name: str
    arguments: str
    clear: str | None = None


H264 = Codec(
    "mp4",
    "-c:v libx264 -preset veryfast -tune animation -crf 17 -pix_fmt yuv420p -movflags +faststart",
)
VP9 = Codec(
    "webm",
    "-c:v libvpx-vp9 -crf 18 -b:v 0 -deadline good -cpu-used 5 -row-mt 1 -pix_fmt yuv420p",
    "-pix_fmt yuva420p -auto-alt-ref 0",
)


def write(codec: Codec, job: Job, file: BinaryIO) -> None:
    """Write a job's animation as a film, which shows it once.

    Raises:
        ConvError: As ``reel``, or there is no ffmpeg, or it has no room.
    """
    encode(codec, reel(job), file)


def encode(codec: Codec, painted: Reel, file: BinaryIO) -> None:
    """Write an animation.

    ffmpeg goes back to the beginning of a file once it knows how long it is, which a stream
    doesn't let it: so it writes one of its own, that is copied.
    """
    rate, repeats = pace(painted)
    width, height = (side + side % 2 for side in (painted.width, painted.height))
    clear = codec.clear or "" if painted.clear is not None else ""
    with contextlib.ExitStack() as stack:
        with meanwhile(codec.name):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
        with meanwhile(codec.name, "ffmpeg-failed"):
            path = Path(folder) / f"film.{codec.name}"
            command = [
                *(_ffmpeg(codec.name), "-v", "error", "-nostdin", "-y"),
                *("-f", "rawvideo", "-pix_fmt", "rgba" if clear else "rgb24"),
                *("-s", f"{width}x{height}", "-r", str(rate), "-i", "pipe:0"),
                *("-vf", COLOURS, *codec.arguments.split(), *clear.split()),
                *("-fflags", "+bitexact", "-flags:v", "+bitexact", str(path)),
            ]
            _feed(command, _repeated(painted, repeats))
        with path.open("rb") as film:
            shutil.copyfileobj(film, file)


def pace(painted: Reel) -> tuple[Fraction, list[int]]:
    """How many frames a second has, and as how many of these each frame of an animation is shown.

    The longest frames of which all times are whole numbers, as near as anyone sees.

    Example:
        >>> rate, repeats = pace(Reel(2, 2, np.zeros((1, 3)), [], (700, 700, 1750)))
        >>> str(rate), repeats
        ('20/7', [2, 2, 5])
    """
    times, least = painted.milliseconds, min(painted.milliseconds)
    for parts in range(1, max(2, int(least / SHORTEST) + 1)):
        unit = least / parts
        counts = [time / unit for time in times]
        if all(abs(count - round(count)) * unit <= NEAR for count in counts):
            break
    else:
        counts = [time / least for time in times]
        unit = least
    rate = 1000 / Fraction(unit).limit_denominator(1000)
    return rate.limit_denominator(100_000), [max(1, round(count)) for count in counts]


def _repeated(painted: Reel, repeats: list[int]) -> Iterator[Array]:
    """The pixels of every frame of the film, its sides even."""
    clear = painted.clear
    table = np.full((len(painted.colours), 3 if clear is None else 4), 255, np.uint8)
    table[:, :3] = painted.colours
    if clear is not None:
        table[clear, 3] = 0
    odd = ((0, painted.height % 2), (0, painted.width % 2))
    for pixels, times in zip(painted.frames, repeats, strict=True):
        shown = table[np.pad(pixels, odd, mode="edge") if any(map(any, odd)) else pixels]
        for _ in range(times):
            yield shown


def _feed(command: list[str], frames: Iterator[Array]) -> None:
    """Run ffmpeg and give it frames; it ends with the work, however that ends."""
    with (
        tempfile.TemporaryFile() as complaint,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaint
        ) as ffmpeg,
    ):
        assert ffmpeg.stdin is not None
        try:
            for frame in frames:
                ffmpeg.stdin.write(frame.data)
            ffmpeg.stdin.close()
            ffmpeg.wait()
        except BrokenPipeError:
            ffmpeg.wait()
        except BaseException:
            ffmpeg.kill()
            with contextlib.suppress(OSError):
                ffmpeg.stdin.close()  # what it was not given yet
            ffmpeg.wait()  # as Popen does not for long where somebody pressed Ctrl-C
            raise
        if ffmpeg.returncode:
            complaint.seek(0)
            raise _failure(ffmpeg.returncode, complaint.read().decode(errors="replace").strip())


def _failure(status: int, said: str) -> OSError:
    """Why ffmpeg ended before its work did; that it had no room, as the system says it."""
    told = (number for number in NO_ROOM if os.strerror(number) in said)
    number = errno.EFBIG if status == -signal.SIGXFSZ else next(told, STATUSES - status)
    if number in NO_ROOM:
        return OSError(number, os.strerror(number))
    return OSError(said.splitlines()[-1] if said else f"ffmpeg, {status}")


def _ffmpeg(name: str) -> str:
    """Where ffmpeg is."""
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise ConvError("no-ffmpeg", parameter="format", value=name) from error


write_mp4, write_webm = partial(write, H264), partial(write, VP9)
