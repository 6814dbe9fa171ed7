"""Stills: one step as PNG, SVG or PDF, and a PDF of several steps with a page for each."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from matplotlib import rc_context
from matplotlib.backends.backend_pdf import PdfPages
from PIL import Image

from convlib.errors import ConvError
from convlib.export.elements import drawing
from convlib.export.job import Job
from convlib.export.said import sentence, title_of
from convlib.export.see_through import see_through
from convlib.export.svg_document import document, written
from convlib.params import shortened
from convlib.render.artists import DPI
from convlib.render.figure import SceneFigure, figure
from convlib.render.film import Film

TRUETYPE = 42
UNDATED = {"CreationDate": None, "Producer": None}


def png(job: Job, file: BinaryIO) -> None:
    """Write a step as a picture: to the pixel what an animation shows.

    Raises:
        ConvError: There is no such step, or more than one is asked for.
    """
    step, options = only_step(job, "PNG"), job.options
    dots = DPI * options.scale
    if options.transparent:
        painted(job, step).savefig(file, format="png", metadata={"Software": None})
    else:
        film = Film(job.scene, **vars(replace(options, by="value", steps=None)))
        image = Image.fromarray(film.frame(step))
        image.putpalette(film.palette.colours.tobytes())
        image.save(file, "PNG", optimize=True, dpi=(dots, dots))
    job.tell(1, 1)


def svg(job: Job, file: BinaryIO) -> None:
    """Write a step as a drawing whose texts are texts, in a font that it brings along.

    Raises:
        ConvError: There is no such step, or more than one is asked for.
    """
    step = only_step(job, "SVG")
    drawn = drawing(painted(job, step))
    inside = "".join(map(written, drawn.elements))
    about = title_of(job.scene, job.options.language), said(job, step)
    file.write(document(drawn, inside, drawn.elements, *about))
    job.tell(1, 1)


def pdf(job: Job, file: BinaryIO) -> None:
    """Write each of the chosen steps as a page; without any, the last one.

    Raises:
        ConvError: There is no such step.
    """
    steps = chosen(job)
    title = title_of(job.scene, job.options.language)
    with (
        rc_context({"pdf.fonttype": TRUETYPE}),
        PdfPages(file, metadata={"Title": title, **UNDATED}) as pages,
    ):
        for done, step in enumerate(steps, start=1):
            pages.savefig(painted(job, step))
            job.tell(done, len(steps))


def painted(job: Job, step: int) -> SceneFigure:
    """A step's figure, seen through where that is asked for."""
    wanted = replace(job.options, transparent=False)
    shown = figure(job.scene, step, **vars(wanted))
    return see_through(shown) if job.options.transparent else shown


def chosen(job: Job) -> range:
    """The steps that are asked for, from 0; the last one where nobody says.

    Raises:
        ConvError: There is no such step.
    """
    count = len(job.scene)
    first, last = job.options.steps or (count, count)
    if last > count:
        value = shortened("-".join(map(str, sorted({first, last}))), 20)
        raise ConvError("no-step", parameter="steps", value=value, count=count)
    return range(first - 1, last)


def only_step(job: Job, form: str) -> int:
    """The step that is asked for, from 0; the last one where nobody says.

    Raises:
        ConvError: There is no such step, or more than one is asked for.
    """
    steps = chosen(job)
    if len(steps) > 1:
        value = f"{steps[0] + 1}-{steps[-1] + 1}"
        details = {"value": value, "form": form, "example": steps[-1] + 1}
        raise ConvError("one-step", parameter="steps", **details)
    return steps[0]


def said(job: Job, step: int) -> str:
    """What a step shows, in a sentence."""
    options = job.options
    return sentence(job.scene, step, covered=options.covered, language=options.language)
