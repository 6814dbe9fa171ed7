"""Files that are to be written: checked, counted, and written one after the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from convlib.cli.bar import Bar
from convlib.cli.flags import KEYS, NAMES, chosen, option_of
from convlib.errors import ConvError
from convlib.export.job import Format, Job
from convlib.export.painted import reel
from convlib.export.save import save, unwritable
from convlib.lessons import lesson
from convlib.picture.scene import Scene
from convlib.render.film import Film
from convlib.render.options import Options
from convlib.text import say

MOST = 60  # millions of pixels of one picture


@dataclass(frozen=True, eq=False)
class Work:
    """One file that is to be written.

    Attributes:
        path: Where.
        form: What it becomes.
        scene: What it shows.
        options: How.
        entry: Which figure of a set it is; "" where the shell itself asks for it.
        given: The names of the options that somebody wrote.
    """

    path: Path
    form: Format
    scene: Scene
    options: Options
    entry: str = ""
    given: frozenset[str] = frozenset()

    @property
    def chosen(self) -> dict[str, Any]:
        """The options that somebody wrote, or that the state asks for; the rest is as usual."""
        usual, options = vars(Options()), vars(self.options)
        names = [n for n in options if n in self.given or options[n] != usual[n]]
        return {name: options[name] for name in names}

    def count(self) -> int:
        """How many frames or pictures it will have.

        Raises:
            ConvError: It can't be painted in this way.
        """
        with telling(self.entry):
            self._bound()
            if self.form.kind == "animation":
                return len(reel(Job(self.scene, self.options)))
        first, last = self.options.steps or (1, 1)
        return last - first + 1 if self.form.kind == "still" else 1

    def _bound(self) -> None:
        """Refuse a picture that is too large."""
        sheet = Film(self.scene, **vars(self.options)).sheet
        if sheet.width * sheet.height > MOST * 1e6:
            usual = Options()
            asked = (n for n in ("cell", "scale") if getattr(self.options, n) != getattr(usual, n))
            sizes = {"width": sheet.width, "height": sheet.height, "cap": MOST}
            raise ConvError("too-many-pixels", parameter=next(asked, "width"), **sizes)

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
            save(self.path, self.scene, form=self.form.name, progress=told, **self.chosen)
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
        options = chosen(given, found.opens(values))
    return Work(path, form, found.staged(values), options, entry, frozenset(map(option_of, given)))


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
