"""Where things of a scene stand, for tests: in cells, from the picture's corner."""

from __future__ import annotations

from collections.abc import Sequence

from convlib.picture.scene import Scene
from tests.cases import check_layouts

Place = tuple[int, int] | None


def numbers(scene: Scene, name: str) -> list[int]:
    """The panels of a name."""
    return [at for at, panel in enumerate(scene.panels) if panel.name == name]


def corner(scene: Scene, at: int, layout: str = "wide") -> tuple[float, float]:
    """Where a panel's first cell stands."""
    return scene.layouts[layout].places[at]


def middle(scene: Scene, at: int, layout: str = "wide") -> tuple[float, float]:
    """The middle of a panel's cells."""
    (x, y), panel = corner(scene, at, layout), scene.panels[at]
    return round(x + panel.columns / 2, 6), round(y + panel.rows / 2, 6)


def on_one_line(scene: Scene, panels: Sequence[int], layout: str = "wide") -> bool:
    """Whether panels stand beside each other from left to right, their middles on one line."""
    places = [middle(scene, at, layout) for at in panels]
    return len({y for _, y in places}) == 1 and places == sorted(places)


def places(scene: Scene, window: int) -> list[Place]:
    """Where a window stands step by step; None where it isn't there."""
    chosen = scene.windows[window]
    found = zip(chosen.row.tolist(), chosen.column.tolist(), strict=True)
    return [None if row < 0 else (row, column) for row, column in found]


def check(scene: Scene) -> None:
    """Nothing overlaps; every window belongs to its panel, has a place for each step, and fits."""
    check_layouts(scene)
    for at, window in enumerate(scene.windows):
        panel = scene.panels[window.panel]
        assert len(window.row) == len(scene)
        for place in places(scene, at):
            assert place is None or place[0] + window.rows <= panel.rows
            assert place is None or place[1] + window.columns <= panel.columns
