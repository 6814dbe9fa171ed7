"""Animated SVGs: a drawing that plays by itself, also where no script may run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from math import ceil, log10
from typing import BinaryIO

from convlib import text
from convlib.errors import ConvError
from convlib.export.asked_steps import chosen
from convlib.export.easel import Easel
from convlib.export.elements import Element, drawing
from convlib.export.job import Job
from convlib.export.painted import MAX_FRAMES
from convlib.export.said import sentence, title_of
from convlib.export.svg_document import document, written
from convlib.export.text_lines import joined
from convlib.export.tracks import Track, Tracks

GLIDING = (
    *("window", "ring", "link", "cell", "cells", "plate-of", "text", "aside", "parts"),
    *("disc", "point", "home", "thread", "share"),
)
PLACES = ("x", "y", "x1", "y1", "x2", "y2")
GLIDE, MOST = 0.24, 0.4  # how long a move takes: seconds, and of a step
EASE, STEADY = ".33 1 .68 1", "0 0 1 1"
FINE = 200  # to how many parts of a second times are written
STYLE = """.jumps { display: none }
@media (prefers-reduced-motion: reduce) {
  .glides { display: none }
  .jumps { display: inline }
}
"""


def write(job: Job, file: BinaryIO) -> None:
    """Write a scene as a drawing that moves from step to step.

    Where somebody wants no motion it jumps.

    Raises:
        ConvError: There is no such step, or there are too many.
    """
    options, moments = job.options, _moments(job)
    if len(moments) > MAX_FRAMES:
        details = {"frames": len(moments), "cap": MAX_FRAMES}
        raise ConvError("too-many-frames", parameter="by", **details)
    tracks, shapes, easel = Tracks(), dict[str, str](), Easel(job.scene, options, job.outcome)
    for number, moment in enumerate(moments):
        drawn = drawing(easel.show(*moment), shapes)
        tracks.add(number, list(joined(drawn.elements)))
        job.tell(number + 1, len(moments))
    times = [options.seconds] * (len(moments) - 1) + [options.end]
    clock = Clock(tuple(accumulate(times, initial=0.0)), options.loop)
    language, last = options.language, moments[-1][0]
    said = sentence(job.scene, last, covered=options.covered, language=language)
    about = text.say(
        "still.animated", language, steps=len({step for step, _ in moments}), said=said
    )
    inside, texts = "".join(_lines(tracks, clock)), [track.element for track in tracks.listed]
    file.write(document(drawn, inside, texts, title_of(job.scene, language), about, STYLE))


def _moments(job: Job) -> list[tuple[int, int | None]]:
    """What is shown, in turn: steps, or their terms."""
    found: list[tuple[int, int | None]] = []
    for step in chosen(job, usual="all"):
        rows = job.scene.terms(step)
        terms = range(rows.stop - rows.start) if job.options.by == "term" else ()
        found += [(step, term) for term in terms] or [(step, None)]
    return found


@dataclass(frozen=True)
class Clock:
    """When each drawing is shown.

    Attributes:
        starts: In seconds; after them the end of all.
        loop: Whether it begins again for ever.
    """

    starts: tuple[float, ...]
    loop: bool

    def jumps(self, name: str, changes: list[tuple[int, str]]) -> str:
        """An attribute that has another value from some drawings on."""
        placed = [(self.starts[number], value) for number, value in changes]
        return self._animate(name, placed, 'calcMode="discrete"')

    def glides(self, name: str, changes: list[tuple[int, str]], track: Track) -> str:
        """An attribute that is on its way to another value when a drawing begins."""
        changes = _from_start(changes)
        points = [(0.0, changes[0][1])]
        for number, value in changes[1:]:
            start, length = self.starts[number], self.starts[number + 1] - self.starts[number]
            there = start + min(GLIDE, MOST * length) * track.is_in(number - 1)
            points += [(start, points[-1][1]), (there, value)]
        points.append((self.starts[-1], points[-1][1]))
        ways = (STEADY if one == other else EASE for (_, one), (_, other) in pairwise(points))
        return self._animate(name, points, f'calcMode="spline" keySplines="{";".join(ways)}"')

    def _animate(self, name: str, points: list[tuple[float, str]], mode: str) -> str:
        total = self.starts[-1]
        digits = ceil(log10(FINE * total))
        when = ";".join(f"{time / total:.{digits}f}".rstrip("0").rstrip(".") for time, _ in points)
        values = ";".join(value for _, value in points)
        again = 'repeatCount="indefinite"' if self.loop else 'fill="freeze"'
        times = f'dur="{total:g}s" {again} {mode} keyTimes="{when}"'
        return f'<animate attributeName="{name}" {times} values="{values}"/>'


def _lines(tracks: Tracks, clock: Clock) -> Iterator[str]:
    """All elements, from back to front; those that come and go together do so as one."""
    for spans, together in groupby(tracks.listed, key=lambda track: track.spans):
        inside = "".join(_line(track, clock) for track in together)
        yield from (
            (inside,) if spans == [[0, len(clock.starts) - 1]] else _seen(inside, spans, clock)
        )


def _seen(inside: str, spans: list[list[int]], clock: Clock) -> Iterator[str]:
    """Elements that are seen in some drawings alone."""
    changes = {0: "hidden"}
    for first, end in spans:
        changes |= {first: "visible", end: "hidden"}
    changes.pop(len(clock.starts) - 1, None)  # nothing comes after the end
    if changes[0] == "hidden":
        yield '<g visibility="hidden">'
    else:
        yield "<g>"
    yield clock.jumps("visibility", sorted(changes.items()))
    yield f"\n{inside}</g>\n"


def _line(track: Track, clock: Clock) -> str:
    """An element with all that changes about it; one that moves, a second time without motion."""
    changing = {
        name: [(at, look[name]) for at, look in track.looks.items()] for name in track.changing()
    }
    kind = track.element.name.rpartition(".")[0].rpartition("-")[0] or track.element.name
    moving = {name for name in changing if name in PLACES and kind in GLIDING}
    jumps = {name: clock.jumps(name, _from_start(changes)) for name, changes in changing.items()}
    if not moving:
        return written(track.element, "".join(jumps.values()))
    glides = {name: clock.glides(name, changing[name], track) for name in moving}
    both = {"glides": jumps | glides, "jumps": jumps}
    return "".join(
        written(_classed(track.element, name), "".join(ways.values()))
        for name, ways in both.items()
    )


def _from_start(changes: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Changes of which the first holds from the beginning; each to another value."""
    kept = [(0, changes[0][1])]
    for number, value in changes[1:]:
        if value != kept[-1][1]:
            kept.append((number, value))
    return kept


def _classed(element: Element, name: str) -> Element:
    return replace(element, attributes={"class": name, **element.attributes})
