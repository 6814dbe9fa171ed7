"""Print sheets: steps in a grid on a page, with the lesson's title and the result on top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import BinaryIO

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.collections import Collection, PathCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from convlib import text
from convlib.errors import ConvError
from convlib.export.asked_steps import chosen
from convlib.export.compound import compound
from convlib.export.easel import Easel
from convlib.export.job import Job
from convlib.export.paper import MARGIN, SMALLER, Paper, both_ways
from convlib.export.pdf_pages import pdf_pages
from convlib.export.said import result_of, sentence, title_of
from convlib.render.pixel_figure import DPI, Measured
from convlib.render.plain import plain
from convlib.render.sheet import NARROWEST
from convlib.render.theme import theme
from convlib.render.typeset import typeset
from convlib.render.writing import ROLES, Writing

DOTS = 200  # of a PNG, to the inch
TITLE, RESULT, CAPTION, NUMBER = 22, 12.5, 11, 9.5  # sizes of letters
AFTER_TITLE, NEXT_LINE, AFTER_HEAD = 26, 20, 24
ABOVE = 11  # from a caption down to its picture
TURNED = 1.15  # how much larger pictures have to be on paper that lies on its side
FITTED = 3  # times that the size of pictures is tried


def pdf(job: Job, file: BinaryIO) -> None:
    """Write a print sheet of as many pages as the steps need.

    Raises:
        ConvError: There is no such step, or the grid is too fine.
    """
    with pdf_pages(file, title_of(job.scene, job.options.language)) as pages:
        for page in Printer(job).pages():
            pages.savefig(page)  # type: ignore[no-untyped-call]


@plain()
def png(job: Job, file: BinaryIO) -> None:
    """Write a print sheet of one page as a picture.

    Raises:
        ConvError: As ``pdf``, or the steps need more than a page.
    """
    printer = Printer(job)
    columns, rows = printer.paper.grid
    room, count = columns * rows, len(printer.steps)
    if count > room:
        details = {"value": f"{columns}x{rows}", "count": count}
        raise ConvError("grid-too-small", parameter="grid", **details)
    [page] = printer.pages()
    dots = DOTS * job.options.scale
    page.savefig(file, format="png", dpi=dots, metadata={"Software": None})


class Tidings(Artist):
    """Tells a job how far it is when it is drawn: that takes longest."""

    def __init__(self, job: Job, done: int, total: int) -> None:
        super().__init__()
        self._told = partial(job.tell, done, total)

    def draw(self, renderer: RendererBase) -> None:  # noqa: ARG002 - nothing is seen
        """Tell it."""
        self._told()


class Printer:
    """Sets the steps that a job asks for on paper.

    All pictures have one size, the largest at which a page takes as many as the grid says; whether
    it stands upright follows from that.
    """

    def __init__(self, job: Job) -> None:
        self.job, self.steps = job, chosen(job, usual="all")
        options, language = job.options, job.options.language
        self.title, self.result = title_of(job.scene, language), [*result_of(job.scene, language)]
        self._plain = replace(options, transparent=False, result=False, scale=1, aspect=None)
        head = AFTER_TITLE + NEXT_LINE * len(self.result) + AFTER_HEAD
        ways = both_ways(options.paper, options.grid or (1, 1), head)
        # The upright way is the first of both: the other has to make pictures a good deal larger.
        upright, *turned = [(self._side_of(way), way) for way in map(self._fitted, ways)]
        better = [way for side, way in turned if side > TURNED * upright[0]]
        self.paper, self._easel = (better or [upright[1]])[0]
        self._theme = theme(options.theme)

    def pages(self) -> Iterator[Figure]:
        """The pages, one after the other."""
        columns, rows = self.paper.grid
        each = columns * rows
        starts = range(0, len(self.steps), each)
        for number, start in enumerate(starts, start=1):
            yield self._page(self.steps[start : start + each], start, (number, len(starts)))

    def _page(self, steps: Sequence[int], before: int, number: tuple[int, int]) -> Figure:
        width, height = self.paper.size
        page = Figure(figsize=(width / DPI, height / DPI), dpi=DPI)
        axes = page.add_axes((0, 0, 1, 1), frameon=False, xticks=[], yticks=[])
        axes.set(xlim=(0, width), ylim=(height, 0))
        for at, step in enumerate(steps):
            self.job.tell(before, len(self.steps))  # which may end it
            self._place(axes, at, step)
            axes.add_artist(Tidings(self.job, before + at + 1, len(self.steps))).set_zorder(at + 1)
        page.set_facecolor(self._theme.colours["ground"])
        for writing in (*self._head(), *self._foot(*number)):
            axes.add_artist(typeset(writing, self._theme)).set_zorder(0)
        return page

    def _head(self) -> Iterator[Writing]:
        """The title, and below it the result in its colours."""
        y = MARGIN + TITLE
        yield Writing("title", self.title, MARGIN, y, TITLE, 700, "ink")
        for number, line in enumerate(self.result):
            x, down = float(MARGIN), y + AFTER_TITLE + number * NEXT_LINE
            for written, role in line:
                weight = 400 if role == "muted" else 600
                piece = Writing("result", written, x, down, RESULT, weight, ROLES.get(role, role))
                yield piece
                x += piece.width

    def _foot(self, number: int, count: int) -> Iterator[Writing]:
        """Which page it is, where there are several."""
        if count > 1:
            words = {"page": number, "pages": count}
            said = text.say("still.page", self.job.options.language, **words)
            width, height = self.paper.size
            look = (width - MARGIN, height - MARGIN, NUMBER, 400, "muted")
            yield Writing("page", said, *look, align="right")

    def _place(self, axes: Axes, at: int, step: int) -> None:
        """Lay a step's picture on the page, its caption above it."""
        sheet, (width, height) = self._easel.sheet, _inner(self._easel.sheet)
        scale = self.paper.scale(width, height)
        x, y = self.paper.corner(at, height * scale)
        free = sheet.margin * scale
        caption = Writing("caption", self._said(step), x, round(y - ABOVE), CAPTION, 600, "ink")
        axes.add_artist(typeset(caption, self._theme)).set_zorder(at + 1)
        place = Affine2D().scale(scale).translate(x - free, y - free)
        for artist in self._easel.pieces(step):
            _shrink(artist, scale)
            laid, where = [artist], place + axes.transData
            if isinstance(artist, PolyCollection | PathCollection):
                laid, where = [*compound(artist, place)], axes.transData
            for each in laid:
                each.set(transform=where, zorder=at + 1, snap=False)  # a picture after the other
                axes.add_artist(each)

    def _said(self, step: int) -> str:
        """A caption; without an equation below the picture it says what comes out."""
        options, scene = self.job.options, self.job.scene
        if options.slanted or not options.equation:
            return sentence(scene, step, covered=options.covered, language=options.language)
        words = {"step": step + 1, "steps": len(scene)}
        return text.say("still.step", options.language, **words)

    def _fitted(self, paper: Paper) -> tuple[Paper, Easel]:
        """Pictures laid out so wide that they fill their places in letters of a good size."""
        across, down = paper.place
        easel = self._laid_out(max(round(across / SMALLER), NARROWEST))
        for _ in range(FITTED):
            room = down / (_inner(easel.sheet)[1] * SMALLER)
            if room >= 1:
                break
            easel = self._laid_out(max(round(easel.sheet.width * room), NARROWEST))
        return paper, easel

    def _laid_out(self, width: int) -> Easel:
        """Pictures of a width, or as narrow as they can be."""
        try:
            return Easel(self.job.scene, replace(self._plain, width=width))
        except ConvError as error:
            if error.key != "too-narrow":
                raise
            return self._laid_out(int(str(error.details["least"])))

    def _side_of(self, way: tuple[Paper, Easel]) -> float:
        """How large a cell is on paper."""
        paper, sheet = way[0], way[1].sheet
        return sheet.cell * paper.scale(*_inner(sheet))


def _inner(sheet: Measured) -> tuple[int, int]:
    """The width and height of a picture without its margins."""
    return sheet.width - 2 * sheet.margin, sheet.height - 2 * sheet.margin


def _shrink(artist: Artist, scale: float) -> None:
    """Make what is measured in points smaller."""
    match artist:
        case Text():
            artist.set_fontsize(float(artist.get_fontsize()) * scale)
        case Line2D():
            artist.set_linewidth(artist.get_linewidth() * scale)
            artist.set_markersize(float(artist.get_markersize()) * scale)
        case Patch():
            artist.set_linewidth(artist.get_linewidth() * scale)
        case Collection():
            widths = np.atleast_1d(artist.get_linewidth())
            artist.set_linewidth((widths * scale).tolist())
