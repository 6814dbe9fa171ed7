"""What a player asks: carried out once, in order, whatever overtakes whatever; never a crash."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import convlib
from pages.parts.address import LONGEST_PAST, State
from pages.parts.asks import carry_out, options_of
from pages.parts.widgets import class_of
from tests.cases import fixed

LESSON = convlib.lesson("single-channel")


def fresh() -> State:
    """The state of a page that has just been opened."""
    return State(LESSON.values())


def edit(number: int, text: str, index: Any = (0, 0)) -> dict[str, Any]:
    """The ask to change a number of the input."""
    return {"number": number, "act": "edit", "array": "input", "index": [*index], "text": text}


def ask(state: State, *asks: Any, player: str = "p") -> None:
    """A message of a player."""
    carry_out(LESSON, state, {"player": player, "asks": [*asks]})


def first(state: State) -> float:
    """The input's first number."""
    return float(LESSON.arrays(state.values)["input"][0, 0])


def test_asks_are_carried_out_once_and_in_order() -> None:
    state = fresh()
    ask(state, edit(1, "7"), edit(2, "8"))
    assert (first(state), len(state.past), state.answered) == (8, 2, {"player": "p", "number": 2})
    ask(state, edit(1, "7"), edit(2, "8"), edit(3, "9"))  # repeated, since the answer was late
    assert (first(state), len(state.past)) == (9, 3)
    ask(state, edit(1, "5"), player="another")
    assert (first(state), state.answered) == (5, {"player": "another", "number": 1})


def test_history_goes_back_and_forth() -> None:
    state = fresh()
    for number, text in enumerate("456", start=1):
        ask(state, edit(number, text))
    seen = []
    for number, act in enumerate(["undo", "undo", "redo", "undo", "undo", "undo", "redo"], start=4):
        ask(state, {"number": number, "act": act})
        seen.append(first(state))
    assert seen == [5, 4, 5, 4, 3, 3, 4]
    ask(state, edit(11, "1"))
    assert not options_of(LESSON, state, "en")["history"]["redo"]


def test_reset_can_be_taken_back() -> None:
    state = State(LESSON.values(preset="classic_strided"))
    ask(state, edit(1, "9"), {"number": 2, "act": "reset"})
    assert LESSON.write(state.values) == {"preset": "classic_strided"}
    ask(state, {"number": 3, "act": "undo"})
    assert first(state) == 9


def test_the_past_has_an_end() -> None:
    state = fresh()
    for number in range(1, LONGEST_PAST + 50):
        ask(state, edit(number, str(number)))
    assert len(state.past) == LONGEST_PAST


def test_a_change_that_changes_nothing_is_none() -> None:
    state = fresh()
    ask(state, edit(1, "3.0"), {"number": 2, "act": "reset"})
    # The numbers are typed now, though they are the same: that is in the link, and one change.
    assert len(state.past) == 2
    ask(state, {"number": 3, "act": "reset"})
    assert len(state.past) == 2


def test_one_drag_is_one_change() -> None:
    state = fresh()
    state.change(LESSON, LESSON.values(size=6), of="size")
    state.change(LESSON, LESSON.values(size=7), of="size")
    state.change(LESSON, LESSON.values(size=7, stride=2), of="stride")
    assert [LESSON.write(values) for values in state.past] == [{}, {"size": "7"}]


def test_moves_go_to_the_slider_that_is_dragged() -> None:
    state = fresh()
    taken: list[str] = []
    state.movers["st-key-x"] = taken.append
    ask(
        state,
        {"number": 1, "act": "move", "control": "st-key-x", "text": "7"},
        {"number": 2, "act": "move", "control": "gone", "text": "8"},
    )
    assert taken == ["7"]


def test_the_class_of_a_widgets_key() -> None:
    assert class_of(" single-channel.size..0 ") == "st-key-single-channel-size--0"


def test_a_wrong_number_is_said_and_the_rest_goes_on() -> None:
    state = fresh()
    ask(state, edit(1, "nan"), edit(2, "x"))
    assert state.problem is not None
    assert "“x” is no number" in state.problem.sentence("en")
    assert not state.past
    ask(state, edit(3, "4"))
    assert state.problem is None
    assert first(state) == 4


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["player", "asks", "number", "act", "array", "index", "text", "url"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
acts = st.sampled_from(["edit", "paste", "named", "undo", "redo", "reset", "move", "qr", "none"])
odd_asks = st.fixed_dictionaries(
    {"number": st.integers(1, 9), "act": acts},
    optional=dict.fromkeys(("array", "index", "text", "name", "control", "url"), anything),
)


@fixed(300)
@given(message=anything | st.fixed_dictionaries({"player": st.just("p"), "asks": anything}))
def test_nonsense_never_crashes(message: Any) -> None:
    carry_out(LESSON, fresh(), message)


@fixed(300)
@given(asks=st.lists(odd_asks, max_size=4))
def test_odd_asks_never_crash_and_leave_a_state_that_can_be_staged(asks: Any) -> None:
    state = fresh()
    ask(state, *asks)
    LESSON.stage(state.values)


@pytest.mark.parametrize(
    "url", ["http://x.org/single-channel?step=3", "https://x.org/?a=" + "1" * 2000]
)
def test_the_code_of_a_link_holds_the_link(url: str) -> None:
    state = fresh()
    ask(state, {"number": 1, "act": "qr", "url": url})
    assert state.code is not None
    assert state.code["url"] == url
    drawn = modules(state.code["path"], state.code["size"])
    assert drawn[4:11, 4:11].tolist() == FINDER
    assert drawn[4:11, -11:-4].tolist() == FINDER
    assert drawn[-11:-4, 4:11].tolist() == FINDER
    assert not drawn[:4].any()
    assert not drawn[:, :4].any()


# The square in three corners of every QR code, by ISO/IEC 18004.
FINDER = [
    [1, 1, 1, 1, 1, 1, 1],
    [1, 0, 0, 0, 0, 0, 1],
    [1, 0, 1, 1, 1, 0, 1],
    [1, 0, 1, 1, 1, 0, 1],
    [1, 0, 1, 1, 1, 0, 1],
    [1, 0, 0, 0, 0, 0, 1],
    [1, 1, 1, 1, 1, 1, 1],
]


def modules(path: str, size: int) -> Any:
    """The dark modules that a path of horizontal strokes draws."""
    drawn = np.zeros((size, size), dtype=int)
    x = y = 0.0
    for command in (
        path.replace("M", " M ").replace("m", " m ").replace("h", " h ").split(" M ")[1:]
    ):
        parts = command.split()
        x, y = float(parts[0]), float(parts[1])
        at = 2
        while at < len(parts):
            if parts[at] == "m":
                x, y = x + float(parts[at + 1]), y + float(parts[at + 2])
                at += 3
            else:
                length = float(parts[at + 1])
                drawn[int(y), int(x) : int(x + length)] = 1
                x += length
                at += 2
    return drawn


def test_a_link_that_is_too_long_gets_a_sentence_and_others_nothing() -> None:
    state = fresh()
    ask(state, {"number": 1, "act": "qr", "url": "http://x.org/?" + "1" * 5000})
    assert state.problem is not None
    assert "QR code" in state.problem.sentence("en")
    ask(state, {"number": 2, "act": "qr", "url": "javascript:alert(1)"})
    assert state.code is None
