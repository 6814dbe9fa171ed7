"""The shapes that both painters draw, and how much of each pixel they cover."""

from __future__ import annotations

import numpy as np
import pytest

from convlib.ops import Array
from convlib.render.mask import Mask, curved, drawn, filled, lettered, line, outlined
from convlib.render.outline import Rounded, dashes, hatching

CELL = Rounded(1, 1, 18, 18, 3)


def coverage(mask: Mask, size: int = 24) -> Array:
    """A mask as pixels, a margin of 2 before its origin."""
    pixels = np.zeros((size, size))
    pixels[mask.y + 2, mask.x + 2] = mask.level / 16
    return pixels


def test_a_box_is_filled_to_the_pixel() -> None:
    covered = coverage(filled(CELL, 20))
    assert (covered[6:18, 3:21] == 1).all()
    assert (covered[3:21, 6:18] == 1).all()
    assert not covered[:3].any()
    assert not covered[21:].any()
    assert covered.sum() == pytest.approx(18**2 - (4 - np.pi) * 3**2, abs=1)


def test_an_outline_is_as_wide_as_it_should_be() -> None:
    """Round the box by 1, its middle half a pixel outside: the box itself stays free."""
    covered = coverage(outlined(Rounded(0.5, 0.5, 19, 19, 3.5), 1))
    assert (covered[2, 7:17] == 1).all()
    assert (covered[7:17, 21] == 1).all()
    assert not covered[3:21, 7:17].any()
    assert (covered == covered[::-1]).all()
    assert (covered == covered.T).all()


def test_dashes_are_alike_on_all_sides_and_as_long_as_their_gaps() -> None:
    strokes = dashes(CELL.points(), period=5)
    assert len(strokes) % 4 == 0
    lengths = np.hypot(*np.diff(strokes, axis=1).T).sum(axis=0)
    outline = 4 * 12 + 2 * np.pi * 3
    assert lengths.sum() == pytest.approx(outline / 2, rel=0.01)
    assert outline / len(strokes) == pytest.approx(5, rel=0.2)
    middles = strokes.mean(axis=1) - 10
    for turn in ([[0, 1], [-1, 0]], [[-1, 0], [0, 1]]):
        turned = middles @ np.array(turn)
        nearest = np.linalg.norm(turned[:, None] - middles, axis=2).min(axis=1)
        assert nearest == pytest.approx(np.zeros(len(strokes)), abs=0.05)


@pytest.mark.parametrize(("side", "spacing"), [(18, 4), (40, 8), (10, 4)])
def test_hatching_crosses_the_square_at_even_distances(side: int, spacing: int) -> None:
    lines = hatching(1, side, spacing)
    sums = lines.sum(axis=2) - 2  # x + y is the same along a rising line
    assert np.allclose(sums[:, 0], sums[:, 1])
    assert np.diff(sums[:, 0]) == pytest.approx(np.diff(sums[:, 0])[0])
    assert np.diff(sums[:, 0])[0] == pytest.approx(spacing, rel=0.3)
    assert lines.min() >= 1
    assert lines.max() <= 1 + side


def test_a_dash_and_the_gap_after_it_have_their_own_lengths() -> None:
    """From 3 to 19: two dashes of 6 with 4 between them, and their round ends."""
    covered = coverage(curved([np.array([[3, 8.5], [19, 8.5]])], 1, (20, 24), (6, 4)))
    assert np.flatnonzero(covered.sum(axis=0) > 0.9).tolist() == [*range(5, 11), *range(15, 21)]


def test_drawn_lines_cover_as_much_as_they_are_long() -> None:
    covered = coverage(drawn(np.array([[[4, 4.5], [16, 4.5]]]), 1, 20))
    assert (covered[6, 7:17] == 1).all()
    assert covered.sum() == pytest.approx(12, abs=1.1)


@pytest.mark.parametrize(
    "ends", [(2, 3, 17, 3), (2, 3, 17, 9), (2, 9, 17, 3), (3, 2, 5, 18), (5, 2, 3, 18)]
)
def test_a_line_is_the_same_from_either_end(ends: tuple[float, float, float, float]) -> None:
    x1, y1, x2, y2 = (end + 0.5 for end in ends)
    there, back = line(x1, y1, x2, y2), line(x2, y2, x1, y1)
    assert (coverage(there) == coverage(back)).all()
    assert coverage(there).sum() == pytest.approx(np.hypot(x2 - x1, y2 - y1), rel=0.15)


def test_letters_move_by_quarters_of_a_pixel() -> None:
    middles = []
    for phase in range(4):
        mask = lettered("8", 500, 16, phase)
        middles.append((mask.x * (mask.level / mask.level.sum())).sum())
    assert np.diff(middles) == pytest.approx([0.25] * 3, abs=0.03)


def test_letters_stand_on_the_baseline_as_wide_as_measured() -> None:
    mask = lettered("80808", 600, 40, 0)
    assert mask.y.max() in (-1, 0)
    assert mask.y.min() == pytest.approx(-0.7275 * 40, abs=1.5)
    left, right = mask.span
    assert right - left == pytest.approx(5 * 0.647 * 40, abs=0.12 * 40)
