"""Lesson 7: one result in three views, the round trip, the odd case, checkerboards and the cure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import convolve2d, correlate2d

from convlib import ConvError, lesson
from convlib.lesson import Values
from convlib.ops import Array, conv, conv_transpose
from convlib.picture.equation import equation
from convlib.picture.parts import HOLE, PADDING, UNVISITED
from convlib.picture.places import links
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.receptive_field import Layer, touched
from convlib.render.letters import Letters
from convlib.render.theme import contents
from tests.cases import fixed
from tests.code.running import run
from tests.lessons.checks import answers, panel, said

LESSON = lesson("transposed")
ONE_RESULT = ("scatter", "gather", "matrix", "together")
PRESETS = [preset.name for preset in LESSON.presets]


def by_hand(x: Array, weight: Array, values: Values) -> Array:
    """The transposed convolution by plain loops over inputs and weights."""
    (down, across), (top, left) = values["stride"], values["padding"]
    whole = np.zeros(
        [s * (i - 1) + k for i, k, s in zip(x.shape, weight.shape, values["stride"], strict=True)],
        int,
    )
    whole = np.pad(whole, [(0, extra) for extra in values["output_padding"]])
    for (row, column), value in np.ndenumerate(x):
        for (i, j), factor in np.ndenumerate(weight):
            whole[row * down + i, column * across + j] += value * factor
    rows, columns = whole.shape
    return whole[top : rows - top, left : columns - left]


def test_its_place_and_its_presets() -> None:
    assert LESSON.order == 7
    shapes = {name: LESSON.build(preset=name).output.shape for name in PRESETS}
    assert shapes == {
        "2x2-to-5x5": (5, 5),
        "2x2-to-4x4": (4, 4),
        "sliding": (5, 5),
        "3x3-to-6x6": (6, 6),
        "as-a-matrix": (4, 4),
        "three-in-step": (4, 4),
        "round-trip": (6, 6),
        "not-an-inverse": (1, 16, 16),
        "checkerboards": (1, 8, 8),
        "checkerboard": (9, 9),
        "checkerboard-1d": (1, 11),
        "even-overlap": (10, 10),
        "resize-convolve": (6, 6),
    }


def below(scene: Scene, step: int) -> list[str]:
    """What stands small under the equation."""
    return [token.below for group in equation(scene, step) for token in group if token.below]


def test_it_opens_with_stamps_two_apart() -> None:
    scene = LESSON.build()
    assert np.array_equal(scene.values, LESSON.build(preset="2x2-to-5x5").values)
    assert scene.output.tolist() == [
        [1, 2, 2, 4, 0],
        [0, 1, 3, 2, 6],
        [5, 6, 9, 8, 2],
        [0, 3, 9, 4, 12],
        [6, 0, 11, 0, 4],
    ]
    assert scene.scatter is not False


def test_stamps_by_hand() -> None:
    scene = LESSON.build(preset="2x2-to-4x4")
    assert scene.output.tolist() == [[1, 4, 4, 0], [3, 11, 13, 6], [2, 7, 14, 14], [6, 8, 3, 4]]
    assert len(scene) == 8
    assert (
        said(scene, 4) == "x[1, 0]: 3·1, 3·2, 3·0, 3·0, 3·1, 3·3, 3·2, 3·0, 3·1" == said(scene, 5)
    )
    assert below(scene, 4) == ["makes", "3", "6", "0", "0", "3", "9", "6", "0", "3"]
    assert below(scene, 5) == ["totals", "3", "7", "5", "2", "7", "10", "6", "0", "3"]
    assert said(scene, 4, 5) == "s[1, 2] = 3·3 = 9"
    assert said(scene, 5, 1) == "y[1, 1] = 1 + 3·2 = 7"  # the first stamp left 1 there
    (window,) = scene.windows
    assert list(zip(window.row.tolist(), window.column.tolist(), strict=True)) == [
        *[(0, 0)] * 2,
        *[(0, 1)] * 2,
        *[(1, 0)] * 2,
        *[(1, 1)] * 2,
    ]


def test_a_stamp_is_announced_and_adds_up_in_the_cells_that_it_meets() -> None:
    """The last one of the opening picture, 4 times the kernel: 3 + 8 = 11 at its lower left."""
    scene = LESSON.build()
    first = scene.first_cells[3]
    made, landed = view(scene, 6), view(scene, 7)
    assert [cell.text for cell in made.cells if cell.panel == 2] == [
        "4",
        "8",
        "0",
        "0",
        "4",
        "12",
        "8",
        "0",
        "4",
    ]
    announced = {cell.cell - first: (cell.text, cell.aside) for cell in made.cells if cell.aside}
    assert announced == {
        **{12: ("5", "+4"), 13: ("0", "+8"), 14: ("2", "+0")},
        **{17: ("9", "+0"), 18: ("", "+4"), 19: ("", "+12")},
        **{22: ("3", "+8"), 23: ("", "+0"), 24: ("", "+4")},
    }
    sums = {cell.cell - first: (cell.parts, cell.text) for cell in landed.cells if cell.parts}
    assert sums == {
        **{12: ("5+4", "9"), 13: ("0+8", "8"), 14: ("2+0", "2")},
        **{17: ("9+0", "9"), 22: ("3+8", "11")},
    }
    assert [box.dashed for box in (*made.windows, *landed.windows)] == [True, False]
    half_way = view(scene, 7, 6)
    assert {c.cell - first: c.parts for c in half_way.cells if c.parts} == {22: "3+8"}
    assert {c.cell - first: c.aside for c in half_way.cells if c.aside} == {23: "+0", 24: "+4"}


def test_a_stamp_is_made_number_by_number_each_in_its_tint() -> None:
    scene = LESSON.build()
    cells = [cell for cell in view(scene, 2, 4).cells if cell.panel == 2]
    assert [cell.text for cell in cells] == ["2", "4", "0", "0", "2", "", "", "", ""]
    levels = [[c.level for c in view(scene, step).cells if c.panel == 2] for step in (0, 6)]
    assert levels[1] == [2, 3, 0, 0, 2, 4, 3, 0, 2]  # of 12: 4, 8, 0 ...
    assert levels[0] == [1, 1, 0, 0, 1, 1, 1, 0, 1]  # and of the same 12: 1, 2, 0 ...


@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_a_stamp_flies_from_the_kernel_to_its_home_and_from_there_to_its_place(layout: str) -> None:
    scene = LESSON.build()
    plan = scene.layouts[layout]
    _, kernel, home, (x, y) = plan.places
    assert plan.flights == {2: (home,) * 8}
    landings = [(x, y), (x + 2, y), (x, y + 2), (x + 2, y + 2)]
    assert plan.routes == {2: tuple(r for place in landings for r in ((kernel,), (home, place)))}


def test_lines_lead_from_the_stamped_input_to_the_kernel_and_on_to_the_patch() -> None:
    scene = LESSON.build(preset="2x2-to-4x4")
    moment = view(scene, 7)
    assert moment.links == view(scene, 6).links
    assert len(moment.links) == 4
    layout = scene.layouts["wide"]
    (x, _), (kernel, _), _, (output, _) = layout.places
    starts = [line[0] for line in moment.links]
    ends = [line[2] for line in moment.links]
    assert starts == [x + 2, x + 2, kernel + 3, kernel + 3]
    assert ends == [kernel, kernel, output + 1, output + 1]
    assert links.__doc__
    assert "stamp" in links.__doc__


@fixed(60)
@given(st.data())
def test_every_view_shows_the_same_numbers(data: st.DataObject) -> None:
    """Those of plain loops, of ``conv_transpose``, and of the code beside the stage."""
    pair = st.tuples(st.integers(1, 3), st.integers(1, 3))
    state: dict[str, Any] = {n: data.draw(pair) for n in ("size", "kernel", "stride")}
    state["padding"] = data.draw(st.tuples(st.integers(0, 2), st.integers(0, 2)))
    state["output_padding"] = tuple(data.draw(st.integers(0, s - 1)) for s in state["stride"])
    state["seed"] = data.draw(st.integers(0, 99))
    for shown in ONE_RESULT:
        try:
            values = LESSON.values(view=shown, **state)
        except ConvError:
            continue
        x, weight = LESSON.arrays(values).values()
        scene = LESSON.stage(values)
        true = by_hand(x, weight, values)
        assert np.array_equal(scene.output, true)
        options = {n: values[n] for n in ("stride", "padding", "output_padding")}
        assert np.array_equal(conv_transpose(x[None], weight[None, None], **options)[0], true)
        for each in scene.panels:
            if each.role == "output":
                assert np.array_equal(each.unpadded.ravel(), true.ravel()), shown
        assert np.array_equal(run("numpy", LESSON.code(values))[0], true)


def test_the_gather_view_puts_zeros_in_and_around() -> None:
    scene = LESSON.build(preset="sliding")
    spread, kernel, output = scene.panels
    assert spread.size_note == "7 × 7"
    assert spread.values.tolist() == [
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 1, 0, 2, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 3, 0, 4, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
    ]
    assert spread.inner == (2, 2)
    named = [spread.name_of(int(c)) for c in np.flatnonzero(spread.kind_of_cells.ravel() == 0)]
    assert named == ["x[0, 0]", "x[0, 1]", "x[1, 0]", "x[1, 1]"]
    turned = correlate2d(spread.values, kernel.values[::-1, ::-1], "valid")
    assert np.array_equal(turned, output.values)


def test_the_odd_case_has_one_more_row_and_column_of_zeros_at_the_end() -> None:
    spread, _, output = LESSON.build(preset="3x3-to-6x6").panels
    assert spread.values.shape == (8, 8)  # a border of 1, 3 inputs and 2 zeros, 1, and 1 more
    plain = np.argwhere(spread.kind_of_cells & PADDING == 0)
    assert (plain.min(), plain.max()) == (1, 5)
    assert output.values.shape == (6, 6)
    without = LESSON.build(preset="3x3-to-6x6", output_padding=0)
    assert without.output.shape == (5, 5)
    assert np.array_equal(without.output, output.values[:5, :5])
    for shape in ((6, 6), (5, 5)):  # both are taken to 3 by the convolution
        down = conv(np.ones((1, *shape)), np.ones((1, 1, 3, 3)), stride=2, padding=1)
        assert down.shape == (1, 3, 3)


def test_the_kernel_turns_before_it_slides() -> None:
    scene = LESSON.build(preset="sliding")
    turns = len(scene) - 25
    assert turns == len(scene.captions) == 4
    first, last = (
        [
            cell.text
            for cell in sorted(view(scene, step).cells, key=lambda each: (each.y, each.x))
            if cell.role == "kernel"
        ]
        for step in (0, turns)
    )
    assert said(scene, 0) == "w[r, c] → w[2 − r, 2 − c]"
    assert first == ["1", "2", "0", "0", "1", "3", "2", "0", "1"]
    assert last == first[::-1]
    assert scene.windows[0].row[:turns].tolist() == [-1] * turns


def test_the_matrix_is_that_of_the_convolution_turned_over() -> None:
    scene = LESSON.build(preset="as-a-matrix")
    x, weight, table, transposed, column, product, output = (p.values for p in scene.panels)
    assert (table.shape, transposed.shape) == ((4, 16), (16, 4))
    assert np.array_equal(table.T, transposed)
    field = np.arange(16).reshape(4, 4) ** 2
    assert np.array_equal(table @ field.ravel(), correlate2d(field, weight, "valid").ravel())
    assert np.array_equal(transposed @ x.ravel(), output.ravel())
    assert np.array_equal(column.ravel(), x.ravel())
    assert np.array_equal(product.ravel(), output.ravel())
    holes = scene.panels[2].kind_of_cells & HOLE > 0
    assert holes.sum() == 64 - 4 * 9
    assert not np.any(table[holes])
    down, across = scene.windows
    assert (down.panel, down.rows, down.columns, down.column.tolist()) == (2, 4, 1, [*range(16)])
    assert (across.panel, across.rows, across.columns) == (3, 1, 4)
    assert across.row.tolist() == [*range(16)]
    assert said(scene, 10) == "u[10] = 1·1 + 2·0 + 3·3 + 4·1 = 14"


def test_three_views_in_step_make_one_output_value_each() -> None:
    scene = LESSON.build(preset="three-in-step")
    for step in range(len(scene)):
        rows = scene.terms(step)
        final = dict(zip(scene.out[rows].tolist(), scene.sums[rows].tolist(), strict=True))
        assert len(final) == 3
        assert len(set(final.values())) == 1
    assert said(scene, 5) == "y[1, 1] = 1·1 + 2·0 + 3·2 + 4·1 = 11"


@fixed(40)
@given(st.data())
def test_it_is_the_gradient_of_the_convolution_with_respect_to_its_input(
    data: st.DataObject,
) -> None:
    """Exactly, in whole numbers: <conv(a), b> = <a, transposed(b)> for every a and b."""
    state: dict[str, Any] = {
        "size": (data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))),
        "kernel": (data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))),
        "stride": data.draw(st.integers(1, 3)),
        "padding": data.draw(st.integers(0, 2)),
        "seed": data.draw(st.integers(0, 999)),
    }
    state["output_padding"] = data.draw(st.integers(0, state["stride"] - 1))
    try:
        values = LESSON.values(view="scatter", **state)
    except ConvError:
        return
    b, weight = LESSON.arrays(values).values()
    up = LESSON.stage(values).output
    a = np.random.default_rng(data.draw(st.integers(0, 999))).integers(-9, 10, up.shape)
    options = {name: values[name] for name in ("stride", "padding")}
    there = conv(a[None], weight[None, None], **options)[0]
    assert int((there * b).sum()) == int((a * up).sum())


def test_the_gradient_by_differences() -> None:
    """Of the sum of b times the convolution, a cell of its input at a time."""
    values = LESSON.values(preset="3x3-to-6x6")
    b, weight = LESSON.arrays(values).values()
    zero = np.zeros((6, 6), int)

    def loss(a: Array) -> int:
        padded = np.pad(a, 1)
        return int((correlate2d(padded, weight, "valid")[::2, ::2] * b).sum())

    gradient = np.zeros_like(zero)
    for cell in np.ndindex(6, 6):
        one = zero.copy()
        one[cell] = 1
        gradient[cell] = loss(one) - loss(zero)
    assert np.array_equal(LESSON.stage(values).output, gradient)


def test_the_round_trip_restores_the_shape_and_not_the_values() -> None:
    scene = LESSON.build(preset="round-trip")
    x, weight, between, output = scene.panels
    assert x.inner == (6, 6) == output.values.shape
    assert between.values.shape == (3, 3)
    padded = np.pad(x.unpadded, 1)
    assert np.array_equal(correlate2d(padded, weight.values, "valid")[::2, ::2], between.values)
    assert not np.array_equal(output.values, x.unpadded)
    assert [(tick.step, tick.key) for tick in scene.ticks] == [
        (0, "transposed-down"),
        (9, "transposed-up"),
    ]
    shorter = LESSON.build(preset="round-trip", output_padding=0)
    assert shorter.output.shape == (5, 5)  # without output padding not even the shape comes back


def test_even_an_impulse_does_not_come_back() -> None:
    scene = LESSON.build(
        view="roundtrip",
        size=3,
        kernel=3,
        padding=1,
        input="impulse",
        weights="0 1 0; 1 2 1; 0 1 0",
    )
    assert scene.panels[0].unpadded.tolist() == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert scene.output.tolist() == [[2, 4, 2], [4, 8, 4], [2, 4, 2]]


@pytest.mark.parametrize("name", ["checkerboard", "checkerboard-1d", "even-overlap"])
def test_the_map_of_overlaps_counts_the_stamps(name: str) -> None:
    values = LESSON.values(preset=name)
    output = LESSON.stage(values).output
    (rows, columns), (down, across) = values["kernel"], values["stride"]
    layer = Layer((rows, columns), (down, across), transposed=True)
    assert np.array_equal(output, touched([layer], values["size"]))
    by_loops = np.zeros_like(output)
    for row, column in np.ndindex(*values["size"]):
        by_loops[row * down :, column * across :][:rows, :columns] += 1
    assert np.array_equal(output, by_loops)


def test_uneven_where_the_stride_does_not_divide_the_kernel_and_even_where_it_does() -> None:
    board = LESSON.build(preset="checkerboard").output
    assert board[0].tolist() == [1, 1, 2, 1, 2, 1, 2, 1, 1]
    assert board[2].tolist() == [2, 2, 4, 2, 4, 2, 4, 2, 2]
    assert LESSON.build(preset="checkerboard-1d").output.tolist() == [
        [1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 1]
    ]
    even = LESSON.build(preset="even-overlap").output
    assert np.unique(even[2:-2, 2:-2]).tolist() == [4]
    assert np.unique(LESSON.build(preset="resize-convolve").output).tolist() == [9]


def test_three_ways_up_side_by_side() -> None:
    """Counted by loops; after a resize all cells inside get as many products as the kernel has."""
    scene = LESSON.build(preset="checkerboards")
    maps = {name: panel(scene, f"{name}-map").values for name in ("uneven", "even", "resized")}
    for name, kernel, extra in (("uneven", 3, 1), ("even", 4, 0)):
        whole = np.zeros((6 + kernel + extra,) * 2, int)
        for row, column in np.ndindex(4, 4):
            whole[2 * row : 2 * row + kernel, 2 * column : 2 * column + kernel] += 1
        assert np.array_equal(maps[name], whole[1:-1, 1:-1])
    larger = np.pad(np.kron(np.ones((4, 4), int), np.ones((2, 2), int)), 1)
    assert np.array_equal(maps["resized"], correlate2d(larger, np.ones((3, 3), int), "valid"))
    assert np.unique(maps["uneven"][1:-1, 1:-1]).tolist() == [1, 2, 4]
    assert np.unique(maps["even"][1:-1, 1:-1]).tolist() == [4]
    assert np.unique(maps["resized"][1:-1, 1:-1]).tolist() == [9]
    assert said(scene, 9) == "a[1, 1] = 1·1 + 1·1 + 1·1 + 1·1 = 4\u2003\u2003" + (
        "b[1, 1] = 1·1 + 1·1 + 1·1 + 1·1 = 4\u2003\u2003c[1, 1] = 1·4 + 1·2 + 1·2 + 1·1 = 9"
    )


def test_a_picture_that_goes_up_shows_the_pattern_or_does_not() -> None:
    """Its wall is nearly flat: there neighbours differ by the overlaps alone, as 4 and 1 do."""
    uneven, even, resized = (each.values for each in LESSON.build(preset="checkerboards").pictures)
    assert {each.shape for each in (uneven, even, resized)} == {(64, 64)}
    wall = slice(2, 6), slice(2, 62)
    assert uneven[wall].max() / uneven[wall].min() == pytest.approx(4, rel=0.15)
    for smooth in (even, resized):
        assert smooth[wall].max() / smooth[wall].min() < 1.15
    inner = slice(1, -1), slice(1, -1)
    assert uneven[inner].mean() == pytest.approx(resized[inner].mean(), rel=0.03)
    assert min(uneven.min(), even.min(), resized.min()) >= 0
    assert max(uneven.max(), even.max(), resized.max()) <= 1


def test_side_by_side_nothing_can_be_set() -> None:
    values = LESSON.values(view="checkerboards", size=2, kernel=5, seed=4)
    assert {param.name for param in LESSON.at_work(values)} == {"view"}
    other, usual = LESSON.stage(values), LESSON.build(preset="checkerboards")
    assert np.array_equal(other.values, usual.values)


def test_down_and_up_is_not_the_identity() -> None:
    scene = LESSON.build(preset="not-an-inverse")
    transposed, made, identity = scene.panels
    weight = LESSON.arrays(LESSON.values())["weights"]
    for cell in range(16):  # column by column: what comes back of a 1 in that cell
        one = np.zeros((4, 4), int)
        one.flat[cell] = 1
        there = correlate2d(one, weight, "valid")
        assert np.array_equal(made.values[:, cell], convolve2d(there, weight).ravel())
    assert np.array_equal(made.values, transposed.values @ transposed.values.T)
    assert (made.number, identity.number) == (4, 16)
    assert np.linalg.matrix_rank(made.values) == 4
    assert np.array_equal(identity.values, np.eye(16))
    assert [symbol for symbol, *_ in scene.layouts["wide"].symbols] == ["→", "≠"]
    same = LESSON.build(view="identity", size=3, kernel=1, weights="1")
    assert [symbol for symbol, *_ in same.layouts["wide"].symbols] == ["→", "="]
    assert said(scene, 5) == "g[5, 5] = 1·1 + 0·0 + 2·2 + 1·1 = 6"


def test_the_map_does_not_depend_on_the_numbers() -> None:
    one, other = (LESSON.build(preset="checkerboard", seed=seed).values for seed in (1, 2))
    assert np.array_equal(one, other)


def test_cells_that_no_stamp_touches_are_hatched_and_zero() -> None:
    for shown in ("scatter", "roundtrip", "together", "overlap"):
        scene = LESSON.build(view=shown, size=3 if shown == "roundtrip" else 2, kernel=1, stride=2)
        made = next(each for each in scene.panels if each.role == "output")
        assert made.kind_of_cells.tolist() == [[0, 2, 0], [2, 2, 2], [0, 2, 0]], shown
        assert not np.any(made.values[made.kind_of_cells & UNVISITED > 0])


def test_a_border_that_padding_cuts_off_is_dashed() -> None:
    scene = LESSON.build(size=3, stride=2, padding=1, output_padding=1)
    canvas = scene.panels[-1]
    assert canvas.values.shape == (8, 8)
    assert (canvas.kind_of_cells & PADDING > 0).sum() == 64 - 36
    assert scene.output.shape == (6, 6)


def test_resize_and_convolve() -> None:
    scene = LESSON.build(view="resize", size="2x3", stride="2x3", kernel=3, padding=1)
    x, larger, weight, output = scene.panels
    assert larger.unpadded.tolist() == np.kron(x.values, np.ones((2, 3), int)).tolist()
    padded = np.pad(larger.unpadded, 1)
    assert np.array_equal(output.values, correlate2d(padded, weight.values, "valid"))
    assert [scene.rule_of(int(scene.starts[step])) for step in (0, 5, 6)] == ["copy", "copy", "sum"]
    assert said(scene, 0) == "r[0, 0] = 1"
    assert convolve2d(x.values, weight.values).shape != output.values.shape


def test_the_size_worked_out() -> None:
    def lines(**state: Any) -> list[str]:
        (derivation,) = LESSON.derive(LESSON.values(**state))
        return [line.replace("&", "") for line in derivation.lines]

    assert lines(preset="3x3-to-6x6") == [
        "s - 1 = 2 - 1 = 1",
        "p' = K - 1 - p = 3 - 1 - 1 = 1",
        r"o = s(i-1) + d(k-1) + 1 - 2p + \mathit{op}",
        r"o = 2 \cdot 2 + 1 \cdot 2 + 1 - 2 \cdot 1 + 1 = \mathbf{6}",
    ]
    assert lines(preset="resize-convolve") == [
        r"o = s\,i + 2p + \mathit{op} - k + 1",
        r"o = 2 \cdot 4 + 2 \cdot 0 + 0 - 3 + 1 = \mathbf{6}",
    ]
    assert lines(preset="round-trip")[0].endswith(
        r"\left\lfloor \frac{6 + 2 \cdot 1 - 3}{2} \right\rfloor + 1 = 3"
    )


def test_it_costs_what_its_convolution_costs() -> None:
    own, standard, zeros = LESSON.costs(LESSON.values(preset="2x2-to-5x5"))
    assert own.cost.macs == standard.cost.macs == 4 * 9
    assert zeros.cost.macs == 25 * 9
    assert own.cost.parameters == zeros.cost.parameters == 9


def test_answers_by_hand() -> None:
    opening = answers(LESSON)
    # Along an axis 1 1 2 1 1 stamps: 4² cells have one, 1 has four, and the other 8 have two.
    assert opening == {
        **{"rows": 5, "border": 2, "sizes": 2, "entries": 36, "single": 16, "stamps": 4}
    }
    odd = answers(LESSON, preset="3x3-to-6x6")
    # 9 stamps of 9; padding 1 cuts off 3 · 9 - (2 + 3 + 3) = 8 places along an axis' 9: 8² remain.
    # Padding cuts 1 1 2 1 2 1 1 to 1 2 1 2 1, and the output padding adds a cell of one stamp.
    assert odd == {**{"rows": 6, "border": 1, "sizes": 2, "entries": 64, "single": 16, "stamps": 4}}
    assert answers(LESSON, preset="checkerboard")["stamps"] == 4
    assert answers(LESSON, preset="checkerboard-1d")["stamps"] == 2
    assert "border" not in answers(LESSON, kernel=1, padding=1, size=4)  # a row is left out
    assert "rows" not in answers(LESSON, preset="not-an-inverse")
    assert answers(LESSON, size=1, kernel=1, stride=3, padding=1, output_padding=2)["sizes"] == 1


@pytest.mark.parametrize(
    ("state", "parameter", "sentence"),
    [
        ({"output_padding": 1}, "output_padding", "smaller than the stride or the dilation: 0"),
        ({"size": 1, "kernel": 1, "padding": 1}, "padding", "takes away the whole output, 1 cell"),
        ({"view": "matrix", "size": 4}, "view", "a matrix of 36 rows and 16 columns"),
        ({"view": "identity", "size": 2, "stride": 2}, "view", "a matrix of 25 rows and 4 columns"),
        ({"view": "gather", "size": 8, "stride": 4}, "size", "makes 33 cells in a row"),
        ({"view": "roundtrip", "size": 2, "kernel": 5}, "kernel", "spans 5 cells"),
        ({"view": "upside-down"}, "view", "has to be one of scatter, gather"),
    ],
)
def test_what_does_not_fit_is_refused(state: Any, parameter: str, sentence: str) -> None:
    with pytest.raises(ConvError, match=sentence) as caught:
        LESSON.values(**state)
    assert caught.value.parameter == parameter


def test_typed_numbers_settle_the_size() -> None:
    scene = LESSON.build(input="1 2 3", weights="1 10")
    assert scene.output.tolist() == [[1, 12, 23, 30]]


def test_sums_can_be_read_in_a_gif_of_the_usual_width() -> None:
    """Cells are 36 pixels there: as large as words, the sum of the overlap has room in its cell."""
    letters = Letters(contents()["geometry"], 36)
    assert letters.above("3+8") == "3+8"
    assert 12 <= letters.raised("3+8") < letters.number("11")
