"""What a lesson does with a state: reads it, refuses it, writes it down; on one made up here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import ConvError, Cost, Lesson, all_lessons, conv_trace, lesson
from convlib.lesson import CostRow, Derivation, Piece, Preset, Result, Values
from convlib.params import Grid, PerAxis, Seed
from convlib.picture.scene import Scene
from convlib.staging.single_plane import stage_plane
from tests.cases import fixed


def check(values: Values) -> None:
    """The kernel has to fit."""
    if max(values["kernel"]) > min(values["size"]):
        raise ConvError("below-one", parameter="kernel", value=values["kernel"])


def fit(given_: dict[str, Any]) -> dict[str, Any]:
    """A typed input settles the size."""
    typed = Grid("input", cap=4).read(given_.get("input"))
    assert not isinstance(typed, str)
    return given_ if typed is None or "size" in given_ else {**given_, "size": typed.shape}


def stage(values: Values) -> Scene:
    """All ones."""
    return stage_plane(
        conv_trace(np.ones((1, *values["size"])), np.ones((1, 1, *values["kernel"])))
    )


TOY = Lesson(
    slug="toy",
    order=99,
    group="operation",
    params=(
        PerAxis("size", default=(3, 3), low=1, high=4),
        PerAxis("kernel", default=(2, 2), low=1, high=4),
        Seed("seed"),
        Grid("input", cap=4),
    ),
    presets=(
        Preset("plain"),
        Preset("wide", {"size": "3x4"}),
        Preset("small", {"size": 1, "kernel": 1, "seed": 7}),
    ),
    stage=stage,
    check=check,
    derive=lambda values: [Derivation("both", (str(values["size"]),))],
    arrays=lambda values: {"input": np.ones(values["size"])},
    costs=lambda _: [],
    code=lambda _: {},
    questions=(),
    fit=fit,
)


def test_what_is_not_given_is_default() -> None:
    assert TOY.values() == {"size": (3, 3), "kernel": (2, 2), "seed": None, "input": None}
    assert TOY.values(size="4", seed="0")["size"] == (4, 4)
    assert TOY.values(seed="0")["seed"] == 0


def test_a_preset_is_a_state_that_the_rest_changes() -> None:
    assert TOY.values(preset="wide")["size"] == (3, 4)
    assert TOY.values(preset="small", kernel="1")["seed"] == 7
    assert TOY.values(preset="small", size=4, seed="")["seed"] is None
    assert TOY.values(preset="plain") == TOY.values() == TOY.values(preset=None)
    assert TOY.presets[2].values == {"size": 1, "kernel": 1, "seed": 7}, "it was not written to"


def test_typed_numbers_settle_the_size_unless_it_is_given() -> None:
    assert TOY.values(input="1 2 3; 4 5 6")["size"] == (2, 3)
    assert TOY.values(input="1 2 3; 4 5 6", size=4)["size"] == (4, 4)
    assert TOY.values(input="1 2 3; 4 5 6", preset="wide")["size"] == (3, 4)


def test_a_scene_of_a_state() -> None:
    scene = TOY.build(size="4x3", kernel="2x1")
    assert [panel.values.shape for panel in scene.panels] == [(4, 3), (2, 1), (3, 3)]


@pytest.mark.parametrize(
    ("state", "parameter", "words"),
    [
        (
            {"speed": 2},
            "speed",
            "“speed” is no parameter of this lesson: it has size, kernel, seed",
        ),
        (
            {"preset": "huge"},
            "preset",
            "“huge”, which this lesson doesn't have: it has plain, wide",
        ),
        ({"preset": ""}, "preset", "“”, which this lesson doesn't have"),
        ({"preset": "x" * 99}, "preset", f"“{'x' * 39}…”, which this lesson doesn't have"),
        ({"x" * 99: 2}, f"{'x' * 39}…", "is no parameter of this lesson"),
        ({"self": 2}, "self", "“self” is no parameter of this lesson"),
        ({"size": 9}, "size", "from 1 to 4"),
        ({"size": 2, "kernel": 3}, "kernel", "kernel is"),
        ({"input": "1 2; 3"}, "input", "row 2"),
        ({"input": "1"}, "kernel", "kernel is"),
    ],
)
def test_what_is_refused(state: dict[str, Any], parameter: str, words: str) -> None:
    with pytest.raises(ConvError) as caught:
        TOY.values(**state)
    assert caught.value.parameter == parameter
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("state", "written"),
    [
        ({}, {}),
        ({"preset": "plain"}, {}),
        ({"size": "3x3", "kernel": 2}, {}),
        ({"preset": "wide"}, {"preset": "wide"}),
        ({"size": (3, 4)}, {"preset": "wide"}),
        ({"preset": "wide", "seed": 1}, {"size": "3x4", "seed": "1"}),
        ({"preset": "small"}, {"preset": "small"}),
        ({"input": "1 2; 3 4"}, {"input": "1,2;3,4", "size": "2"}),
        ({"input": "1 2; 3 4", "size": 3}, {"input": "1,2;3,4", "size": "3"}),
        ({"input": "1 2 3; 4 5 6; 7 8 9"}, {"input": "1,2,3;4,5,6;7,8,9"}),
        ({"input": "1 2; 3 4", "size": 4}, {"input": "1,2;3,4", "size": "4"}),
    ],
)
def test_an_address_holds_a_presets_name_or_what_is_not_default(
    state: dict[str, Any], written: dict[str, str]
) -> None:
    assert TOY.write(TOY.values(**state)) == written


STATES = st.fixed_dictionaries(
    {},
    optional={
        "preset": st.sampled_from(["plain", "wide", "small"]),
        "size": st.tuples(st.integers(1, 4), st.integers(1, 4)),
        "kernel": st.integers(1, 4),
        "seed": st.none() | st.integers(0, 9999),
        "input": st.integers(1, 4).flatmap(
            lambda width: st.lists(
                st.lists(st.integers(-9, 9) | st.floats(-9, 9), min_size=width, max_size=width),
                min_size=1,
                max_size=4,
            )
        ),
    },
)


@fixed(200)
@given(STATES)
def test_what_is_written_reads_as_the_same_state(state: dict[str, Any]) -> None:
    try:
        values = TOY.values(**state)
    except ConvError:
        return
    again = TOY.values(**TOY.write(values))
    assert again.keys() == values.keys()
    assert all(np.array_equal(again[name], value) for name, value in values.items())


def test_a_control_offers_what_goes_with_the_rest() -> None:
    values = TOY.values(kernel=2)
    sizes = {n: (n, n) for n in range(1, 5)}
    assert TOY.offered(values, sizes, "size") == [2, 3, 4]
    assert TOY.offered(TOY.values(size=4, kernel=4), sizes, "size") == [4]
    assert values == TOY.values(kernel=2), "asking changes nothing"


def sized(*labels: str) -> Lesson:
    """The lesson with sizes of these labels."""
    made = [Derivation(label, (), line=(Piece(label),)) for label in labels]
    return replace(TOY, derive=lambda _: made)


@pytest.mark.parametrize(
    ("derived", "shown"),
    [
        ([], []),
        (["both"], ["both"]),
        (["rows", "columns"], ["rows", "columns"]),
        (["both", "planes"], ["both", "planes"]),
        (["slices", "both", "planes"], ["slices", "both"]),
        (["slices", "rows", "columns"], ["rows", "columns"]),
    ],
)
def test_a_result_has_two_lines_at_most(derived: list[str], shown: list[str]) -> None:
    result = sized(*derived).result(TOY.values())
    assert result == Result(tuple((label, (Piece(label),)) for label in shown), None, None)


def test_a_result_counts_what_the_first_row_of_the_costs_does() -> None:
    costs = [CostRow(str(n), Cost(parameters=n, macs=10 * n, shape=()), "", "") for n in (2, 3)]
    result = replace(TOY, costs=lambda _: costs).result(TOY.values())
    assert (result.macs, result.parameters) == (20, 2)


def test_lessons_by_their_name() -> None:
    for each in all_lessons():
        assert lesson(each.slug) is each
    with pytest.raises(
        ConvError, match="lesson is “nothing”, which does not exist: there are "
    ) as c:
        lesson("nothing")
    assert all(each.slug in str(c.value) for each in all_lessons())
    with pytest.raises(ConvError, match=f"lesson is “{'x' * 39}…”"):
        lesson("x" * 99)
