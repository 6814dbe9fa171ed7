"""What an address says is taken, and what makes no sense is told; what it lacks is default."""

from __future__ import annotations

import pytest

import convlib
from convlib.controls.tell import tell
from pages.parts.address import SWITCHES, Opening, read_address

LESSON = convlib.lesson("single-channel")


def read(**query: str) -> Opening:
    """How the page of an address opens."""
    return read_address(LESSON, query.items())


def test_an_address_is_the_whole_state() -> None:
    opened = read(
        **{"stride": "2", "padding": "1", "by": "term", "speed": "0.25", "step": "80"},
        **{"show": "both", "hues": "1", "loop": "1", "contrast": "1"},
    )
    assert LESSON.write(opened.values) == {"preset": "classic_strided"}
    assert opened.options == {
        **{"by": "term", "speed": 0.25, "position": 79, "show": "both"},
        **{"hues": True, "loop": True, "predict": False, "contrast": True},
    }


def test_what_an_address_lacks_is_default() -> None:
    opened = read()
    assert LESSON.write(opened.values) == {}
    assert opened.options == {
        **{"by": "value", "speed": 1, "position": None, "show": "numbers"},
        **{"hues": False, "loop": False, "predict": False, "contrast": False},
    }


def test_a_picture_opens_as_one_unless_the_address_says_otherwise() -> None:
    shown = [
        (state.options["show"], state.options["speed"])
        for state in (
            read(preset="edges"),
            read(preset="edges", show="numbers"),
            read(preset="edges", speed="1"),
            read(),
        )
    ]
    assert shown == [("heat", 4), ("numbers", 4), ("heat", 1), ("numbers", 1)]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"kernel": "9"}, "Kernel is 9, but it has to be a whole number from 1 to 7."),
        ({"stride": "0"}, "Stride is 0, but it has to be a whole number from 1 to 8."),
        ({"size": "2", "kernel": "3"}, "Kernel 3 spans 3 cells, but the padded input has only 2"),
        ({"size": "1e300"}, "Input size is 1e+300, but it has to be a whole number from 1 to 16."),
        ({"input": "1,x;2,3"}, "“x” is no number from −9999 to 9999"),
        ({"preset": "nothing"}, "Preset is “nothing”, which this lesson doesn't have"),
        ({"colour": "red"}, "“colour” is no parameter of this lesson"),
        ({"padding": "12", "size": "16"}, "Padding makes the input 40 cells wide or high"),
        ({"speed": ""}, "speed is “”, but it has to be one of 0.25, 0.5, 1, 2, 4."),
        ({"contrast": "high"}, "contrast is “high”, but it has to be one of 0, 1."),
        ({"speed": "9"}, "speed is “9”, but it has to be one of 0.25, 0.5, 1, 2, 4."),
        ({"by": "cell"}, "by is “cell”, but it has to be one of value, term."),
        ({"show": "all"}, "show is “all”, but it has to be one of numbers, both, heat."),
        ({"loop": "yes"}, "loop is “yes”, but it has to be one of 0, 1."),
        ({"step": "-1"}, "step is -1, but it has to be 1 or more."),
        ({"step": "9" * 5000}, "but it has to be 1 or more."),
        ({"step": "٣"}, "step is ٣, but it has to be 1 or more."),
    ],
    ids=lambda value: str(value)[:40],
)
def test_nonsense_gets_a_sentence_and_the_rest_is_kept(
    query: dict[str, str], sentence: str
) -> None:
    opened = read(**{"stride": "2", "hues": "1", **query})
    (problem,) = opened.problems
    assert sentence in tell(problem, "en")
    assert opened.values["stride"] == (2, 2) or "stride" in query
    assert opened.options["hues"]


def test_each_thing_that_is_wrong_is_told() -> None:
    opened = read(weights="1 2; 3 4", stride="0", theem="dark", speed="9", step="3")
    told = " ".join(tell(problem, "en") for problem in opened.problems)
    for words in ("Stride is 0", "“theem” is no parameter", "speed is “9”"):
        assert words in told
    assert len(opened.problems) == 3
    assert opened.values["weights"].tolist() == [[1, 2], [3, 4]]
    assert opened.options["position"] == 2


def test_of_what_does_not_go_together_something_is_left_out() -> None:
    opened = read(size="2", kernel="3", padding="0", stride="2")
    assert len(opened.problems) == 1
    assert opened.values["stride"] == (2, 2)


def test_what_a_player_is_told_has_no_name_of_a_lessons_parameter() -> None:
    told = {"by", "speed", "show", "step", "preset", "lang", "embed", "embed_options", *SWITCHES}
    for lesson in convlib.all_lessons():
        assert told.isdisjoint(param.name for param in lesson.params), lesson.slug
