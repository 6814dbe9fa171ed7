"""Files that are to be written: checked, counted, and written one after the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from convlib import shell
from convlib.cli.bar import Bar
from convlib.cli.flags import NAMES, called, chosen
from convlib.cli.folders import Folders
from convlib.errors import ConvError
from convlib.export.asked_steps import chosen as asked_steps
from convlib.export.asked_steps import only_step
from convlib.export.effects import check, fitting
from convlib.export.job import Format, Job
from convlib.export.page import forecast
from convlib.export.painted import painter, reel
from convlib.export.save import job_of, save
from convlib.lessons import lesson
from convlib.picture.scene import Scene
from convlib.text import say

ALONE = ("png", "svg")  # they hold one picture
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, eq=False)
class Work:
    """One file that is to be written.

    Attributes:
        path: Where.
        form: What it becomes.
        scene: What it shows.
        given: How, as far as it isn't as usual.
        entry: Which of many it is; "" where it is the only one.
        names: What errors call options.
    """

    path: Path
    form: Format
    scene: Scene
    given: Mapping[str, Any]
    entry: str = ""
    names: Mapping[str, str] = field(default_factory=lambda: NAMES)

    @cached_property
    def job(self) -> Job:
        """The same, as painters take it."""
        return job_of(self.scene, self.form, self.given)

    def count(self) -> int:
        """How many frames, pictures or states it will have.

        Raises:
            ConvError: It can't be painted in this way.
        """
        with self.telling():
            if self.form.kind == "page":
                return self._forecast[0]
            if self.form.kind == "animation":
                return len(reel(self.job))
            painter(self.job)  # which refuses what is too large
            if self.form.name in ALONE and not self.job.options.grid:
                only_step(self.job, self.form.name.upper())
            return len(asked_steps(self.job))

    def foretell(self, path: str) -> None:
        """Say on the standard error how large a page with further states will be."""
        if self.job.options.packed:
            count, size = self._forecast
            words = {"path": path, "kilobytes": _kilobytes(size)}
            shell.tell(shell.one_line(say("cli.will-be-page", count=count, **words)))

    @cached_property
    def _forecast(self) -> tuple[int, int]:
        """How many states it will hold, and about how many bytes it will have."""
        return forecast(self.job)

    def telling(self) -> AbstractContextManager[None]:
        """Have errors say which of many it is, and call options as they were written."""
        own = {"output", "format", *self.form.takes}  # what else is called so is the lesson's
        return telling(self.entry, {each: self.names.get(each, each) for each in own})

    def write(self, count: int, progress: Callable[[int, int], None]) -> str:
        """Write it; gives the line that tells what it has become.

        Args:
            count: How much of it is expected, unless its format tells it otherwise.
            progress: Is told how far it is.

        Raises:
            ConvError: It can't be painted or written.
        """

        def told(done: int, total: int) -> None:
            nonlocal count
            count = total
            progress(done, total)

        with self.telling():
            save(self.path, self.scene, form=self.form.name, progress=told, **self.given)
        return wrote(str(self.path), self.form, count, self.path.stat().st_size)


def work_of(
    path: Path,
    form: Format,
    slug: str,
    state: Mapping[str, Any],
    given: Mapping[str, Any],
    *,
    usual: Mapping[str, Any] = NOTHING,
    entry: str = "",
    dashes: bool = True,
) -> Work:
    """The work that somebody asks for.

    Args:
        path: Of the file.
        form: What it becomes.
        slug: Of the lesson.
        state: What is set of it.
        given: The options, as they are written.
        usual: Those of a whole set, which hold where they have an effect beside these.
        entry: As of ``Work``.
        dashes: As of ``called``.

    Raises:
        ConvError: There is no such lesson, state or option, or one has no effect.
    """
    with telling(entry, {}):
        found = lesson(slug)
        values = found.values(**state)
        scene = found.staged(values)
    names = called((*usual, *given), dashes=dashes)
    with telling(entry, names):
        own = chosen(given, {})
        check(form, own, scene)
        asked = fitting(form, own, chosen(usual, found.opens(values)), scene)
    return Work(path, form, scene, asked, entry, names)


def wrote(path: str, form: Format, count: int, size: int) -> str:
    """The line about a file that has been written."""
    return say(f"cli.wrote-{form.kind}", path=path, count=count, kilobytes=_kilobytes(size))


def _kilobytes(size: int) -> str:
    return f"{size / 1000:,.0f}"


def write_all(
    works: Sequence[Work],
    folder: Path,
    *,
    folders: Folders | None = None,
    after: Callable[[Work], None] | None = None,
) -> None:
    """Check all files, then write one after the other.

    Args:
        works: What is to be written.
        folder: From which they are named meanwhile.
        folders: Make it, and folders in it, where there are none yet; None to leave that.
        after: What is done after each.

    Raises:
        ConvError: One can't be painted or written; those before it are complete.
    """
    counts = [work.count() for work in works]
    for work in works:
        work.foretell(str(work.path))
    with Bar(sum(counts)) as bar:
        for work, count in zip(works, counts, strict=True):
            if folders:
                folders.make(folder)
                folders.make(work.path.parent)
            progress = bar.begin(os.path.relpath(work.path, folder), count)
            bar.say(work.write(count, progress))
            if after:
                after(work)


@contextmanager
def telling(entry: str = "", names: Mapping[str, str] = NAMES) -> Iterator[None]:
    """Have errors say in which of many files they are, and name options as they are written.

    Args:
        entry: Which it is; "" for the only one.
        names: What options are called.
    """
    try:
        yield
    except ConvError as error:
        if error.key == "in-set":  # it has been said
            raise
        if not entry:
            raise error.named(names) from error
        reason = str(error.named(names)).removesuffix(".")
        raise ConvError("in-set", parameter=entry, reason=reason) from error
