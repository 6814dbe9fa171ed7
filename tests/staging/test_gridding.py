"""Counts from the top down: a pyramid of rows, or planes beside each other."""

from __future__ import annotations

import numpy as np
import pytest

from convlib.picture.parts import UNVISITED
from convlib.staging.gridding import counts_of, stage_counts
from tests.staging.geometry import check, corner, middle


@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_rows_of_counts_are_a_pyramid_with_the_rates_beside_it(layout: str) -> None:
    scene = stage_counts((1, 3), (1, 2, 4))
    check(scene)
    middles = [middle(scene, at, layout) for at in range(4)]
    assert len({x for x, _ in middles[1:]}) == 1
    assert [y for _, y in middles] == sorted(y for _, y in middles)
    assert len({x for x, _ in middles}) == 1, "the one output too"
    signs = scene.layouts[layout].symbols
    assert [text for text, _, _ in signs] == ["d = 4", "d = 2", "d = 1"]
    left = min(corner(scene, at, layout)[0] for at in range(4))
    for (_, x, y), (_, above), (_, below) in zip(signs, middles, middles[1:], strict=False):
        assert x < left
        assert above < y < below
    right = max(corner(scene, at, layout)[0] + scene.panels[at].columns for at in range(4))
    one, *fields = scene.layouts[layout].labels
    assert one.key == "dilated-one"
    assert one.x == pytest.approx(middles[0][0])
    wide = [("R = 9", middles[1][1]), ("R = 13", middles[2][1]), ("R = 15", middles[3][1])]
    assert [(each.number, each.y) for each in fields] == (wide if layout == "wide" else [])
    assert all(each.x > right for each in fields)


def test_planes_of_counts_stand_beside_each_other() -> None:
    scene = stage_counts((3, 3), (2, 1))
    check(scene)
    assert [panel.values.shape for panel in scene.panels] == [(1, 1), (3, 3), (7, 7)]
    across = [middle(scene, at)[0] for at in range(3)]
    assert across == sorted(across)
    assert scene.wires is False


@pytest.mark.parametrize("kernel", [(1, 2), (1, 3), (2, 3)])
@pytest.mark.parametrize("rates", [(2, 2), (1, 3), (4,)])
def test_what_no_path_reaches_is_hatched(kernel: tuple[int, int], rates: tuple[int, ...]) -> None:
    for panel, counts in zip(
        stage_counts(kernel, rates).panels, counts_of(kernel, rates), strict=True
    ):
        assert panel.values.tolist() == counts.tolist()
        assert (panel.kind_of_cells == np.where(counts == 0, UNVISITED, 0)).all()


def test_a_step_is_about_the_cell_that_is_used_most() -> None:
    scene = stage_counts((1, 3), (1, 1))
    assert [scene.locate(cell) for cell in scene.dst.tolist()] == [(1, 0), (2, 2)]
    assert scene.panels[2].values.tolist() == [[1, 2, 3, 2, 1]]
