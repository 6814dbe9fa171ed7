"""Stills: one step as PNG, SVG or PDF, and a PDF of several steps with a page for each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, BinaryIO

from PIL import Image

from convlib.export import print_sheet
from convlib.export.asked_steps import chosen, only_step
from convlib.export.elements import drawing
from convlib.export.job import Job
from convlib.export.pdf_pages import pdf_pages
from convlib.export.said import sentence, title_of
from convlib.export.see_through import see_through
from convlib.export.svg_document import document, written
from convlib.render.artists import DPI
from convlib.render.figure import SceneFigure, figure
from convlib.render.film import Film


def png(job: Job, file: BinaryIO) -> None:
    """Write a step as a picture: to the pixel what an animation shows.

    Raises:
        ConvError: There is no such step, or more than one is asked for.
    """
    options, dots = job.options, DPI * job.options.scale
    if options.grid:
        print_sheet.png(job, file)
        return
    step = only_step(job, "PNG")
    if options.transparent:
        look: dict[str, Any] = {"metadata": {"Software": None}, "pil_kwargs": {"dpi": (dots, dots)}}
        painted(job, step).savefig(file, format="png", **look)
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
    if job.options.grid:
        print_sheet.pdf(job, file)
        return
    steps = chosen(job)
    title = title_of(job.scene, job.options.language)
    with pdf_pages(file, title) as pages:
        for done, step in enumerate(steps, start=1):
            pages.savefig(painted(job, step))  # type: ignore[no-untyped-call]
            job.tell(done, len(steps))


def painted(job: Job, step: int) -> SceneFigure:
    """A step's figure, seen through where that is asked for."""
    wanted = replace(job.options, transparent=False)
    shown = figure(job.scene, step, **vars(wanted))
    return see_through(shown) if job.options.transparent else shown


def said(job: Job, step: int) -> str:
    """What a step shows, in a sentence."""
    options = job.options
    return sentence(job.scene, step, covered=options.covered, language=options.language)
