"""Lesson 9: the outer product, both passes in both orders, what they save, ranks and stand-ins."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.linalg import svd
from scipy.signal import correlate2d

from convlib import ConvError, lesson
from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.picture.view import view
from tests.cases import fixed
from tests.lessons.checks import clauses, panel, said, shown

LESSON = lesson("spatially-separable")
SOBEL = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]


def lines(**state: Any) -> tuple[Array, Array, Array]:
    """Input, column and row of a state."""
    arrays = LESSON.arrays(LESSON.values(**state))
    return arrays["input"], arrays["column"], arrays["row"]


def test_its_place_and_its_presets() -> None:
    assert LESSON.order == 9
    shapes = {each.name: LESSON.build(preset=each.name).output.shape for each in LESSON.presets}
    assert shapes == {
        "sobel-race": (3, 3),
        "sobel": (3, 3),
        "sobel-passes": (3, 3),
        "row-first": (3, 3),
        "binomial": (3, 3),
        "not-separable": (3, 3),
        "larger-kernel": (4, 4),
    }


def test_the_outer_product_is_formed_cell_by_cell() -> None:
    scene = LESSON.build(view="outer")
    assert panel(scene, "kernel").values.tolist() == SOBEL
    assert [said(scene, step) for step in (0, 5, 8)] == [
        "w[0, 0] = 1·(−1) = −1",
        "w[1, 2] = 2·1 = 2",
        "w[2, 2] = 1·1 = 1",
    ]
    assert shown(scene, "kernel", 3) == ["−1", "0", "1", "−2", "", "", "", "", ""]
    assert all(window.row[8] < 0 for window in scene.windows), "nothing slides yet"
    assert scene.windows[0].row[9] == 0
    x = lines()[0]
    assert scene.output.tolist() == correlate2d(x, np.array(SOBEL), "valid").tolist()


@fixed()
@given(st.data())
def test_two_passes_make_what_one_makes(data: st.DataObject) -> None:
    state: dict[str, Any] = {
        "view": "passes",
        "first": data.draw(st.sampled_from(["column", "row"])),
        "size": data.draw(st.tuples(st.integers(1, 8), st.integers(1, 8))),
        "kernel": data.draw(st.tuples(st.integers(1, 5), st.integers(1, 5))),
        "seed": data.draw(st.integers(0, 99)),
    }
    try:
        values = LESSON.values(**state)
    except ConvError:
        assume(False)
    scene, (x, column, row) = LESSON.stage(values), lines(**state)
    assert np.array_equal(scene.output, correlate2d(x, column * row, "valid"))
    between = correlate2d(x, column if state["first"] == "column" else row, "valid")
    assert np.array_equal(panel(scene, "between").values, between)
    down, across = values["kernel"]
    one, other = (down, across) if state["first"] == "column" else (across, down)
    products = between.size * one + scene.output.size * other
    assert panel(scene, "separable-products").values.tolist() == [[products]]
    assert panel(scene, "one-pass").values.tolist() == [[scene.output.size * down * across]]
    assert LESSON.costs(values)[0].cost.macs == products == len(scene.src)


def test_products_are_counted_as_they_happen() -> None:
    scene = LESSON.build(view="passes")
    counts = ("separable-products", "one-pass")
    assert [shown(scene, name, 0) for name in counts] == [["3"], ["0"]]
    assert [shown(scene, name, 0, 1) for name in counts] == [["2"], ["0"]]
    assert [shown(scene, name, 14) for name in counts] == [["45"], ["0"]], "the map is complete"
    assert [shown(scene, name, 15) for name in counts] == [["48"], ["9"]], "6 for each output, or 9"
    assert [shown(scene, name, 23) for name in counts] == [["72"], ["81"]]
    one_pass = LESSON.build(preset="sobel")
    assert shown(one_pass, "separable-products", 8) == ["0"], "forming the kernel is not counted"
    assert shown(one_pass, "separable-products", 17) == ["81"]


def counted(scene: Scene, step: int, term: int | None = None) -> tuple[int, int]:
    """What both ways are said to have taken so far."""
    passes, direct = (
        int(shown(scene, name, step, term)[0]) for name in ("race-passes", "race-direct")
    )
    return passes, direct


def test_it_opens_with_a_race_of_two_passes_and_one() -> None:
    scene = LESSON.build()
    assert len(scene) == 27, "a number of the passes in each of 24, and 9 products more"
    assert [(tick.step, tick.key) for tick in scene.ticks] == [
        (0, "separable-column"),
        (15, "separable-row"),
        (24, "separable-left"),
    ]
    assert [counted(scene, step) for step in (0, 1, 14, 23, 24, 26)] == [
        (3, 3),
        (6, 6),
        (45, 45),
        (72, 72),
        (72, 75),
        (72, 81),
    ]
    ends = view(scene, 23).cells
    outputs = [at for at, each in enumerate(scene.panels) if each.name == "output"]
    made = [
        [each.text for each in ends[scene.first_cells[at] :][:9] if each.text] for at in outputs
    ]
    assert [len(each) for each in made] == [8, 9], "at 72 the one pass lacks an output"
    assert made[1][:8] == made[0]
    x = lines()[0]
    for at in outputs:
        assert scene.panels[at].values.tolist() == correlate2d(x, np.array(SOBEL), "valid").tolist()


def test_an_output_of_the_one_pass_takes_three_steps() -> None:
    scene = LESSON.build()
    assert [clauses(scene, step) for step in (0, 1, 2)] == [
        ["m[0, 0] = 3·1 + 0·2 + 3·1 = 6", "z[0, 0] = 3·(−1) + 3·0 + 2·1 = −1"],
        ["m[0, 1] = 3·1 + 0·2 + 1·1 = 4", "z[0, 0] = (−1) + 0·(−2) + 0·0 + 1·2 = 1"],
        ["m[0, 2] = 2·1 + 1·2 + 2·1 = 6", "z[0, 0] = 1 + 3·(−1) + 1·0 + 2·1 = 0"],
    ]
    z = next(n for n, each in enumerate(scene.panels) if each.symbol == "z")
    cells = [view(scene, step).cells[scene.first_cells[z]] for step in (0, 1, 2)]
    assert [(cell.text, cell.state) for cell in cells] == [
        ("−1", "partial"),
        ("1", "partial"),
        ("0", "current"),
    ]
    assert said(scene, 26) == "z[2, 2] = 5 + 0·(−1) + 0·0 + 1·1 = 6", "by itself in the end"
    assert [window.row[24] for window in scene.windows] == [-1, -1, 2, -1]


@fixed()
@given(st.data())
def test_both_ways_run_by_one_clock(data: st.DataObject) -> None:
    side = st.integers(1, 5)
    state: dict[str, Any] = {
        "first": data.draw(st.sampled_from(["column", "row"])),
        "kernel": data.draw(st.tuples(side, side)),
        "seed": data.draw(st.integers(0, 99)),
    }
    more = data.draw(st.tuples(*[st.integers(0, 3)] * 2))
    size = tuple(k + extra for k, extra in zip(state["kernel"], more, strict=True))
    scene = LESSON.build(size=size, **state)
    own, direct = (row.cost.macs for row in LESSON.costs(LESSON.values(size=size, **state))[:2])
    counts = [counted(scene, step) for step in range(len(scene))]
    assert counts[-1] == (own, direct)
    for one, other in counts:
        assert one in (other, own) or other == direct
    last = scene.written(len(scene.src))
    for at in (6, 9):
        first = scene.first_cells[at]
        plane = scene.panels[at].values
        sums = scene.sums[last[first : first + plane.size]]
        assert sums.tolist() == plane.ravel().tolist()


def test_bars_fill_to_one_scale_and_stand_there_empty() -> None:
    scene = LESSON.build()
    frames = [np.ptp(curve.at(0)[:, 0]) for curve in scene.curves if curve.style == "line"]
    areas = [curve for curve in scene.curves if curve.style == "area"]
    filled = [[np.ptp(curve.at(step)[:, 0]) for curve in areas] for step in (7, 23, 26)]
    unit = max(frames) / 81
    assert frames == pytest.approx([72 * unit, 81 * unit])
    wanted = [[24, 0, 24], [45, 27, 72], [45, 27, 81]]
    assert np.array(filled) == pytest.approx(np.array(wanted) * unit)
    said_ = [label.number for label in scene.layouts["wide"].labels if not label.key]
    assert said_ == ["15·3 = 45", "9·3 = 27", "9·9 = 81"]


@pytest.mark.parametrize(
    ("state", "shape", "ticks"),
    [
        ({"view": "passes"}, (3, 5), ["separable-column", "separable-row"]),
        ({"preset": "row-first"}, (5, 3), ["separable-row", "separable-column"]),
    ],
)
def test_each_order_has_its_own_map_between(
    state: dict[str, Any], shape: tuple[int, int], ticks: list[str]
) -> None:
    scene = LESSON.build(**state)
    assert panel(scene, "between").values.shape == shape
    assert [(tick.step, tick.key) for tick in scene.ticks] == [(0, ticks[0]), (15, ticks[1])]
    first, second = scene.windows
    assert (first.row[14] >= 0, second.row[14] >= 0) == (True, False)
    assert (first.row[15] >= 0, second.row[15] >= 0) == (False, True)


@fixed()
@given(st.data())
def test_the_stand_in_is_the_best_of_rank_one(data: st.DataObject) -> None:
    rows, columns = data.draw(st.tuples(st.integers(1, 5), st.integers(1, 5)))
    numbers = st.integers(-9, 9)
    kernel = np.array(
        data.draw(
            st.lists(
                st.lists(numbers, min_size=columns, max_size=columns),
                min_size=rows,
                max_size=rows,
            )
        )
    )
    scene = LESSON.build(view="rank", weights=kernel, size=8)
    sizes = svd(kernel, compute_uv=False)
    missed = np.sqrt((sizes[1:] ** 2).sum())
    assert panel(scene, "rank").values.tolist() == [[np.linalg.matrix_rank(kernel)]]
    assert panel(scene, "singular").values[0] == pytest.approx(sizes, abs=1e-9)
    assert panel(scene, "rank-error").values[0, 0] == pytest.approx(missed, abs=1e-9)
    stand_in = panel(scene, "stand-in").values
    column, row = panel(scene, "column").values, panel(scene, "row").values
    assert stand_in == pytest.approx(column * row, abs=1e-9)
    assert np.linalg.norm(kernel - stand_in) == pytest.approx(missed, abs=1e-9)
    assert panel(scene, "rest").values == pytest.approx(kernel - stand_in, abs=1e-9)
    x = lines(size=8)[0]
    assert panel(scene, "by-kernel").values.tolist() == correlate2d(x, kernel, "valid").tolist()
    assert scene.output == pytest.approx(correlate2d(x, stand_in, "valid"), abs=1e-9)
    apart = panel(scene, "by-kernel").values - scene.output
    assert panel(scene, "difference").values == pytest.approx(apart, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "rank"),
    [("sobel-x", 1), ("gaussian", 1), ("laplacian", 2), ("sharpen", 2), ("emboss", 3)],
)
def test_known_kernels_have_their_rank(name: str, rank: int) -> None:
    scene = LESSON.build(view="rank", weights=name)
    assert panel(scene, "rank").values.tolist() == [[rank]]
    is_exact = panel(scene, "rank-error").values[0, 0] == 0
    assert is_exact == (rank == 1)
    if is_exact:
        given = panel(scene, "any-kernel").values
        assert np.array_equal(panel(scene, "stand-in").values, given), "without rounding"
        assert not panel(scene, "rest").values.any()


def test_a_known_kernel_keeps_its_rank_where_there_is_more_room() -> None:
    scene = LESSON.build(view="rank", weights="laplacian", kernel=5)
    weights = panel(scene, "any-kernel").values
    assert weights.shape == (5, 5)
    assert panel(scene, "rank").values.tolist() == [[2]]


def test_typed_lines_and_kernels_settle_their_sizes() -> None:
    values = LESSON.values(column="1;2;3;4", row="1 1")
    assert values["kernel"] == (4, 2)
    assert LESSON.values(column="1 2 3 4")["column"].shape == (4, 1), "a line stands as it belongs"
    assert LESSON.values(view="rank", weights="1 2; 3 4")["kernel"] == (2, 2)
    scene = LESSON.build(column="1 2 3 4", row="1 1", view="outer")
    assert panel(scene, "kernel").values.tolist() == [[1, 1], [2, 2], [3, 3], [4, 4]]


def test_a_large_picture_saves_more() -> None:
    own, direct, large, large_direct = LESSON.costs(LESSON.values())
    assert (own.cost.macs, direct.cost.macs) == (72, 81)
    assert (own.cost.parameters, direct.cost.parameters) == (6, 9)
    assert large_direct.cost.macs / large.cost.macs == pytest.approx(49 / 14, rel=0.02)
    assert large.cost.macs == 218 * 224 * 7 + 218 * 218 * 7
    charts = [row.chart for row in (own, direct, large, large_direct)]
    assert charts == ["", "", *["separable-photograph"] * 2], "each scale has its own bars"


def test_answers_by_hand() -> None:
    def asked(**state: Any) -> tuple[dict[str, float], dict[str, object]]:
        values = LESSON.values(**state)
        answers = {each.name: each.answer(values) for each in LESSON.questions}
        return answers, dict(LESSON.questions[0].details(values))

    assert asked()[0] == {"between": 15, "passes": 72, "each": 6, "seven": 14, "rank": 1}
    assert asked(weights="emboss")[0]["rank"] == 3
    one, said_one = asked(kernel="3x2", first="column")
    other, said_other = asked(kernel="3x2", first="row")
    assert (one["between"], one["passes"]) == (15, 69)
    assert (other["between"], other["passes"]) == (20, 76)
    assert (said_one["first"], said_other["first"]) == ("column", "row")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"column": "1 2; 3 4"}, "column has 2 rows and 2 columns, but it has to be a single line"),
        ({"size": 2}, "kernel 3 spans 3 cells, but the padded input has only 2"),
        ({"view": "three"}, "view is “three”"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(state: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConvError, match=sentence):
        LESSON.values(**state)
