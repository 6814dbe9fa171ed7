"""What a page holds of its lesson: how it opens, and an answer for each of its states."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from convlib import text
from convlib.controls.about import about
from convlib.errors import ConvError
from convlib.export.job import Job
from convlib.export.offered import Offered, useful
from convlib.export.states import Packed, packed_values, states_of
from convlib.lesson import Values
from convlib.lessons import lesson
from convlib.picture.look import SHOWN
from convlib.picture.scene import Scene
from convlib.render.options import SECONDS
from convlib.render.payload import played
from convlib.render.theme import contents

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)  # that the player offers
MOST_BYTES = 5_000_000
AS_GZIP = 16 + zlib.MAX_WBITS
PAIRS = 32  # of states by which the size of many is foreseen: within a quarter of what it is
FEW = 8  # of them, which say what is far too large
SURE = 1.5  # times what is allowed is too large, even where it is foreseen by few
GOLDEN = (5**0.5 - 1) / 2  # its multiples lie evenly, and never in step with anything
Answer = dict[str, Any]


class Pack:
    """The states of a job, worked out when they are asked for.

    Attributes:
        title: Of the lesson; "" where the scene is nobody's.

    Args:
        job: What is to be written.
        bare: Whether the title and the idea are left out.

    Raises:
        ConvError: There would be too many states, or a parameter or a value doesn't exist.
    """

    def __init__(self, job: Job, *, bare: bool = False) -> None:
        self.job, self._bare = job, bare
        self._language = job.options.language
        origin = job.scene.origin
        if origin is None and job.options.packed:
            raise ConvError("packed-unknown", parameter="packed")
        self.title, self._lesson = "", None
        self._states: dict[str, Values] = {}
        self._packed: Packed = {}
        if origin:
            self._lesson = lesson(origin.slug)
            self._packed = packed_values(job.options.packed, self._lesson)
            self._states = states_of(self._lesson, origin.state, self._packed)
            self.title = text.prose(origin.slug, self._language)["title"]

    def __len__(self) -> int:
        return max(1, len(self._states))

    def written(self) -> bytes:
        """All of it as JSON, packed.

        Raises:
            ConvError: It would be too large.
        """
        if len(self) > 4 * FEW:
            self.foreseen(FEW)
        squeezing, packed = zlib.compressobj(9, wbits=AS_GZIP), bytearray()
        for piece in self._pieces():
            packed += squeezing.compress(piece.encode())
            self._check(len(packed))
        packed += squeezing.flush()
        self._check(len(packed))
        return bytes(packed)

    def _check(self, size: int, times: float = 1.0) -> None:
        if size > times * MOST_BYTES:
            names, cap = ", ".join(self._packed), MOST_BYTES // 1_000_000
            raise ConvError("packed-size", parameter=names, cap=cap)

    def foreseen(self, pairs: int = PAIRS) -> int:
        """About how many bytes ``written`` gives: some pairs of its answers stand for all.

        An answer that comes after its neighbour has little to add.

        Args:
            pairs: How many.

        Raises:
            ConvError: It is certain to be too large.
        """
        every = [*self._states]
        few = len(self) <= 2 * pairs
        if not few:
            places = [int(at * GOLDEN % 1 * (len(every) - 1)) for at in range(1, pairs + 1)]
            every = [every[place + each] for place in places for each in (0, 1)]
        pieces = (_json(self.opening()), *(_json(each) for _, each in self._answers(every)))
        squeezing, sizes = zlib.compressobj(9), list[int]()
        for piece in pieces:
            packed = squeezing.compress(piece.encode()) + squeezing.flush(zlib.Z_SYNC_FLUSH)
            sizes.append(len(packed))
        opening, *answers = sizes
        beside = answers if few else answers[1::2]
        size = opening + round(sum(beside) / len(beside) * len(self))
        self._check(size, SURE)
        return size

    def _pieces(self) -> Iterator[str]:
        yield f'{{"opening":{_json(self.opening())},"answers":{{'
        for done, (state, answer) in enumerate(self._answers([*self._states]), start=1):
            yield f"{',' if done > 1 else ''}{_json(state)}:{_json(answer)}"
            self.job.tell(done, len(self))
        yield "}}"

    def opening(self) -> dict[str, Any]:
        """How the page opens, and what it is about."""
        words, geometry = text.section("player", self._language), contents()["geometry"]
        own: dict[str, Any] = {"title": "", "idea": [], "words": words}
        if self._lesson:
            own = about(self._lesson, self._language)
        # Numbers can't be typed in a file, so none can be filled in.
        told = {**own, "names": {}, "geometry": geometry}
        if self._bare:
            told |= {"title": "", "idea": []}
        missing = text.say("control.not-packed", self._language)
        return {"about": told, "options": self._options(), "missing": missing}

    def _options(self) -> dict[str, Any]:
        """What the player calls options; what nobody chose is as the lesson has it on its page."""
        job, options = self.job, self.job.options
        values = next(iter(self._states.values()), {})
        usual = {"show": SHOWN[0], "speed": 1.0}
        usual |= self._lesson.opens(values) if self._lesson else {}
        speed = min(SPEEDS, key=lambda each: abs(each - SECONDS / options.seconds))
        return {
            "theme": options.theme if job.chose("theme") else "",
            "by": options.by,
            "show": options.show if job.chose("show") else usual["show"],
            "speed": speed if job.chose("seconds") else usual["speed"],
            "loop": "loop" in job.given and options.loop,
            "hues": options.hues,
            "predict": options.covered,
            "position": self._position(),
            "autoplay": True,
        }

    def _position(self) -> int | None:
        """The step that it opens at, from 0; None to play from the beginning."""
        scene, options = self.job.scene, self.job.options
        if options.steps is None:
            return None
        first, count = options.steps[0], _length(scene, options.by)
        if first > count:
            details = {"value": first, "low": 1, "high": count}
            raise ConvError("out-of-bounds", parameter="steps", **details)
        return first - 1

    def _answers(self, chosen: Sequence[str]) -> Iterator[tuple[str, Answer]]:
        """Some states with what a player shows of each, as the page's server would say it."""
        if self._lesson is None:
            sent = _fixed(self.job.scene, self._language)
            yield "", {"state": "", "scene": sent, "controls": []}
            return
        offered = Offered(self._lesson, self._states, [*self._packed], self._language)
        said = {state: offered.answer(state) for state in chosen}
        controls = useful({state: each["controls"] for state, each in said.items()})
        own = next(iter(self._states))
        for state in chosen:
            values = self._states[state]
            scene = self.job.scene if state == own else self._lesson.stage(values)
            sent = _fixed(scene, self._language)
            yield state, {**said[state], "scene": sent, "controls": controls[state]}


def _fixed(scene: Scene, language: str) -> dict[str, Any]:
    """A scene as a player gets it, whose numbers can't be changed."""
    sent = played(scene, language)
    for part in ("panels", "curves", "points"):
        for each in sent[part]:
            each.pop("array", None)
    return sent


def _length(scene: Scene, by: str) -> int:
    return int(scene.beats[-1]) if by == "term" else len(scene)


def _json(value: Any) -> str:
    return json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
