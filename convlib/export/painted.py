"""A scene's film as a reel: which of its frames are shown, and how long each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from convlib.errors import ConvError
from convlib.export.asked_steps import beyond
from convlib.export.job import Job
from convlib.export.reel import Reel
from convlib.ops import Array
from convlib.picture.between import Place, between
from convlib.picture.scene import Scene
from convlib.picture.view import View
from convlib.render.film import Film
from convlib.render.options import Options
from convlib.render.palette import Mixture
from convlib.render.slanted import SlantedFilm

MAX_FRAMES = 1000
MOVE = 3  # what moves is on its way for a third of a step, as in the player
AHEAD = 32  # how many moments are worked out at a time
SHORTEST = 0.02  # seconds of a frame: browsers show a GIF's shorter ones for a tenth


class Painter(Protocol):
    """What paints the moments of a scene."""

    @property
    def scene(self) -> Scene:
        """What is painted."""

    @property
    def options(self) -> Options:
        """How it looks."""

    @property
    def width(self) -> int:
        """In pixels."""

    @property
    def height(self) -> int:
        """In pixels."""

    @property
    def palette(self) -> Mixture:
        """What colours the places of a frame stand for."""

    @property
    def clear(self) -> int:
        """The place of the ground."""

    @property
    def routes(self) -> Mapping[int, tuple[tuple[Place, ...], ...]]:
        """Of panels that move as wholes, per step the corners that they pass."""

    def moment(self, number: int) -> View:
        """What a frame shows."""

    def paint(self, moment: View) -> Array:
        """The frame that shows a moment."""


@dataclass(frozen=True)
class Beat:
    """How a step's time is divided, in parts that are all alike.

    Attributes:
        parts: Of a step.
        moves: Of these how many are on the way to the next; each has a frame.
        seconds: A part.
    """

    parts: int
    moves: int
    seconds: float

    @property
    def rest(self) -> float:
        """How long a step stands still, in milliseconds."""
        return 1000 * self.seconds * (self.parts - self.moves)


def reel(job: Job) -> Reel:
    """The animation that a job asks for; its frames tell the job how far they are.

    Raises:
        ConvError: An option has a value that the scene doesn't have, or there are more than
            ``MAX_FRAMES`` frames, or no time for all of them.
    """
    options = job.options
    film = painter(job)
    shown, beat = chosen(job.scene, options), divided(options)
    count = 1 + (len(shown) - 1) * (1 + beat.moves)
    if count > MAX_FRAMES:
        raise ConvError(
            "too-many-frames",
            parameter="between" if len(shown) <= MAX_FRAMES else "by",
            frames=count,
            cap=MAX_FRAMES,
        )
    step = [beat.rest, *[1000 * beat.seconds] * beat.moves]
    return Reel(
        width=film.width,
        height=film.height,
        colours=film.palette.colours,
        frames=_told(job, _frames(film, shown, beat.moves), count),
        milliseconds=(*step * (len(shown) - 1), 1000 * options.end),
        loop=options.loop,
        clear=film.clear if options.transparent else None,
    )


def painter(job: Job) -> Painter:
    """What paints a job's frames.

    Raises:
        ConvError: An option has a value that the scene doesn't have.
    """
    if job.options.slanted:
        return SlantedFilm(job.scene, job.options)
    return Film(job.scene, outcome=job.outcome, **vars(job.options))


def chosen(scene: Scene, options: Options) -> range:
    """The frames of a film that are shown: all, or those of the steps that are asked for.

    Raises:
        ConvError: There are no such steps.

    Example:
        >>> import convlib
        >>> scene = convlib.lesson("single-channel").build()
        >>> chosen(scene, Options(steps=(2, 3))), chosen(scene, Options(steps=(2, 3), by="term"))
        (range(1, 3), range(9, 27))
    """
    first, last = options.steps or (1, len(scene))
    if last > len(scene):
        raise beyond("steps", first, last, len(scene))
    if options.by == "term":
        return range(int(scene.beats[first - 1]), int(scene.beats[last]))
    return range(first - 1, last)


def divided(options: Options) -> Beat:
    """How each step's time is divided.

    Raises:
        ConvError: There is no time for so many frames between two steps.

    Example:
        >>> divided(Options(between=5, seconds=0.6))
        Beat(parts=15, moves=5, seconds=0.04)
    """
    moves, seconds = options.between, options.seconds
    room = int(seconds / SHORTEST + 1e-9)
    if moves and moves >= room:
        details = {"value": moves, "seconds": seconds, "most": max(0, room - 1)}
        raise ConvError("no-time-between", parameter="between", **details)
    parts = min(MOVE * moves, room) if moves else 1
    return Beat(parts, moves, round(seconds / parts, 9))


def _frames(film: Painter, shown: range, moves: int) -> Iterator[Array]:
    """What is shown, and between two of them what is on its way."""
    moments = _moments(film, shown)
    before = next(moments)
    still = film.paint(before)
    yield still
    for number, moment in zip(shown[1:], moments, strict=True):
        routes = _routes(film, number)
        for at in range(1, moves + 1):
            moved = between(before, moment, at / (moves + 1), routes)
            yield still if moved is before else film.paint(moved)
        before, still = moment, film.paint(moment)
        yield still


def _moments(film: Painter, shown: range) -> Iterator[View]:
    """What frames show, some ahead of the painting: in turn with it both take longer."""
    for start in range(0, len(shown), AHEAD):
        yield from [film.moment(number) for number in shown[start : start + AHEAD]]


def _routes(film: Painter, number: int) -> dict[int, tuple[Place, ...]]:
    """By panel the corners that it passes on its way into a frame."""
    scene, step = film.scene, number
    if film.options.by == "term":
        step = int(np.searchsorted(scene.beats, number))
        if scene.beats[step] != number:  # in the middle of a step
            return {}
    return {panel: steps[step] for panel, steps in film.routes.items()}


def _told(job: Job, frames: Iterator[Array], count: int) -> Iterator[Array]:
    """The frames, of which the job is told as they are written."""
    for done, frame in enumerate(frames, start=1):
        yield frame
        job.tell(done, count)
