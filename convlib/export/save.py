"""A scene as a file, in memory or on a disk."""

from __future__ import annotations

import contextlib
import errno
import io
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from convlib.errors import ConvError
from convlib.export.choices import read_options
from convlib.export.formats import LISTED, format_named, format_of
from convlib.export.job import Format, Job, Progress
from convlib.params import shortened
from convlib.picture.scene import Scene

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def encoded(scene: Scene, form: str, *, progress: Progress | None = None, **options: Any) -> bytes:
    """A scene as the contents of a file.

    Args:
        scene: What is staged.
        form: A name of ``convlib.export.formats.FORMATS``, such as ``"gif"``.
        progress: Called after each frame with how many are done and how many there are; what it
            raises ends the work.
        **options: Those of ``convlib.render.options.Options``, as text or as Python has them.

    Raises:
        ConvError: An option has a value that doesn't exist or is out of bounds.

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
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
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
    """What is to be written, of options as somebody gave them.

    Raises:
        ConvError: As ``encoded``, or a file of this kind holds one state, is no print sheet, or is
            never slanted.
    """
    if not isinstance(scene, Scene):
        raise ConvError("no-scene", parameter="scene", value=type(scene).__name__)
    chosen = read_options(options)
    for name in ("grid", "only"):
        if getattr(chosen, name) and not form.sheets:
            endings = " or ".join(each.ending for each in LISTED if each.sheets)
            raise ConvError("sheet-elsewhere", parameter=name, value=form.ending, endings=endings)
    if chosen.packed and form.kind != "page":
        raise ConvError("packed-elsewhere", parameter="packed", value=form.ending)
    if chosen.slanted and form.shapes:
        choices = ", ".join(each.ending for each in LISTED if not each.shapes)
        raise ConvError("slanted-shapes", parameter="slanted", value=form.ending, choices=choices)
    if chosen.slanted and chosen.grid and form.kind == "still":
        raise ConvError("slanted-grid", parameter="slanted")
    return Job(scene, chosen, progress, frozenset(options))


def _path_of(given: Any) -> Path:
    try:
        return Path(os.fsdecode(given))
    except TypeError:
        value = shortened(str(given))
        raise ConvError("no-path", parameter="output", value=value) from None


def unwritable(path: Path, error: OSError, key: str = "unwritable") -> ConvError:
    """What to say of a file or folder that the system refused to write; the key if it has room."""
    reason = (error.strerror or str(error)).lower()
    key = "no-room" if error.errno in NO_ROOM else key
    return ConvError(key, parameter="output", value=str(path), reason=reason)
