"""Stills: one step as PNG, SVG or PDF, and a PDF of several steps with a page for each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, BinaryIO

from convlib.errors import ConvError
from convlib.export import print_sheet
from convlib.export.asked_steps import chosen, only_step, term_of
from convlib.export.easel import Easel
from convlib.export.elements import drawing
from convlib.export.job import Job
from convlib.export.painted import painter
from convlib.export.pdf_pages import pdf_pages
from convlib.export.said import sentence, title_of
from convlib.export.svg_document import document, written
from convlib.export.text_lines import joined
from convlib.render.pixel_figure import DPI
from convlib.render.plain import plain
from convlib.render.raster import image_of


def png(job: Job, file: BinaryIO) -> None:
    """Write a step as a picture: to the pixel what an animation shows, unless it is transparent.

    Raises:
        ConvError: There is no such step, or more than one is asked for.
    """
    options, dots = job.options, DPI * job.options.scale
    if options.grid:
        print_sheet.png(job, file)
        return
    step = only_step(job, "PNG")
    term = term_of(job.scene, step, options.term)
    if options.transparent:  # a film's ground is there or not, nothing between
        look: dict[str, Any] = {"metadata": {"Software": None}, "pil_kwargs": {"dpi": (dots, dots)}}
        with plain():
            Easel(job.scene, options, job.outcome).show(step, term).savefig(
                file, format="png", **look
            )
    else:
        by = "value" if term is None else "term"
        film = painter(replace(job, options=replace(options, by=by, steps=None)))
        number = step if term is None else int(job.scene.beats[step]) + term
        image = image_of(film.paint(film.moment(number)), film.palette.colours)
        image.save(file, "PNG", optimize=True, dpi=(dots, dots))
    job.tell(1, 1)


def svg(job: Job, file: BinaryIO) -> None:
    """Write a step as a drawing whose texts are texts, in a font that it brings along.

    Raises:
        ConvError: There is no such step, or more than one is asked for.
    """
    step = only_step(job, "SVG")
    term = term_of(job.scene, step, job.options.term)
    drawn = drawing(Easel(job.scene, job.options, job.outcome).show(step, term))
    elements = list(joined(drawn.elements))
    about = title_of(job.scene, job.options.language), said(job, step, term)
    file.write(document(drawn, "".join(map(written, elements)), elements, *about))
    job.tell(1, 1)


def pdf(job: Job, file: BinaryIO) -> None:
    """Write each of the chosen steps as a page; without any, the last one.

    Raises:
        ConvError: There is no such step, or it has no such product.
    """
    if job.options.grid:
        print_sheet.pdf(job, file)
        return
    steps, easel = chosen(job), Easel(job.scene, job.options, job.outcome)
    if job.options.term is not None and len(steps) > 1:
        raise ConvError("term-of-steps", parameter="term", count=len(steps))
    title = title_of(job.scene, job.options.language)
    terms = [term_of(job.scene, step, job.options.term) for step in steps]
    with pdf_pages(file, title) as pages:
        for done, moment in enumerate(zip(steps, terms, strict=True), start=1):
            pages.savefig(easel.show(*moment))  # type: ignore[no-untyped-call]
            job.tell(done, len(steps))


def said(job: Job, step: int, term: int | None = None) -> str:
    """What a step shows up to one of its products, or as a whole, in a sentence."""
    look: dict[str, Any] = {"covered": job.options.covered, "language": job.options.language}
    return sentence(job.scene, step, term, **look)
