"""What is to be written, and the formats that write it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import BinaryIO, Literal

from convlib.export.outcome import outcome_of
from convlib.picture.scene import Scene
from convlib.render.foot import Outcome
from convlib.render.options import Options

USUAL = Options()
ALL = frozenset(field.name for field in fields(Options))
Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Job:
    """A scene, and how it is to look and to play.

    Attributes:
        scene: What is staged.
        options: How it looks and plays.
        progress: Called after each frame with how many are done and how many there are; what it
            raises ends the work. None where nobody asks.
        given: The names of the options that somebody chose; the others are as usual.
    """

    scene: Scene
    options: Options
    progress: Progress | None = None
    given: frozenset[str] = frozenset()

    @cached_property
    def outcome(self) -> Outcome | None:
        """The result that painters write at the bottom, if it is asked for."""
        return outcome_of(self.scene, self.options.language) if self.options.result else None

    def chose(self, name: str) -> bool:
        """Whether somebody chose an option, rather than left it as is usual."""
        return name in self.given or getattr(self.options, name) != getattr(USUAL, name)

    def tell(self, done: int, total: int) -> None:
        """Say how far it is."""
        if self.progress:
            self.progress(done, total)


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes:
        name: By which it is asked for, such as ``"gif"``; its words are ``format.<name>``.
        ending: Of its files, such as ``".gif"``.
        kind: ``"animation"``, ``"still"`` of one step (``options.steps`` names it), or ``"page"``.
        mime: Its type on the web.
        write: Writes a job to a file that is open for bytes.
        takes: The options that have an effect in it.
    """

    name: str
    ending: str
    kind: Literal["animation", "still", "page"]
    mime: str
    write: Callable[[Job, BinaryIO], None]
    takes: frozenset[str] = ALL
