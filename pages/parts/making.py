"""The work of an export: a file, or how its present frame would look and how large it would be.

It is done beside the server, which may be in a process of its own: nothing here needs Streamlit.
"""

from __future__ import annotations

import base64
import io
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
from PIL import Image

import convlib
from convlib import ConvError, text
from convlib.controls.tell import tell
from convlib.export.choices import read_options
from convlib.export.formats import format_named
from convlib.export.job import Format, Job
from convlib.export.painted import reel
from convlib.export.reel import Reel
from convlib.lesson import Lesson
from convlib.picture.scene import Scene
from convlib.render.options import Options
from pages.parts.fault import told

SAID, PIECE = b"j", b"f"  # what a message begins with: JSON, or a piece of the file
LONGEST_PIECE = 1 << 16
MOST_PIXELS = 1_000_000_000  # of all frames together: a thousand of a slide
WIDEST_SIGHT = 1120  # pixels: twice those of the panel, for dense screens
PAUSE = 0.05  # seconds between two tidings of how far it is
SAMPLE = 3  # steps that are made to see how large all of them will be

Task = Mapping[str, Any]
Send = Callable[[bytes], None]


class Stopped(Exception):  # noqa: N818 - it is no error
    """Nobody wants it any more."""


def carry_out(task: Task, send: Send, stopped: Callable[[], bool]) -> None:
    """Do a task, and send what comes of it, whatever that is.

    Args:
        task: ``{"do": "file" | "sight", "slug", "values", "form", "options", "language"}``, and
            for a sight ``"at"``, the step and the term that are looked at, from 0.
        send: Takes a message.
        stopped: Whether it is to end.
    """
    try:
        lesson = convlib.lesson(task["slug"])
        options, form = read_options(task["options"]), format_named(task["form"])
        scene = lesson.build(**task["values"])
        if task["do"] == "file":
            _make(scene, form, options, send, stopped)
        else:
            _look(scene, form, options, task["at"], send, stopped)
    except Stopped:
        pass
    except ConvError as error:
        send(said(problem=sentence(error, lesson, task["language"])))
    except Exception as error:
        send(said(fault=told(error)))


def said(**what: Any) -> bytes:
    """A message that says something."""
    return SAID + json.dumps(what).encode()


def sentence(error: ConvError, lesson: Lesson, language: str) -> str:
    """What is wrong, by the names that the lesson's controls and those of the panel have."""
    own = {param.name for param in lesson.params}
    labels = text.section("export", language)
    if error.parameter in own or error.parameter not in labels:
        return tell(error, language)
    named = {"parameter": labels[error.parameter], **error.details}
    return text.say(f"error.{error.key}", language, **named)


def _make(
    scene: Scene, form: Format, options: Options, send: Send, stopped: Callable[[], bool]
) -> None:
    """The file, piece by piece, after tidings of how far it is."""
    latest = -PAUSE

    def tell_how_far(done: int, total: int) -> None:
        nonlocal latest
        if stopped():
            raise Stopped
        if done == total or time.monotonic() - latest > PAUSE:
            latest = time.monotonic()
            send(said(done=done, total=total))

    if form.kind == "animation":
        _check(reel(Job(scene, options)))
    file = io.BytesIO()
    form.write(Job(scene, options, tell_how_far), file)
    file.seek(0)
    while piece := file.read(LONGEST_PIECE):
        send(PIECE + piece)


def _check(painted: Reel) -> None:
    """Refuse what would take a server's processor for minutes.

    Raises:
        ConvError: It has too many pixels.
    """
    pixels = len(painted) * painted.width * painted.height
    if pixels > MOST_PIXELS:
        size = {"width": painted.width, "height": painted.height, "frames": len(painted)}
        raise ConvError("too-many-pixels-here", parameter="width", **size)


def _look(
    scene: Scene,
    form: Format,
    options: Options,
    at: tuple[int, int | None],
    send: Send,
    stopped: Callable[[], bool],
) -> None:
    """How a frame would look, then how large the file would be."""
    facts: dict[str, Any] = {}
    if form.kind == "animation":
        whole = reel(Job(scene, options))
        _check(whole)
        facts = {"frames": len(whole), "seconds": sum(whole.milliseconds) / 1000}
    step, term = _shown(scene, options, at)
    one = reel(Job(scene, replace(options, steps=(step + 1, step + 1), between=0)))
    last = len(one) - 1
    pixels = next(islice(one.frames, last if term is None else min(term, last), None))
    picture = f"data:image/png;base64,{base64.b64encode(_drawn(one, pixels)).decode()}"
    send(said(picture=picture, width=one.width, height=one.height, **facts))
    if not stopped():
        send(said(bytes=_estimated(scene, form, options, stopped)))


def _shown(scene: Scene, options: Options, at: tuple[int, int | None]) -> tuple[int, int | None]:
    """The step and the term that are looked at: those on the stage, if the file has them."""
    first, last = options.steps or (1, len(scene))
    step = max(first - 1, min(at[0], last - 1, len(scene) - 1))
    return step, at[1] if step == at[0] else None


def _drawn(painted: Reel, pixels: np.ndarray[Any, Any]) -> bytes:
    """A frame as a PNG, no larger than it is looked at."""
    image = Image.fromarray(pixels)
    image.putpalette(painted.colours.astype(np.uint8).tobytes())
    if painted.clear is not None:
        image.info["transparency"] = painted.clear
    if painted.width > WIDEST_SIGHT:
        height = round(painted.height * WIDEST_SIGHT / painted.width)
        mode = "RGB" if painted.clear is None else "RGBA"
        image = image.convert(mode).resize((WIDEST_SIGHT, height), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _estimated(scene: Scene, form: Format, options: Options, stopped: Callable[[], bool]) -> int:
    """About how many bytes the file will have: those of its first steps, and as many for each."""

    def keep_on(_: int, __: int) -> None:
        if stopped():
            raise Stopped

    def size(chosen: Options) -> int:
        file = io.BytesIO()
        form.write(Job(scene, chosen, keep_on), file)
        return len(file.getvalue())

    first, last = options.steps or (1, len(scene))
    if form.kind != "animation" or last - first < SAMPLE:
        return size(options)
    parts = [replace(options, steps=(first, first + more)) for more in (0, SAMPLE - 1)]
    least, more = (size(part) for part in parts)
    few, several, all_of_them = (len(reel(Job(scene, each))) for each in (*parts, options))
    rate = (more - least) / max(1, several - few)
    return round(least + rate * (all_of_them - few))
