"""Lesson 8: holes between weights, stacks and their fields, gridding as counts, causal stacks."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.signal import correlate2d

from convlib import ConvError, lesson
from convlib.controls.ask import carry_out
from convlib.lesson import Values
from convlib.ops import Array
from convlib.picture.equation import equation
from convlib.picture.parts import HOLE, UNVISITED
from convlib.picture.view import view
from tests.cases import fixed
from tests.lessons.checks import answers, said

LESSON = lesson("dilated")


def spread(weights: Array, rates: tuple[int, int]) -> Array:
    """A kernel with zeros in its holes."""
    spans = [(k - 1) * d + 1 for k, d in zip(weights.shape, rates, strict=True)]
    wide = np.zeros(spans, int)
    wide[:: rates[0], :: rates[1]] = weights
    return wide


def through_layers(values: Values) -> list[Array]:
    """What each layer makes of a row, by plain loops."""
    arrays = LESSON.arrays(values)
    row, rows = arrays["signal"][0], []
    for weights, rate in zip(arrays["layers"], values["rates"], strict=True):
        reach = (len(weights) - 1) * rate
        if values["view"] == "causal":
            before, after = reach, 0
        elif values["padding"] == "same":
            before, after = reach // 2, reach - reach // 2
        else:
            before = after = {"valid": 0, "full": reach}[values["padding"]]
        padded = np.pad(row, (before, after))
        row = np.array(
            [
                sum(int(w) * int(padded[at + tap * rate]) for tap, w in enumerate(weights))
                for at in range(len(padded) - reach)
            ]
        )
        rows.append(row)
    return rows


def paths(kernel: int, rates: tuple[int, ...]) -> Array:
    """How many ways lead to each cell: the coefficients of a product of polynomials."""
    factors = [spread(np.ones((1, kernel), int), (1, rate))[0] for rate in rates]
    counts: Array = reduce(np.polymul, factors)
    return counts


def test_its_place_and_its_presets() -> None:
    assert LESSON.order == 8
    assert LESSON.presets[0].name == "dilated-pair", "it opens with d 1 beside d 2"
    shapes = {each.name: LESSON.build(preset=each.name).output.shape for each in LESSON.presets}
    assert shapes == {
        "dilated-pair": (5, 5),
        "dilated": (3, 3),
        "dilated-one": (5, 5),
        "dilated-four": (4, 4),
        "dilated-stack": (1, 4),
        "dilated-equal": (1, 6),
        "dilated-gridding": (1, 13),
        "dilated-gridding-plane": (13, 13),
        "dilated-parallel": (3, 5, 5),
        "dilated-wavenet": (1, 16),
    }


def test_one_layer_by_hand() -> None:
    scene = LESSON.build(preset="dilated")
    assert scene.output.tolist() == [[18, 17, 19], [12, 5, 8], [10, 14, 11]]
    assert said(scene, 4) == (
        "y[1, 1] = 0·1 + 3·2 + 2·(−1) + 0·2 + 2·1 + 0·1 + 2·(−1) + 1·1 + 0·2 = 5"
    )


@pytest.mark.parametrize(
    ("link", "view_", "size", "dilation"),
    [
        ({}, "pair", 5, 2),
        ({"preset": "dilated"}, "layer", 7, 2),
        ({"size": "9"}, "layer", 9, 2),
        ({"dilation": "1"}, "layer", 7, 1),
        ({"view": "gridding"}, "gridding", 7, 2),
    ],
)
def test_links_say_what_they_said_before_the_pair_opened_the_lesson(
    link: dict[str, str], view_: str, size: int, dilation: int
) -> None:
    values = LESSON.values(**link)
    found = values["view"], values["size"], values["dilation"], values["rates"]
    assert found == (view_, (size, size), (dilation, dilation), (1, 2, 4))
    assert LESSON.same(LESSON.values(**LESSON.write(values)), values)


def same_padded(x: Array, weights: Array, rates: tuple[int, int]) -> Array:
    """A dilated layer whose output is as large as its input, the odd zero at the end."""
    spans = [(k - 1) * d for k, d in zip(weights.shape, rates, strict=True)]
    padded = np.pad(x, [(more // 2, more - more // 2) for more in spans])
    made: Array = correlate2d(padded, spread(weights, rates), "valid")
    return made


PLANES = st.fixed_dictionaries(
    {
        "size": st.tuples(st.integers(1, 6), st.integers(1, 6)),
        "kernel": st.tuples(st.integers(1, 4), st.integers(1, 4)),
        "dilation": st.tuples(st.integers(1, 3), st.integers(1, 3)),
        "seed": st.integers(0, 99),
    }
)


@fixed(60)
@given(PLANES)
def test_a_pair_reads_one_input_with_the_same_weights(state: dict[str, Any]) -> None:
    try:
        values = LESSON.values(view="pair", **state)
    except ConvError:
        assume(False)
    scene, arrays = LESSON.stage(values), LESSON.arrays(values)
    x, weights = arrays["input"], arrays["weights"]
    one, plain, first, other, same, second = scene.panels
    assert plain.values.tolist() == same.values.tolist() == weights.tolist()
    assert first.values.tolist() == same_padded(x, weights, (1, 1)).tolist()
    assert second.values.tolist() == same_padded(x, weights, values["dilation"]).tolist()
    for panel in (one, other):
        if panel.unpadded.shape == x.shape:
            assert panel.unpadded.tolist() == x.tolist()
    products = np.diff(scene.starts)
    assert set(products.tolist()) == {2 * weights.size}, "as many in both"


def test_nine_products_see_5_by_5_as_well_as_3_by_3() -> None:
    scene = LESSON.build()
    moment = view(scene, 12)
    assert [(box.width, box.height) for box in moment.windows] == [(3, 3), (5, 5)]
    said_ = [(label.text, label.colour) for label in moment.labels]
    assert said_ == [
        *(("9 products see", "ink"), ("3 × 3", "input")),
        *(("9 products see", "ink"), ("5 × 5", "input")),
    ]
    for box, (panel, middle) in zip(moment.windows, ((0, 3.5), (3, 4.5)), strict=True):
        x, y = moment.corners[panel]
        inside = [box.x + box.width / 2 - x, box.y + box.height / 2 - y]
        assert inside == pytest.approx([middle, middle])
    middles = [moment.corners[0][1] + 3.5, moment.corners[3][1] + 4.5]
    assert middles[0] == pytest.approx(middles[1]), "both inputs have their middles on one line"
    assert said(scene, 12) == (
        "y₁[2, 2] = 0·1 + 1·2 + 3·(−1) + 1·2 + 2·1 + 2·1 + 0·(−1) + 0·1 + 2·2 = 9"
        "\N{EM SPACE}\N{EM SPACE}"
        "y₂[2, 2] = 3·1 + 2·2 + 0·(−1) + 3·2 + 2·1 + 3·1 + 2·(−1) + 0·1 + 1·2 = 18"
    )


@fixed(40)
@given(PLANES)
def test_parallel_layers_read_one_input_and_are_stacked(state: dict[str, Any]) -> None:
    try:
        values = LESSON.values(view="parallel", **state)
    except ConvError:
        assume(False)
    scene, arrays = LESSON.stage(values), LESSON.arrays(values)
    down, across = values["dilation"]
    wanted = [
        same_padded(arrays["input"], weights, (times * down, times * across)).tolist()
        for times, weights in enumerate(arrays["branches"], start=1)
    ]
    assert scene.output.tolist() == wanted
    for step in (0, len(scene) - 1):
        moment = view(scene, step)
        current = [cell for cell in moment.cells if cell.state == "current"]
        assert len(current) == len(moment.windows) == 3
        assert len({round(cell.x - moment.corners[cell.panel][0]) for cell in current}) == 1
        x, y = moment.corners[0]
        middles = {
            (round(box.y - y) + (box.height - 1) // 2, round(box.x - x) + (box.width - 1) // 2)
            for box in moment.windows
        }
        assert len(middles) == 1, "they stand on the same cell"
    assert {box.role for box in moment.windows} == {"group-0", "group-1", "group-2"}


def test_a_view_begins_with_its_example_unless_something_was_changed() -> None:
    def chosen(way: str, **state: Any) -> tuple[dict[str, str], ConvError | None]:
        ask = {"act": "set", "control": "view", "value": way}
        values, problem = carry_out(LESSON, LESSON.values(**state), ask)
        return LESSON.write(values), problem

    assert chosen("gridding") == ({"preset": "dilated-gridding"}, None)
    assert chosen("gridding", preset="dilated-stack") == ({"preset": "dilated-gridding"}, None)
    assert chosen("causal", preset="dilated-four") == ({"preset": "dilated-wavenet"}, None)
    assert chosen("pair", preset="dilated-parallel") == ({}, None)
    assert chosen("pair") == ({}, None)
    own = {"view": "stack", "rates": "1,3"}
    assert chosen("gridding", **own) == ({"view": "gridding", "rates": "1,3"}, None)
    assert chosen("layer", view="pair", size=6) == ({"size": "6"}, None)


@pytest.mark.parametrize(("rate", "span"), [(1, 3), (2, 5), (4, 9)])
def test_holes_widen_the_kernel_and_cost_nothing(rate: int, span: int) -> None:
    scene = LESSON.build(size=12, dilation=rate)
    kernel = next(panel for panel in scene.panels if panel.role == "kernel")
    assert kernel.values.shape == (span, span)
    assert np.count_nonzero(kernel.kind_of_cells & HOLE) == span**2 - 9
    assert set(np.diff(scene.starts).tolist()) == {9}, "nine products for each output"
    (window,) = scene.windows
    assert (window.rows, window.columns) == (span, span)
    assert LESSON.costs(LESSON.values(size=12, dilation=rate))[0].cost.parameters == 9


@fixed()
@given(st.data())
def test_one_layer_is_a_correlation_with_a_kernel_full_of_zeros(data: st.DataObject) -> None:
    pair = st.tuples(st.integers(1, 4), st.integers(1, 4))
    state: dict[str, Any] = {
        "size": data.draw(st.tuples(st.integers(1, 12), st.integers(1, 12))),
        "kernel": data.draw(pair),
        "dilation": data.draw(pair),
        "padding": data.draw(st.integers(0, 2)),
        "seed": data.draw(st.integers(0, 99)),
    }
    try:
        values = LESSON.values(**state)
    except ConvError:
        assume(False)
    scene, arrays = LESSON.stage(values), LESSON.arrays(values)
    wide = spread(arrays["weights"], values["dilation"])
    wanted = correlate2d(np.pad(arrays["input"], state["padding"]), wide, "valid")
    assert np.array_equal(scene.output, wanted)


@pytest.mark.parametrize(
    ("rates", "fields"), [("1,2,4", (3, 7, 15)), ("2,2,2", (5, 9, 13)), ("1,1,1", (3, 5, 7))]
)
def test_fields_grow_with_the_rates(rates: str, fields: tuple[int, ...]) -> None:
    scene = LESSON.build(view="stack", rates=rates)
    numbers = [panel.number for panel in scene.panels if panel.role == "kernel"]
    assert numbers == [
        f"{d}, R = {field}" for d, field in zip(rates.split(","), fields, strict=True)
    ]
    first, cells = scene.first_cells[0], scene.panels[0].values.size
    read = scene.src[scene.terms(1)]
    seen = np.unique(read[(read >= first) & (read < first + cells)] - first)
    assert (seen.min(), seen.max()) == (1, fields[-1]), "the second output sees so far"


@fixed(60)
@given(st.data())
def test_stacks_by_plain_loops(data: st.DataObject) -> None:
    state: dict[str, Any] = {
        "view": data.draw(st.sampled_from(["stack", "causal"])),
        "kernel": data.draw(st.integers(1, 4)),
        "rates": data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)),
        "length": data.draw(st.integers(1, 20)),
        "padding": data.draw(st.sampled_from(["valid", "same", "full"])),
        "seed": data.draw(st.integers(0, 99)),
    }
    try:
        values = LESSON.values(**state)
    except ConvError:
        assume(False)
    scene, rows = LESSON.stage(values), through_layers(values)
    made = [panel.values[0] for panel in scene.panels if panel.role in ("middle", "output")]
    assert [row.tolist() for row in made] == [row.tolist() for row in rows]
    for step in range(len(scene)):
        if scene.dst[step] >= 0:
            (result,) = (t for group in equation(scene, step) for t in group if t.role == "result")
            assert result.text.replace("−", "-") == str(rows[-1][step])


def test_the_stack_lights_all_that_an_output_comes_from() -> None:
    scene = LESSON.build(view="stack", rates="2,2,2")
    states = {cell.cell for cell in view(scene, 0).cells if cell.state in ("now", "lit", "current")}
    first = scene.first_cells[0]
    lit = [cell - first for cell in sorted(states) if first <= cell < first + 18]
    assert lit == [0, 2, 4, 6, 8, 10, 12], "every second cell of the field"


@pytest.mark.parametrize(("view_", "rates"), [("stack", "2,2,2"), ("stack", "1,3")])
def test_cells_that_no_output_reads_are_hatched(view_: str, rates: str) -> None:
    values = LESSON.values(view=view_, rates=rates, length=15)
    scene = LESSON.stage(values)
    ones = LESSON.values(
        view=view_, rates=rates, length=15, layers=[[1] * 3] * len(values["rates"])
    )
    for cell in range(15):
        impulse = [[int(at == cell) for at in range(15)]]
        reached = through_layers(ones | {"signal": np.array(impulse)})[-1].any()
        hatched = bool(scene.panels[0].kind_of_cells[0, cell] & UNVISITED)
        assert hatched != reached


@pytest.mark.parametrize("rates", [(2, 2, 2), (1, 2, 4), (1, 2, 3), (3, 1), (1, 5)])
@pytest.mark.parametrize("kernel", [2, 3])
def test_gridding_counts_paths(rates: tuple[int, ...], kernel: int) -> None:
    row = LESSON.build(view="gridding", kernel=(1, kernel), rates=rates)
    counts = paths(kernel, rates)
    assert row.output.tolist() == [counts.tolist()]
    hatched = row.panels[-1].kind_of_cells[0] & UNVISITED > 0
    assert hatched.tolist() == (counts == 0).tolist()
    if len(counts) <= 15:
        plane = LESSON.build(view="gridding", kernel=kernel, rates=rates)
        assert plane.output.tolist() == np.outer(counts, counts).tolist()


def test_rates_of_two_leave_half_a_row_and_three_quarters_of_a_plane() -> None:
    row = LESSON.build(preset="dilated-gridding").output
    plane = LESSON.build(preset="dilated-gridding-plane").output
    assert (int(np.count_nonzero(row == 0)), row.size) == (6, 13)
    assert (int(np.count_nonzero(plane == 0)), plane.size) == (120, 169)


def test_the_count_goes_down_layer_by_layer() -> None:
    scene = LESSON.build(preset="dilated-gridding")
    assert len(scene) == 3
    assert said(scene, 0) == "n[2, 0] = 1"
    assert said(scene, 1).startswith("n[1, 4] = 1 + 1 + 1 = 3")
    shown = [cell.text for cell in view(scene, 1).cells]
    first = scene.first_cells[2]
    assert shown[first : first + 9] == ["1", "0", "2", "0", "3", "0", "2", "0", "1"]


def test_nothing_causal_sees_what_comes_later() -> None:
    values = LESSON.values(preset="dilated-wavenet")
    before = LESSON.stage(values).output[0]
    signal = LESSON.arrays(values)["signal"]
    for at in range(16):
        later = signal.copy()
        later[0, at] += 100
        after = LESSON.stage(values | {"signal": later}).output[0]
        changed = np.flatnonzero(after != before)
        assert changed.min() >= at
    scene = LESSON.stage(values)
    assert [panel.number for panel in scene.panels if panel.role == "kernel"][-1] == "8, R = 16"
    places = scene.layouts["wide"].places
    rows = [at for at, panel in enumerate(scene.panels) if panel.role != "kernel"]
    assert len({places[at][0] for at in rows}) == 1, "a cell stands over the last one that it reads"


def test_answers_by_hand() -> None:
    wavenet = {"wavenet": 1024}
    assert answers(LESSON)["span"] == 5
    assert answers(LESSON, preset="dilated-parallel")["span"] == 7
    assert answers(LESSON, preset="dilated") == {
        **{"span": 5, "weights": 9, "field": 15, "never": 0, "linear": 7},
        **wavenet,
    }
    assert answers(LESSON, preset="dilated-equal") == {
        **{"span": 5, "field": 13, "never": 6, "linear": 7},
        **wavenet,
    }
    assert answers(LESSON, view="gridding", rates="1,5")["never"] == 4


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (
            {"view": "stack", "length": 14},
            "rates make one output see 15 cells, more than the input's 14",
        ),
        ({"view": "gridding", "rates": "8,8"}, "rates make one output see 33 cells across"),
        (
            {"view": "stack", "rates": "8,8", "padding": "full"},
            "rates and the padding make a row of 50 cells",
        ),
        ({"rates": "0"}, "rates is 0, but it has to be a whole number from 1 to 8"),
        ({"size": 3}, "kernel 3 spans 5 cells"),
        (
            {"view": "pair", "size": 12, "dilation": 4},
            "size and the zeros that keep it make 20 cells",
        ),
        (
            {"view": "parallel", "size": 5, "dilation": 3},
            "size and the zeros that keep it make 23 cells",
        ),
        ({"size": 12, "padding": 4}, "padding makes the input 20 cells wide or high"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(state: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConvError, match=sentence):
        LESSON.values(**state)
