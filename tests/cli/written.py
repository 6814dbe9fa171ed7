"""What the command line would write, without painting it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from convlib.picture.scene import Scene


@dataclass(frozen=True, eq=False)
class Made:
    """A file that would have been painted: where, of what, how."""

    path: Path
    scene: Scene
    options: dict[str, Any]


def written(monkeypatch: pytest.MonkeyPatch) -> list[Made]:
    """Have files written empty from now on; gives the list that they are noted in."""
    made: list[Made] = []

    def save(
        path: Path, scene: Scene, form: str, progress: Callable[[int, int], None], **options: Any
    ) -> None:
        assert path.suffix == f".{form}"
        progress(1, 1)
        made.append(Made(path, scene, options))
        path.write_bytes(b"")

    monkeypatch.setattr("convlib.cli.works.save", save)
    return made
