"""Rows and columns of panels: nothing overlaps, middles are on one line."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from convlib.picture.parts import Panel
from convlib.picture.scene import Scene
from convlib.staging.arrange import TITLE, Column, Item, Plot, Row, Space, arrange
from tests.cases import check_layouts, fixed

ITEMS = st.recursive(
    st.one_of(st.just(0), st.sampled_from(["∗", "+"])),
    lambda inner: st.builds(
        lambda kind, items: kind(*items),
        st.sampled_from([Row, Column]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


def numbered(item: Item, count: list[int]) -> Item:
    """The same things, each panel with a number of its own."""
    match item:
        case int():
            count.append(len(count))
            return count[-1]
        case Row() | Column():
            return type(item)(*(numbered(each, count) for each in item.items))
    return item


@fixed(200)
@given(item=ITEMS, data=st.data())
def test_nothing_overlaps(item: Item, data: st.DataObject) -> None:
    found: list[int] = []
    item = numbered(item, found)
    sizes = st.tuples(st.integers(1, 4), st.integers(1, 4), st.booleans())
    panels = [
        Panel("input", "input", "x", np.zeros((rows, columns)), titled=titled)
        for rows, columns, titled in (data.draw(sizes) for _ in found)
    ]
    layout = arrange(item, panels)
    assert len(layout.places) == len(panels)
    nothing: dict[str, Any] = dict.fromkeys(("starts", "src", "ker", "sums", "dst"), np.zeros(1))
    check_layouts(Scene(tuple(panels), {"wide": layout}, (), ticks=(), **nothing))


def test_middles_of_a_row_are_on_one_line() -> None:
    panels = [Panel("input", "input", "x", np.zeros((rows, 2))) for rows in (5, 3, 1)]
    layout = arrange(Row(0, "∗", 1, "=", 2), panels)
    middles = {y + panel.rows / 2 for (_, y), panel in zip(layout.places, panels, strict=True)} | {
        y for _, _, y in layout.symbols
    }
    assert middles == {TITLE + 2.5}


def test_a_plot_has_its_place() -> None:
    panels = [Panel("input", "input", "x", np.zeros((1, 4)))]
    layout = arrange(Column(Plot(0, 10, 3), 0, apart=1), panels)
    assert layout.plots == ((0, 0, 10, 3),)
    assert layout.places == ((0, 3 + 1 + TITLE),)
    assert (layout.width, layout.height) == (10, 3 + 1 + TITLE + 1)


def test_planes_behind_each_other_stand_as_stairs() -> None:
    panels = [Panel("input", "input", "x", np.zeros((2, 3))) for _ in range(3)]
    rising = arrange(Row(0, 1, 2, apart=0.5, drop=-0.25), panels)
    assert rising.places == ((0, TITLE + 0.5), (3.5, TITLE + 0.25), (7, TITLE))
    assert (rising.width, rising.height) == (10, TITLE + 2.5)
    below = arrange(Column(0, 1, 2, apart=0.5, indent=0.25), panels)
    assert [x for x, _ in below.places] == [0, 0.25, 0.5]
    assert below.width == 3.5


def test_a_space_holds_a_place_free() -> None:
    panels = [Panel("input", "input", "x", np.zeros((2, 3))) for _ in range(2)]
    layout = arrange(Row(Space(4), 0, "=", 1, apart=0.5), panels)
    assert layout.places[0] == (4.5, TITLE)


def test_a_title_may_stand_below() -> None:
    numbers = np.zeros((2, 3))
    panels = [Panel("input", "input", "x", numbers, below=below) for below in (False, True)]
    layout = arrange(Column(0, 1, apart=1), panels)
    assert layout.places == ((0, TITLE), (0, TITLE + 3))
    assert layout.height == 2 * TITLE + 5
