"""The folders that a command makes: those that stay empty are gone when it has ended."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import TracebackType

from convlib.cli.flags import NAMES
from convlib.export.save import unwritable


class Folders:
    """Makes folders; as a context, however it ends, it removes what it made and nobody filled."""

    def __init__(self) -> None:
        self._made: list[Path] = []

    def __enter__(self) -> Folders:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for folder in reversed(self._made):
            with suppress(OSError):  # something is in it, or it has never been there
                folder.rmdir()

    def make(self, folder: Path) -> None:
        """Make a folder where there is none yet, and those that it is in.

        Raises:
            ConvError: It can't be made.
        """
        try:
            missing = [each for each in (folder, *folder.parents) if not each.exists()]
            self._made += reversed(missing)
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(folder, error, "unwritable-folder").named(NAMES) from error
