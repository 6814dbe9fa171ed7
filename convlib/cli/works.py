"""Files that are to be written: checked, counted, and written one after the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from convlib import shell
from convlib.cli.bar import Bar
from convlib.cli.flags import KEYS, NAMES, chosen
from convlib.errors import ConvError
from convlib.export.asked_steps import chosen as asked_steps
from convlib.export.asked_steps import only_step
from convlib.export.job import Format, Job
from convlib.export.pack import Pack
from convlib.export.page import forecast
from convlib.export.painted import painter, reel
from convlib.export.save import job_of, save, unwritable
from convlib.lessons import lesson
from convlib.picture.scene import Scene
from convlib.text import say

ALONE = ("png", "svg")  # they hold one picture
MOST = 60  # millions of pixels of one picture


@dataclass(frozen=True, eq=False)
class Work:
    """One file that is to be written.

    Attributes:
        path: Where.
        form: What it becomes.
        scene: What it shows.
        given: How, as far as it isn't as usual.
        entry: Which figure of a set it is; "" where the shell itself asks for it.
    """

    path: Path
    form: Format
    scene: Scene
    given: Mapping[str, Any]
    entry: str = ""

    @cached_property
    def job(self) -> Job:
        """The same, as painters take it."""
        return job_of(self.scene, self.form, self.given)

    def count(self) -> int:
        """How many frames, pictures or states it will have.

        Raises:
            ConvError: It can't be painted in this way.
        """
        with telling(self.entry):
            if self.form.kind == "page":
                return len(Pack(self.job))
            self._bound()
            if self.form.kind == "animation":
                return len(reel(self.job))
            if self.form.name in ALONE and not self.job.options.grid:
                only_step(self.job, self.form.name.upper())
            return len(asked_steps(self.job))

    def _bound(self) -> None:
        """Refuse a picture that is too large."""
        film = painter(self.job)
        if film.width * film.height > MOST * 1e6:
            asked = next((name for name in ("cell", "scale") if name in self.given), "width")
            sizes = {"width": film.width, "height": film.height, "cap": MOST}
            raise ConvError("too-many-pixels", parameter=asked, **sizes)

    def foresee(self) -> None:
        """Say how large a page of many states will be, before they are worked out."""
        if self.form.kind == "page" and self.job.options.packed:
            states, size = forecast(self.job)
            kilobytes = f"{size / 1000:,.0f}"
            shell.tell(say("cli.foreseen", path=self.path, count=states, kilobytes=kilobytes))

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

        with telling(self.entry):
            save(self.path, self.scene, form=self.form.name, progress=told, **self.given)
        return wrote(str(self.path), self.form, count, self.path.stat().st_size)


def work_of(
    path: Path,
    form: Format,
    slug: str,
    state: Mapping[str, Any],
    given: Mapping[str, Any],
    entry: str = "",
) -> Work:
    """The work that somebody asks for.

    Args:
        path: Of the file.
        form: What it becomes.
        slug: Of the lesson.
        state: What is set of it.
        given: The options, as they are written.
        entry: As of ``Work``.

    Raises:
        ConvError: There is no such lesson, state or option.
    """
    with telling(entry, {}):
        found = lesson(slug)
        values = found.values(**state)
    with telling(entry):
        asked = chosen(given, found.opens(values))
    return Work(path, form, found.staged(values), asked, entry)


def wrote(path: str, form: Format, count: int, size: int) -> str:
    """The line about a file that has been written."""
    kilobytes = f"{size / 1000:,.0f}"
    return say(f"cli.wrote-{form.kind}", path=path, count=count, kilobytes=kilobytes)


def write_all(
    works: Sequence[Work],
    folder: Path,
    *,
    makes: bool = True,
    after: Callable[[Work], None] | None = None,
) -> None:
    """Check all files, then write one after the other.

    Args:
        works: What is to be written.
        folder: From which they are named meanwhile.
        makes: Whether it is made, and folders in it, where there are none yet.
        after: What is done after each.

    Raises:
        ConvError: One can't be painted or written; those before it are complete.
    """
    counts = [work.count() for work in works]
    with Bar(sum(counts)) as bar:
        for work, count in zip(works, counts, strict=True):
            for each in (folder, work.path.parent) if makes else ():
                make_folder(each)
            with telling(work.entry):
                work.foresee()
            progress = bar.begin(os.path.relpath(work.path, folder), count)
            bar.say(work.write(count, progress))
            if after:
                after(work)


def make_folder(folder: Path) -> None:
    """Make a folder where there is none yet.

    Raises:
        ConvError: It can't be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error, "unwritable-folder").named(NAMES) from error


@contextmanager
def telling(entry: str = "", names: Mapping[str, str] | None = None) -> Iterator[None]:
    """Have errors say in which figure they are, and name options as they are written.

    Args:
        entry: The figure; "" for none.
        names: What options are called; None for flags, or without dashes in a figure's table.
    """
    try:
        yield
    except ConvError as error:
        if error.key == "in-set":  # it has been said
            raise
        called = (KEYS if entry else NAMES) if names is None else names
        if not entry:
            raise error.named(called) from error
        reason = str(error.named(called)).removesuffix(".")
        raise ConvError("in-set", parameter=entry, reason=reason) from error
