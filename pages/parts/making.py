"""The work of an export: a file, or how its present frame would look and how large it would be.

It is done beside the server, which may be in a process of its own: nothing here needs Streamlit.
"""

from __future__ import annotations

import base64
import io
import json
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from PIL import Image

import convlib
from convlib import ConvError, text
from convlib.controls.tell import tell
from convlib.export.asked_steps import chosen, term_of
from convlib.export.choices import read_values
from convlib.export.effects import fitting
from convlib.export.formats import format_named
from convlib.export.job import Format, Job
from convlib.export.page import forecast
from convlib.export.painted import reel
from convlib.export.reel import Reel
from convlib.export.save import job_of
from convlib.lesson import Lesson
from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.render.options import Options
from convlib.render.raster import image_of
from pages.parts.estimate import estimated
from pages.parts.fault import told

SAID, PIECE = b"j", b"f"  # what a message begins with: JSON, or a piece of the file
LONGEST_PIECE = 1 << 16
MOST_PIXELS = 1_000_000_000  # of all frames together: a thousand of a slide
MOST_PICTURES = 400  # on paper
WIDEST_SIGHT, HIGHEST_SIGHT = 1120, 1680  # pixels: twice those of the panel, for dense screens
PAUSE = 0.05  # seconds between two tidings of how far it is

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
        form = format_named(task["form"])
        # What a form says isn't all meant: beside another option it may have no effect.
        # And what somebody switched off may have to stay in this picture, which is said.
        scene = lesson.build(**task["values"])
        asked = fitting(form, {}, read_values(task["options"]))
        options = fitting(form, {}, asked, scene)
        job = job_of(scene, form, options)
        for name in asked.keys() - options.keys():
            named = text.say(f"export.{name}", task["language"])
            send(said(note=text.say("error.idle-here", task["language"], parameter=named)))
        if task["do"] == "file":
            _make(form, job, send, stopped)
        else:
            _look(form, job, task["at"], send, stopped)
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


def _make(form: Format, job: Job, send: Send, stopped: Callable[[], bool]) -> None:
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
        _check(reel(job))
    if form.kind == "still":
        _pictures(job)
    file = io.BytesIO()
    form.write(replace(job, progress=tell_how_far), file)
    send(
        said(whole=len(file.getbuffer()))
    )  # so that somebody notices who hears no more than a part of it
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


def _pictures(job: Job) -> list[int]:
    """The steps that stand on paper, from 0.

    Raises:
        ConvError: There is no such step, or there are too many.
    """
    steps = chosen(job, usual="all" if job.options.grid else "last")
    if len(steps) > MOST_PICTURES:
        name = "only" if job.options.only else "steps"
        details = {"pictures": len(steps), "cap": MOST_PICTURES}
        raise ConvError("too-many-pictures-here", parameter=name, **details)
    return steps


def _first(job: Job, count: int) -> Job:
    """The same of no more than the first of its steps."""
    only = tuple(step + 1 for step in _pictures(job)[:count])
    return replace(job, options=replace(job.options, steps=None, only=only))


def _look(
    form: Format,
    job: Job,
    at: tuple[int, int | None],
    send: Send,
    stopped: Callable[[], bool],
) -> None:
    """How a frame would look, then how large the file would be."""
    facts: dict[str, Any] = {}
    if form.kind == "animation":
        whole = reel(job)
        _check(whole)
        facts = {"frames": len(whole), "seconds": sum(whole.milliseconds) / 1000}
    if form.kind == "still":
        _pictures(job)
    if job.options.grid:
        image = _sheet(job)
    else:
        step, term = _shown(job.scene, job.options, at)
        own: dict[str, Any] = {"steps": (step + 1, step + 1), "between": 0}
        if job.options.term:
            own, term = own | {"by": "term"}, term_of(job.scene, step, job.options.term)
        one = reel(Job(job.scene, replace(job.options, **own)))
        last = len(one) - 1
        image = _drawn(one, next(islice(one.frames, min(term or 0, last), None)))
        if form.kind != "page":
            facts |= {"width": one.width, "height": one.height}
    send(said(picture=f"data:image/png;base64,{base64.b64encode(_small(image)).decode()}", **facts))
    if stopped():
        return
    if job.options.packed:
        states, size = forecast(job)
        send(said(states=states, bytes=size))
    else:
        send(said(bytes=estimated(form, job, partial(_keep_on, stopped))))


def _keep_on(stopped: Callable[[], bool]) -> None:
    if stopped():
        raise Stopped


def _sheet(job: Job) -> Image.Image:
    """The first page of a print sheet."""
    file = io.BytesIO()
    format_named("png").write(_first(job, math.prod(job.options.grid or ())), file)
    return Image.open(file)


def _shown(scene: Scene, options: Options, at: tuple[int, int | None]) -> tuple[int, int | None]:
    """The step and the term that are looked at: those on the stage, if the file has them."""
    first, last = options.steps or (1, len(scene))
    step = max(first - 1, min(at[0], last - 1, len(scene) - 1))
    if options.only and step + 1 not in options.only:
        step = options.only[0] - 1
    return step, at[1] if step == at[0] else None


def _drawn(painted: Reel, pixels: Array) -> Image.Image:
    """A frame as a picture."""
    image = image_of(pixels, painted.colours)
    if painted.clear is not None:
        image.info["transparency"] = painted.clear
    return image


def _small(image: Image.Image) -> bytes:
    """A picture as a PNG, no larger than it is looked at."""
    scale = min(1, WIDEST_SIGHT / image.width, HIGHEST_SIGHT / image.height)
    if scale < 1:
        size = round(image.width * scale), round(image.height * scale)
        mode = "RGBA" if "transparency" in image.info or image.mode == "RGBA" else "RGB"
        image = image.convert(mode).resize(size, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
