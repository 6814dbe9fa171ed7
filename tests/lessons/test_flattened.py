"""Lesson 12 by hand: three passes beside one, a filter made of three lines, and any filter."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import ConvError, lesson
from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.picture.view import view
from tests.cases import fixed
from tests.lessons.checks import answers, by_loops, clauses, coded, panel, said, shown

LESSON = lesson("flattened")
DEPTH, COLUMN, ROW = [1, -1, 2], [1, 2, 1], [1, 0, -1]
OUTPUT = [[2, 19, 0], [1, 10, -4], [3, -9, -4]]


def image(**state: Any) -> Array:
    return LESSON.arrays(LESSON.values(**state))["input"]


def planes(scene: Scene, name: str) -> Array:
    """All planes of a volume."""
    return np.stack([each.values for each in scene.panels if each.name == name])


def counted(scene: Scene, step: int) -> tuple[int, int]:
    """What three passes and one are said to have taken so far, figure by figure."""
    passes, direct = ("".join(shown(scene, f"flat-{way}", step)) for way in ("passes", "direct"))
    return int(passes), int(direct)


def test_its_place_and_its_presets() -> None:
    assert LESSON.order == 12
    shapes = {each.name: LESSON.build(preset=each.name).output.shape for each in LESSON.presets}
    assert shapes == {
        "flat-race": (1, 3, 3),
        "flat-outer": (1, 3, 3),
        "flat-passes": (1, 3, 3),
        "flat-column-first": (1, 3, 3),
        "flat-filters": (2, 2, 2),
        "flat-any": (1, 3, 3),
        "flat-nearly": (1, 3, 3),
        "flat-laplacian": (1, 3, 3),
        "flat-count": (1, 1),
    }


def test_it_opens_with_three_passes_beside_one() -> None:
    scene = LESSON.build()
    assert [(tick.step, tick.key) for tick in scene.ticks] == [
        (0, "flat-channel"),
        (5, "flat-column"),
        (8, "flat-row"),
        (17, "flat-left"),
    ]
    assert [counted(scene, step) for step in (0, 4, 7, 8, 16, 17, 26, 27)] == [
        (15, 15),  # a row of five numbers, three products each
        (75, 75),
        (120, 120),
        (123, 123),
        (147, 147),
        (147, 156),  # a kernel's nine at a time
        (147, 237),
        (147, 243),
    ]
    ends = [each for each in scene.panels if each.name == "output"]
    assert [each.values.tolist() for each in ends] == [OUTPUT, OUTPUT]
    assert panel(scene, "flat-first").values[0].tolist() == [2, 3, 7, 4, 6]
    assert panel(scene, "flat-second").values.shape == (3, 5)
    notes = [each.note for each in scene.panels if each.titled and "×" in each.note]
    assert notes[:2] == ["5 × 5 × 3", "3 × 3 × 3"]
    assert [each.note for each in scene.panels if each.symbol in ("p", "q", "y")] == [
        "5 × 5 × 1",
        "3 × 5 × 1",
        "3 × 3 × 1",
    ]


def test_an_output_of_the_one_pass_takes_several_steps() -> None:
    scene = LESSON.build()
    assert said(scene, 0) == "p[0, 4] = 2·1 + 2·(−1) + 3·2 = 6", "the last of a row"
    assert said(scene, 7) == "q[2, 4] = 4·1 + 2·2 + 4·1 = 12"
    assert clauses(scene, 8) == [
        "y[0, 0] = 16·1 + 20·0 + 14·(−1) = 2",
        "z[1, 1] = 10 + 2·(−2) + 2·0 + 1·2 = 8",
    ]
    z = next(at for at, each in enumerate(scene.panels) if each.symbol == "z")
    first = scene.first_cells[z]
    seen = [[cell.state for cell in view(scene, step).cells[first : first + 9]] for step in (0, 1)]
    assert [each[:2] for each in seen] == [["partial", "empty"], ["current", "partial"]]
    # 147 = 5·27 + 12: five outputs are done with the passes, and the sixth is being added up.
    done = view(scene, 16).cells[first : first + 9]
    assert [cell.state for cell in done][5:7] == ["partial", "empty"]
    last = "z[2, 2] = 2 + 0·4 + 3·0 + 2·(−4) + 2·2 + 1·0 + 1·(−2) = −4"
    assert clauses(scene, 27) == [last]


def test_the_windows_of_both_ways_lie_on_one_input() -> None:
    scene = LESSON.build()
    fibres = [each for each in scene.windows if each.role == "middle"]
    assert [(each.panel, each.rows, each.columns) for each in fibres] == [
        (at, 1, 5) for at in range(3)
    ]
    assert fibres[0].row.tolist() == [*range(5), *[-1] * 23]
    blocks = [each for each in scene.windows if each.panel == 0 and each.role == "kernel"]
    assert {(each.rows, each.columns) for each in blocks} == {(3, 3)}
    # Step 1 takes the products 16 to 30: the end of the first output, and the second one.
    assert [(each.row[1], each.column[1]) for each in blocks] == [(0, 0), (0, 1)]
    assert [(each.row[0], each.column[0]) for each in blocks] == [(0, 0), (-1, -1)]


def test_bars_fill_to_one_scale_and_stand_there_empty() -> None:
    scene = LESSON.build()
    frames = [np.ptp(curve.at(0)[:, 0]) for curve in scene.curves if curve.style == "line"]
    unit = frames[-1] / 243
    assert frames == pytest.approx([75 * unit, 45 * unit, 27 * unit, 243 * unit])
    areas = [curve for curve in scene.curves if curve.style == "area"]
    for step, wanted in ((0, [15, 0, 0, 15]), (6, [75, 30, 0, 105]), (27, [75, 45, 27, 243])):
        filled = [np.ptp(curve.at(step)[:, 0]) for curve in areas]
        assert filled == pytest.approx(np.array(wanted) * unit)
    labels = [str(label.number) for label in scene.layouts["wide"].labels]
    assert labels == ["147", "243", "75", "45", "27", "", "9 · 27"]


@fixed()
@given(st.data())
def test_both_ways_run_by_one_clock_and_come_to_the_same(data: st.DataObject) -> None:
    kernel = data.draw(st.tuples(*[st.integers(1, 4)] * 2))
    size = tuple(data.draw(st.integers(side, 6)) for side in kernel)
    state: dict[str, Any] = {
        **{"kernel": kernel, "size": size, "channels": data.draw(st.integers(1, 4))},
        "seed": data.draw(st.integers(0, 99)),
    }
    scene = LESSON.build(**state)
    own, direct = (row.cost.macs for row in LESSON.costs(LESSON.values(**state)))
    counts = [counted(scene, step) for step in range(len(scene))]
    assert counts[-1] == (own, direct)
    assert all(one in (other, own) or other == direct for one, other in counts)
    numbers = LESSON.arrays(LESSON.values(**state))
    lines = numbers["channel"][0], numbers["column"][:, 0], numbers["row"][0]
    weights = np.einsum("c,y,x->cyx", *lines)[None]
    wanted = by_loops(numbers["input"], weights, stride=(1, 1), padding="valid")
    for each in scene.panels:
        if each.name == "output":
            assert each.values.tolist() == wanted[0].tolist()


def test_a_filter_is_formed_term_by_term() -> None:
    scene = LESSON.build(view="cube")
    assert [tick.step for tick in scene.ticks] == [0, 9, 36]
    assert said(scene, 5) == "a[1, 2] = 2·(−1) = −2"
    assert said(scene, 9) == "w[0, 0, 0] = 1·1 = 1"
    assert said(scene, 35) == "w[2, 2, 2] = 2·(−1) = −2"
    whole = planes(scene, "flat-filter")
    for index in np.ndindex(3, 3, 3):
        assert whole[index] == DEPTH[index[0]] * COLUMN[index[1]] * ROW[index[2]]
    said_ = [label.number for label in scene.layouts["wide"].labels]
    assert said_ == ["3 + 3 + 3 = 9", "3 · 3 · 3 = 27"]
    names = [each.name for each in scene.panels]
    framed = {names[each.panel] for each in scene.windows if each.row[20] >= 0}
    assert framed == {"flat-plane", "flat-channel"}, "the two that are multiplied"
    assert scene.output.tolist() == [OUTPUT]


@pytest.mark.parametrize(
    ("order", "volumes", "products"),
    [
        ("channel-column-row", [(1, 5, 5), (1, 3, 5)], 147),
        ("channel-row-column", [(1, 5, 5), (1, 5, 3)], 147),
        ("column-channel-row", [(3, 3, 5), (1, 3, 5)], 207),
        ("row-channel-column", [(3, 5, 3), (1, 5, 3)], 207),
        ("column-row-channel", [(3, 3, 5), (3, 3, 3)], 243),
        ("row-column-channel", [(3, 5, 3), (3, 3, 3)], 243),
    ],
)
def test_the_order_changes_the_volumes_and_the_products_alone(
    order: str, volumes: list[tuple[int, ...]], products: int
) -> None:
    values = LESSON.values(view="in-turn", order=order)
    scene = LESSON.stage(values)
    assert [planes(scene, name).shape for name in ("flat-first", "flat-second")] == volumes
    assert np.count_nonzero(scene.ker >= 0) == products
    own, direct = LESSON.costs(values)
    assert (own.cost.macs, own.cost.parameters) == (products, 9)
    assert (direct.cost.macs, direct.cost.parameters) == (243, 27)
    assert scene.output.tolist() == [OUTPUT]
    assert np.squeeze(coded(LESSON, view="in-turn", order=order)).tolist() == OUTPUT


def test_several_filters_have_lines_of_their_own() -> None:
    state: dict[str, Any] = {"view": "in-turn", "filters": 3, "channels": 2, "seed": 4}
    values = LESSON.values(**state)
    numbers = LESSON.arrays(values)
    shapes = {name: numbers[name].shape for name in ("channel", "column", "row")}
    assert shapes == {"channel": (3, 2), "column": (3, 3), "row": (3, 3)}
    weights = np.einsum("fc,yf,fx->fcyx", numbers["channel"], numbers["column"], numbers["row"])
    wanted = by_loops(numbers["input"], weights, stride=(1, 1), padding="valid")
    assert LESSON.stage(values).output.tolist() == wanted.tolist()
    assert np.asarray(coded(LESSON, **state)).tolist() == wanted.tolist()
    own, direct = LESSON.costs(values)
    assert (own.cost.macs, own.cost.parameters) == (3 * (50 + 45 + 27), 3 * (2 + 3 + 3))
    assert direct.cost.macs == 3 * 9 * 18
    with pytest.raises(ConvError, match="begin with the depth"):
        LESSON.values(**state, order="row-channel-column")
    assert LESSON.build(filters=3).output.shape == (1, 3, 3), "beside one pass there is one"


def test_any_filter_has_a_stand_in_an_error_and_a_rest() -> None:
    scene = LESSON.build(view="any")
    assert panel(scene, "rank-error").values.tolist() == [[0]]
    assert planes(scene, "flat-rest").any() == np.False_
    assert planes(scene, "flat-stand-in").tolist() == planes(scene, "flat-any").tolist()
    lines = [each.values.ravel().tolist() for each in scene.panels if each.name == "flat-channel"]
    assert [value for (value,) in lines] == DEPTH
    nearly = LESSON.build(preset="flat-nearly")
    whole, stand, rest = (planes(nearly, f"flat-{name}") for name in ("any", "stand-in", "rest"))
    assert np.allclose(stand + rest, whole)
    assert panel(nearly, "rank-error").values[0, 0] == pytest.approx(np.linalg.norm(rest))
    share = 100 * np.linalg.norm(rest) / np.linalg.norm(whole)
    assert panel(nearly, "rank-share").values[0, 0] == pytest.approx(share)
    assert 0 < panel(nearly, "rank-error").values[0, 0] < 1, "to leave the 1 out is no worse"
    true, near, difference = (
        panel(nearly, name).values for name in ("flat-by-filter", "by-stand-in", "difference")
    )
    assert np.allclose(near + difference, true)
    direct = by_loops(image(), whole[None], stride=(1, 1), padding="valid")[0]
    assert true.tolist() == direct.tolist()


def test_of_equal_planes_the_kernel_alone_says_how_far_it_is() -> None:
    """All planes are the Laplacian: its second singular value is what is missed, in each of three.

    Its singular values are the lengths of its eigenvalues: it is [[0,1,0],[1,-4,1],[0,1,0]], with
    -2 ± √6 and 0.
    """
    scene = LESSON.build(preset="flat-laplacian")
    missed = np.sqrt(3) * (np.sqrt(6) - 2)
    assert panel(scene, "rank-error").values[0, 0] == pytest.approx(missed)


def test_typed_numbers_settle_their_sizes() -> None:
    values = LESSON.values(column="1 2 3 4", row="1;1", channel="1 2 3 4")
    assert (values["kernel"], values["channels"]) == ((4, 2), 4)
    assert values["column"].shape == (4, 1), "a line stands as it belongs"
    assert values["row"].shape == (1, 2)
    cube = LESSON.values(view="any", weights="1 2; 3 4 | 5 6; 7 8")
    assert (cube["kernel"], cube["channels"]) == ((2, 2), 2)
    two = LESSON.values(view="in-turn", filters=2, kernel=(1, 3), column="5 6")
    assert two["column"].shape == (1, 2), "of two filters that is one number for each"


@pytest.mark.parametrize("preset", [each.name for each in LESSON.presets])
def test_a_number_on_the_stage_is_that_of_its_array(preset: str) -> None:
    """So that a cell that is changed is the one that was clicked, in lines of several filters."""
    values = LESSON.values(preset=preset)
    numbers = LESSON.arrays(values)
    for each in LESSON.stage(values).panels:
        for cell in range(each.values.size if each.array else 0):
            row, column = (
                part + start
                for part, start in zip(divmod(cell, each.columns), each.origin, strict=True)
            )
            index = (row, column) if each.plane < 0 else (each.plane, row, column)
            assert numbers[each.array][index] == each.values.ravel()[cell]


def test_the_large_filter_is_counted_in_full() -> None:
    scene = LESSON.build(view="counted")
    assert [said(scene, step) for step in range(6)] == [
        "64 · 3 · 3 = 576",
        "64",
        "3",
        "3",
        "64 + 3 + 3 = 70",
        "576 ÷ 70 ≈ 8.2",
    ]
    own, direct = LESSON.costs(LESSON.values(view="counted"))
    assert (own.cost.parameters, direct.cost.parameters) == (70, 576)
    assert own.cost.macs == 28 * 28 * 64 + 26 * 28 * 3 + 26 * 26 * 3


def test_answers_by_hand() -> None:
    assert answers(LESSON) == {
        **{"weights": 9, "first": 25, "products": 147, "late": 207, "full": 70},
    }
    assert answers(LESSON, view="counted") == {"full": 70, "whole": 576, "doubled": 134}
    assert answers(LESSON, preset="flat-any")["missed"] == 0
    assert answers(LESSON, preset="flat-laplacian")["missed"] == 10
