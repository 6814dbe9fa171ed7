"""About how large a file will be: a small one is made to see, of a large one some of its steps."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from convlib.export.asked_steps import chosen
from convlib.export.job import Format, Job
from convlib.export.painted import reel
from convlib.render.options import Options

MOST_MADE = 30_000_000  # pixels of an animation that is made to see: a second of work
MOST_DRAWN = 24  # drawings of an animated SVG that are
MOST_PICTURES = 6  # of a PDF that are, or those of a page of many
FEW, MORE = 2, 6  # steps in a row: what the more have beyond the few is what steps add
PLACES = 4  # where such rows are taken from
Size = Callable[[Options], int]


def estimated(form: Format, job: Job, stopped: Callable[[], None]) -> int:
    """About how many bytes a file will have.

    Args:
        form: What it becomes.
        job: What it shows.
        stopped: Raises something where nobody wants to know any more.
    """

    def size(options: Options) -> int:
        file = io.BytesIO()
        form.write(replace(job, options=options, progress=lambda *_: stopped()), file)
        return len(file.getvalue())

    if form.name == "pdf":
        return _of_pages(job, size)
    if form.name == "animated-svg":
        return _of_drawings(job, size)
    return _of_frames(job, size) if form.kind == "animation" else size(job.options)


def _of_pages(job: Job, size: Size) -> int:
    """As many pictures as stand on a page stand for all."""
    steps = chosen(job, usual="all" if job.options.grid else "last")
    return _of_some(job, size, steps, max(MOST_PICTURES, math.prod(job.options.grid or ())))


def _of_frames(job: Job, size: Size) -> int:
    """Rows of steps, from the first to the last, stand for all."""
    options, whole = job.options, reel(job)
    first, last = options.steps or (1, len(job.scene))
    if len(whole) * whole.width * whole.height <= MOST_MADE or last - first < PLACES * MORE:
        return size(options)
    spans = last - first + 1 - MORE
    frames, rates = len(reel(replace(job, options=_row(options, first, FEW)))), list[float]()
    for at in range(PLACES):
        start = first + round(spans * at / (PLACES - 1))
        few, more = (_row(options, start, count) for count in (FEW, MORE))
        counts = [len(reel(replace(job, options=each))) for each in (few, more)]
        rates.append((size(more) - size(few)) / max(1, counts[1] - counts[0]))
    rate = sum(rates) / len(rates)
    return round(size(_row(options, first, FEW)) + rate * (len(whole) - frames))


def _of_drawings(job: Job, size: Size) -> int:
    """Drawings from everywhere hold all that is ever drawn; more of them add its changes alone."""
    steps = chosen(job, usual="all")
    terms = job.scene.beats[steps[-1]] - (job.scene.beats[steps[0] - 1] if steps[0] else 0)
    each = terms / len(steps) if job.options.by == "term" else 1
    return _of_some(job, size, steps, max(4, round(MOST_DRAWN / each)))


def _of_some(job: Job, size: Size, steps: Sequence[int], most: int) -> int:
    """Some steps from everywhere, and half as many: what the more add, the others add too."""
    if len(steps) <= most:
        return size(job.options)
    half, whole = (_spread(steps, count) for count in (most // 2, most))
    less, more = (size(_only(job, some)) for some in (half, whole))
    return round(more + (more - less) / (len(whole) - len(half)) * (len(steps) - len(whole)))


def _spread(steps: Sequence[int], count: int) -> list[int]:
    """As many steps, from the first to the last."""
    return [steps[round(at * (len(steps) - 1) / (count - 1))] for at in range(count)]


def _only(job: Job, steps: Sequence[int]) -> Options:
    return replace(job.options, steps=None, only=tuple(step + 1 for step in steps))


def _row(options: Options, first: int, count: int) -> Options:
    return replace(options, steps=(first, first + count - 1))
