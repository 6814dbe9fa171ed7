"""Windows that are bent onto a line: what counts as one, and which way it runs."""

from __future__ import annotations

import numpy as np
import pytest

from convlib.layers.bends import crossings, line_through, onto_line, runs_down

ARC = np.array([[0, 8, 0, 0], [0, 0, 8, 0], [0, 0, 8, 8], [3, 0, 8, 0]])


def test_a_line_crosses_a_row_in_the_middle_of_its_bright_cells() -> None:
    assert [each.tolist() for each in crossings(ARC)] == [[1], [2], [2.5], [2]]
    assert [each.tolist() for each in crossings(np.array([[9, 0, 9], [4, 4, 0], [9, 0, 0]]))] == [
        [0, 2],
        [],
        [0],
    ]


def test_each_row_slides_onto_the_line_and_draws_together() -> None:
    moves = onto_line(ARC, (3, 3))
    lie = moves[1] + np.arange(3)[:, None, None] + np.arange(2)
    assert not moves[0].any()
    assert lie[:, :, 0, 1].tolist() == [[0.5, 1, 1.5], [1.5, 2, 2.5], [2, 2.5, 3]]
    assert (lie[..., 0] == lie[..., 1]).all(), "whichever column the window stands in"


def test_a_line_that_runs_across_takes_columns_up_and_down() -> None:
    flat = np.array([[0, 8, 8, 0, 0], [8, 0, 0, 8, 8], [0, 0, 0, 0, 0]])
    assert runs_down(ARC)
    assert not runs_down(flat)
    across = onto_line(flat, (2, 3))
    turned = onto_line(np.vstack([flat.T, np.zeros((1, 3), int)]), (3, 2))[..., :3, :]
    assert (across[0] == turned[1].transpose(1, 0, 3, 2)).all()
    assert not across[1].any()


@pytest.mark.parametrize(
    "picture",
    [np.zeros((3, 3), int), np.full((3, 3), 7), -ARC, np.array([[0] * 6 + [9]] * 3)[:, :7]],
    ids=["dark", "bright all over", "below zero", "out of reach"],
)
def test_where_no_line_is_near_nothing_moves(picture: np.ndarray) -> None:
    assert not onto_line(picture, (3, 3))[..., 0].any()


def test_a_line_is_drawn_from_row_to_row() -> None:
    ends = line_through(ARC)[[0, 1, 3, 4]]
    assert ends == pytest.approx(np.array([[1.22, 0.22], [1.52, 0.52], [2.11, 1.22], [2.26, 1.52]]))
    assert np.isnan(line_through(ARC)[2]).all()
    assert line_through(np.array([[9, 0, 0], [0, 0, 9]])).size == 0, "too far apart"
