"""Every act makes another state or is refused with a sentence; nonsense makes none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import convlib
from convlib import ConvError, Lesson
from convlib.controls.ask import LONGEST_TEXT, carry_out
from convlib.controls.tell import tell
from convlib.lesson import Values
from tests.cases import fixed
from tests.toy import TOY

CLASSIC = convlib.lesson("single-channel")


def after(ask: dict[str, Any], lesson: Lesson = CLASSIC, **state: Any) -> Values:
    """The state that an ask makes of one, of which nothing has to be said."""
    values, problem = carry_out(lesson, lesson.values(**state), ask)
    assert problem is None
    lesson.check(values)
    return values


def put(control: str, value: Any) -> dict[str, Any]:
    return {"act": "set", "control": control, "value": value}


@pytest.mark.parametrize(
    ("control", "value", "state", "written"),
    [
        ("stride", 2, {}, {"stride": "2"}),
        ("kernel.rows", 2, {}, {"kernel": "2x3"}),
        ("kernel.columns", 2, {"kernel": "2x3"}, {"kernel": "2"}),
        ("kernel", 2, {"kernel": "3x1"}, {"kernel": "2"}),
        ("padding.amount", 2, {}, {"padding": "2"}),
        ("padding.amount", 2, {"padding": "same"}, {"padding": "2"}),
        ("padding.left", 2, {"padding": "1"}, {"padding": "1x2:1"}),
        ("padding.left", 2, {"padding": "same"}, {"padding": "0x2:0"}),
        ("padding", "same", {"padding": "1"}, {"padding": "same"}),
        ("padding", "amount", {"padding": "same"}, {"padding": "0"}),
        ("padding", "amount", {"padding": "2"}, {"padding": "2"}),
        ("preset", "classic_strided", {"size": 8}, {"preset": "classic_strided"}),
        ("seed", 7, {}, {"seed": "7"}),
        ("seed", "7", {}, {"seed": "7"}),
        ("seed", "", {"seed": 7}, {}),
    ],
)
def test_a_control_sets_its_part(
    control: str, value: Any, state: dict[str, Any], written: dict[str, str]
) -> None:
    assert CLASSIC.write(after(put(control, value), **state)) == written


def test_a_wish_keeps_the_input_and_the_kernel() -> None:
    lesson = convlib.lesson("arithmetic")
    ask = put("wish", "stride=2&padding=0:1&dilation=1")
    granted = after(ask, lesson, size=14, kernel=3, stride=1)
    assert lesson.write(granted) == {"size": "14", "stride": "2", "padding": "0:1"}
    assert lesson.stage(granted).output.shape == (7, 7)
    with pytest.raises(ConvError, match="padding makes the input 28"):
        carry_out(lesson, granted, put("wish", "padding=7"))
    with pytest.raises(KeyError):
        carry_out(lesson, granted, put("wish", "colour=7"))


def test_a_seed_takes_the_place_of_what_was_typed() -> None:
    typed = after({"act": "edit", "array": "input", "index": [0, 0], "text": "9"})
    drawn, _ = carry_out(CLASSIC, typed, put("seed", 3))
    assert CLASSIC.write(drawn) == {"seed": "3"}


def test_numbers_of_an_array_are_changed() -> None:
    one = after({"act": "edit", "array": "input", "index": [0, 1], "text": "-2.5"})
    assert CLASSIC.arrays(one)["input"][0].tolist() == [3, -2.5, 2, 1, 0]
    block = after({"act": "paste", "array": "weights", "index": [1, 1], "text": "4 5\n6 7"})
    assert CLASSIC.arrays(block)["weights"].tolist() == [[0, 1, 2], [2, 4, 5], [0, 6, 7]]
    typed = after({"act": "type", "array": "weights", "text": "1 2"})
    assert (CLASSIC.arrays(typed)["weights"].tolist(), typed["kernel"]) == ([[1, 2]], (1, 2))
    named = after({"act": "named", "array": "weights", "name": "sobel-x", "seed": 4})
    assert CLASSIC.write(named) == {"weights": "sobel-x"}


def test_at_random_is_drawn_from_the_seed_that_comes_with_it() -> None:
    ask = {"act": "named", "array": "input", "name": "random", "seed": 4}
    one, again, other = after(ask), after(ask), after({**ask, "seed": 5})
    assert CLASSIC.same(one, again)
    assert not CLASSIC.same(one, other)


def test_a_way_that_fits_nothing_leads_to_the_example_of_the_present_view() -> None:
    there, problem = carry_out(TOY, TOY.values(), put("way", "four"))
    named = {name: there[name] for name in ("view", "way", "planes", "rates")}
    assert named == {"view": "one", "way": "four", "planes": 3, "rates": (5,)}
    assert problem is not None
    assert tell(problem).endswith(
        ": what stood there before doesn't fit here, so an example that does is shown."
        " Undo brings it back."
    )


def test_a_way_that_fits_leads_there_and_nothing_is_said() -> None:
    assert after(put("view", "two"), TOY)["view"] == "two"
    assert after(put("way", "five"), TOY)["way"] == "five"
    assert after(put("way", "four"), TOY, planes=3, rates="2")["rates"] == (2,)


def test_several_numbers_are_typed() -> None:
    assert after(put("rates", "4 2, 1"), TOY)["rates"] == (4, 2, 1)


@pytest.mark.parametrize(
    ("lesson", "ask", "sentence"),
    [
        (CLASSIC, put("stride", 0), "Stride is 0, but it has to be a whole number from 1 to 8."),
        (CLASSIC, put("kernel", 6), "Kernel 6 spans 6 cells, but the padded input has only 5"),
        (CLASSIC, put("padding.top", 99), "Padding is 99"),
        (CLASSIC, put("padding", "round"), "Padding is “round”"),
        (CLASSIC, put("preset", "nothing"), "Preset is “nothing”, which this lesson doesn't have"),
        (CLASSIC, put("seed", "x"), "Seed is “x”"),
        (TOY, put("rates", "1, 9"), "but it has to be a whole number from 1 to 8."),
        (TOY, put("rates", "1, x"), "“x”, but it has to be a whole number such as 2."),
        (TOY, put("rates", "1 2 3 4"), "4 numbers, but it takes 1 to 3, such as 1,2,4."),
        (TOY, put("way", "six"), "is “six”"),
        (
            CLASSIC,
            {"act": "edit", "array": "input", "index": [0, 0], "text": "x"},
            "“x” is no number",
        ),
        (CLASSIC, {"act": "edit", "array": "input", "index": [9, 0], "text": "1"}, "9, 0"),
        (CLASSIC, {"act": "named", "array": "weights", "name": "emperor"}, "“emperor”"),
        (
            CLASSIC,
            {"act": "paste", "array": "input", "index": [4, 4], "text": "1 " * 40},
            "1 row and 40 columns, but at most 16",
        ),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, dict) else "",
)
def test_what_does_not_go_is_refused_with_a_sentence(
    lesson: Lesson, ask: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ConvError) as caught:
        carry_out(lesson, lesson.values(), ask)
    assert sentence in tell(caught.value)


@pytest.mark.parametrize(
    "ask",
    [
        {},
        {"act": "none"},
        {"act": "set"},
        put("colour", 1),
        put("kernel.middle", 1),
        put("kernel", "3x2"),
        put("kernel", 2.5),
        put("kernel", True),
        put(3, 3),  # type: ignore[arg-type]
        {"act": "edit", "array": "input", "index": [0, "0"], "text": "1"},
        {"act": "edit", "array": 7, "index": [0, 0], "text": "1"},
        {"act": "edit", "array": "input", "index": [0, 0], "text": 1},
        {"act": "type", "array": "size", "text": "1"},
        {"act": "named", "array": "input", "name": "random", "seed": "x"},
    ],
    ids=str,
)
def test_no_player_asks_so(ask: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError)):
        carry_out(CLASSIC, CLASSIC.values(), ask)


@pytest.mark.parametrize("act", ["type", "edit", "paste"])
def test_of_a_text_longer_than_any_block_no_part_is_read(act: str) -> None:
    text = "7" + " " * LONGEST_TEXT + "8"
    ask = {"act": act, "array": "input", "index": [0, 0], "text": text}
    with pytest.raises(ConvError, match="is given by 50002 characters, and at most 50000"):
        carry_out(CLASSIC, CLASSIC.values(), ask)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)
names = st.sampled_from(
    ["preset", "seed", "kernel", "kernel.rows", "padding", "padding.left", "input", "weights", "x."]
)
odd_asks = st.fixed_dictionaries(
    {"act": st.sampled_from(["set", "edit", "paste", "type", "named", "none"])},
    optional={
        "control": names | anything,
        "array": names | anything,
        "value": st.integers(-2, 20) | anything,
        "index": st.lists(st.integers(-1, 6), max_size=3) | anything,
        "text": st.from_regex(r"[-\d., ;x]{0,8}", fullmatch=True) | anything,
        "name": st.sampled_from(["random", "sobel-x"]) | anything,
        "seed": st.integers(-5, 20_000) | anything,
    },
)


@fixed(400)
@given(asks=st.lists(odd_asks, max_size=4))
def test_odd_asks_are_refused_or_leave_a_state_that_can_be_staged(
    asks: list[dict[str, Any]],
) -> None:
    values = CLASSIC.values()
    for ask in asks:
        try:
            values, _ = carry_out(CLASSIC, values, ask)
        except (ConvError, KeyError, TypeError):
            continue
    scene = CLASSIC.stage(values)
    assert all(np.isfinite(panel.values).all() for panel in scene.panels)
    assert CLASSIC.same(CLASSIC.values(**CLASSIC.write(values)), values)


def test_a_point_is_moved_and_looked_at() -> None:
    lesson = convlib.lesson("deformable")
    ask = {"act": "move", "array": "offsets", "index": [0, 1], "texts": ["-0.25", "1"]}
    moved = after(ask | {"control": "point", "value": 2}, lesson)
    assert lesson.arrays(moved)["offsets"][:, 0, 1].tolist() == [-0.25, 1]
    assert moved["point"] == 2
    assert after(ask, lesson)["point"] == lesson.values()["point"]
    texts: list[Any] = [[], ["1"] * 3, [1, 2], "12"]
    for wrong in texts:
        with pytest.raises(TypeError):
            carry_out(lesson, lesson.values(), ask | {"texts": wrong})
