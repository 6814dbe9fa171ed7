"""A scene as an animated GIF, in memory or as a file."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from convlib import text
from convlib.errors import ConvError
from convlib.picture.look import PLAIN, Look
from convlib.picture.scene import Scene
from convlib.render.film import Film
from convlib.render.gif import END, frame, opening
from convlib.render.sheet import USUAL

MAX_FRAMES = 1000
MILLISECONDS = 700
FASTEST, SLOWEST = 20, 10_000  # milliseconds; what is faster, browsers slow down
HOLD = 3  # how many times longer the last frame is shown
ENDING = ".gif"
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

Progress = Callable[[int, int], None]


def gif(
    scene: Scene,
    *,
    by: str = "value",
    theme: str = "light",
    layout: str = "",
    language: str = text.DEFAULT,
    look: Look = PLAIN,
    width: int = USUAL,
    milliseconds: float = MILLISECONDS,
    progress: Progress | None = None,
) -> bytes:
    """The scene as an animated GIF that repeats for ever.

    Args:
        scene: What is staged.
        by: ``"value"`` for a frame per step, ``"term"`` for one per product.
        theme: One of ``convlib.render.theme.NAMES``.
        layout: ``"wide"``, ``"tall"`` or another that the scene has; "" for that of a file.
        language: Of the titles.
        look: What the cells show.
        width: In pixels; the height follows from the scene.
        milliseconds: How long a frame is shown; the last one is shown three times as long.
        progress: Called after each frame with how many are done and how many there are; what it
            raises ends the work.

    Returns:
        The file's contents. Decoded, every frame is to the pixel what ``Film`` painted.

    Raises:
        ConvError: An option has a value that doesn't exist or is out of bounds, or there are more
            than 1000 frames.

    Example:
        >>> import convlib
        >>> gif(convlib.lesson("single-channel").build(), theme="dark")[:6]
        b'GIF89a'
    """
    film = Film(scene, by=by, theme=theme, layout=layout, language=language, look=look, width=width)
    return b"".join(_parts(film, milliseconds, progress))


def save_gif(
    path: str | os.PathLike[str],
    scene: Scene,
    *,
    milliseconds: float = MILLISECONDS,
    progress: Progress | None = None,
    **options: Any,
) -> None:
    """Write the scene as an animated GIF; the file appears when it is complete.

    Args:
        path: Of the file. It ends in ``.gif``; a file that is there already is replaced.
        scene: What is staged.
        milliseconds: As for ``gif``.
        progress: As for ``gif``.
        **options: The others of ``gif``.

    Raises:
        ConvError: As ``gif``, or the path ends otherwise or can't be written to.
    """
    target = Path(path)
    check_ending(target)
    parts = _parts(Film(scene, **options), milliseconds, progress)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(parts)
        unfinished.replace(target)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def check_ending(path: Path) -> None:
    """Refuse a file whose name ends in no format that can be written.

    Raises:
        ConvError: It doesn't end in ``.gif``.
    """
    if path.suffix.lower() != ENDING:
        example = f"{path.stem.lstrip('-') or 'film'}{ENDING}"  # with a dash it would be an option
        raise ConvError("ending", parameter="output", value=str(path), example=example)


def unwritable(path: Path, error: OSError, key: str = "unwritable") -> ConvError:
    """What to say of a file or folder that the system refused to write; the key if it has room."""
    reason = (error.strerror or str(error)).lower()
    key = "no-room" if error.errno in NO_ROOM else key
    return ConvError(key, parameter="output", value=str(path), reason=reason)


def _parts(film: Film, milliseconds: float, progress: Progress | None) -> Iterator[bytes]:
    """The file, piece by piece."""
    count = len(film)
    _check(count, milliseconds)
    yield opening(film.sheet.width, film.sheet.height, film.palette.colours)
    before = None
    for number, (pixels, delay) in enumerate(zip(film, _delays(count, milliseconds), strict=True)):
        yield frame(pixels, before, delay)
        before = pixels
        if progress:
            progress(number + 1, count)
    yield END


def _check(count: int, milliseconds: float) -> None:
    if count > MAX_FRAMES:
        raise ConvError("too-many-frames", parameter="by", frames=count, cap=MAX_FRAMES)
    if not FASTEST <= milliseconds <= SLOWEST:
        bounds = {"low": FASTEST, "high": SLOWEST}
        raise ConvError("number-bounds", parameter="milliseconds", value=milliseconds, **bounds)


def _delays(count: int, milliseconds: float) -> list[int]:
    """How long each frame is shown, in hundredths of a second that add up without drifting."""
    times = [*range(count), count - 1 + HOLD]
    return [end - start for start, end in pairwise(round(t * milliseconds / 10) for t in times)]
