"""A scene as a file, in memory or on a disk."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from convlib.errors import ConvError
from convlib.export.choices import in_a_line, options_of, read_values
from convlib.export.effects import check, fitting
from convlib.export.formats import format_named, format_of
from convlib.export.job import Format, Job, Progress
from convlib.export.opening import opening
from convlib.export.room import NO_ROOM
from convlib.params import shortened
from convlib.picture.scene import Scene

ROOM = 240  # characters of a path that a sentence repeats
SHORT = 40  # characters of its name that a file has while it is unfinished


def encoded(scene: Scene, form: str, *, progress: Progress | None = None, **options: Any) -> bytes:
    """A scene as the contents of a file.

    Args:
        scene: What is staged.
        form: A name of ``convlib.export.formats.FORMATS``, such as ``"gif"``.
        progress: Called after each frame with how many are done and how many there are; what it
            raises ends the work.
        **options: Those of ``convlib.render.options.Options``, as text or as Python has them.

    Raises:
        ConvError: An option has a value that doesn't exist or is out of bounds, or no effect in
            such a file.

    Example:
        >>> import convlib
        >>> encoded(convlib.lesson("single-channel").build(), "gif", theme="dark")[:6]
        b'GIF89a'
    """
    file, chosen = io.BytesIO(), format_named(form)
    chosen.write(job_of(scene, chosen, options, progress), file)
    return file.getvalue()


def save(
    path: str | os.PathLike[str],
    scene: Scene,
    *,
    form: str = "",
    progress: Progress | None = None,
    **options: Any,
) -> None:
    """Write a scene to a file, which appears when it is complete.

    Args:
        path: Of the file, whose ending says what it becomes; one that is there is replaced.
        scene: What is staged.
        form: A format's name, where the ending doesn't say it.
        progress: As for ``encoded``.
        **options: As for ``encoded``.

    Raises:
        ConvError: As ``encoded``, or the path ends otherwise or can't be written to.
    """
    target = _path_of(path)
    written = format_named(form) if form else format_of(target)
    job = job_of(scene, written, options, progress)
    with replacing(target) as file:
        written.write(job, file)


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A file for bytes that takes a place when it is complete; else what was there stays.

    Raises:
        ConvError: It can't be written to.
    """
    mark = zlib.crc32(os.fsencode(target.name))  # a name may be so long that nothing fits in
    unfinished = target.with_name(f".{target.name[:SHORT]}.{os.getpid()}.{mark:08x}.part")
    try:
        if target.is_dir():  # which would be found out when all is done
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(target)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def job_of(
    scene: Scene, form: Format, options: Mapping[str, Any], progress: Progress | None = None
) -> Job:
    """What is to be written, of options as somebody gave them; the rest is as the state opens.

    Raises:
        ConvError: As ``encoded``, or an option has no effect in such a file of such a scene.
    """
    if not isinstance(scene, Scene):
        raise ConvError("no-scene", parameter="scene", value=type(scene).__name__)
    if progress is not None and not callable(progress):
        raise ConvError("no-progress", parameter="progress", value=type(progress).__name__)
    asked = read_values(options)
    check(form, asked, scene)
    chosen = options_of(fitting(form, asked, opening(scene), scene))
    return Job(scene, chosen, progress, frozenset(asked))


def _path_of(given: Any) -> Path:
    try:
        path = os.fsdecode(given)
    except TypeError:
        path = ""
    if not path:
        raise ConvError("no-path", parameter="output", value=in_a_line(given))
    return Path(path)


def unwritable(path: Path, error: OSError, key: str = "unwritable") -> ConvError:
    """What to say of a file or folder that the system refused to write; the key if it has room."""
    reason = (error.strerror or str(error)).lower()
    key = "no-room" if error.errno in NO_ROOM else key
    return ConvError(key, parameter="output", value=shortened(str(path), ROOM), reason=reason)
