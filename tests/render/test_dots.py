"""Discs of a figure stand between pixels, where matplotlib would round their places."""

from __future__ import annotations

import io

import numpy as np
import pytest
from matplotlib.figure import Figure

from convlib.render.artists import Dots

SIDE, WIDE = 40, 10.0  # pixels of the picture, and of a disc


@pytest.mark.parametrize("place", [(20.0, 20.0), (20.5, 19.5), (17.3, 22.8)])
def test_a_disc_is_painted_exactly_where_it_belongs(place: tuple[float, float]) -> None:
    """The middle of all its ink is its place, and its ink covers a disc's area."""
    shown = Figure(figsize=(1, 1), dpi=SIDE)
    axes = shown.add_axes((0, 0, 1, 1), xlim=(0, SIDE), ylim=(SIDE, 0))
    axes.set_axis_off()
    points = 72 / SIDE  # to the pixel
    axes.add_line(Dots([place[0]], [place[1]], color="#000000", markersize=WIDE * points))
    file = io.BytesIO()
    shown.savefig(file, format="rgba")
    ink = 1 - np.frombuffer(file.getvalue(), np.uint8).reshape(SIDE, SIDE, 4)[..., 0] / 255
    centres = np.arange(SIDE) + 0.5
    middle = (ink.sum(axis=0) @ centres / ink.sum(), ink.sum(axis=1) @ centres / ink.sum())
    assert middle == pytest.approx(place, abs=0.05)
    assert ink.sum() == pytest.approx(np.pi * WIDE**2 / 4, rel=0.03)
