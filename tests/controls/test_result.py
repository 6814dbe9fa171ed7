"""A result as JSON: pieces, the words below them in the right number, units."""

from __future__ import annotations

import json
from typing import Any

import pytest

import convlib
from convlib.controls.result import written_result
from convlib.lesson import Note, Piece, Result


def result_of(slug: str, **state: Any) -> dict[str, Any]:
    """What a player gets of a lesson's state."""
    lesson = convlib.lesson(slug)
    written = written_result(lesson.result(lesson.values(**state)))
    assert json.loads(json.dumps(written)) == written
    return written


def words_of(line: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Each group's text, what stands below it, and how many cells that says are left."""
    return [
        ("".join(piece["text"] for piece in group["pieces"]), group["below"], group["left"])
        for group in line["groups"]
    ]


def test_the_odd_case() -> None:
    written = result_of("arithmetic", size=6, stride=2, padding=1)
    (line,) = written.pop("lines")
    assert line["label"] == ""
    assert words_of(line) == [
        ("o = ", "", 0),
        ("⌊(6 + 2·1 − 3)/2⌋", "2 steps, 1 cell left over", 1),
        (" + ", "", 0),
        ("1", "first", 0),
        (" = ", "", 0),
        ("3", "places", 0),
    ]
    assert line["groups"][1]["pieces"] == [
        {"text": "⌊(", "role": "muted", "of": ""},
        {"text": "6", "role": "input", "of": "size"},
        {"text": " + ", "role": "muted", "of": ""},
        {"text": "2·1", "role": "input", "of": "padding"},
        {"text": " − ", "role": "muted", "of": ""},
        {"text": "3", "role": "kernel", "of": "kernel"},
        {"text": ")/", "role": "muted", "of": ""},
        {"text": "2", "role": "ink", "of": "stride"},
        {"text": "⌋", "role": "muted", "of": ""},
    ]
    assert written == {
        "macs": 81,
        "parameters": 9,
        "units": {"macs": "products", "parameters": "parameters"},
    }


def test_while_places_are_counted_the_words_say_how_many() -> None:
    (line,) = result_of("arithmetic", size=6, stride=2, padding=1)["lines"]
    growing = [(group["grows"], group["first"]) for group in line["groups"] if group["grows"]]
    assert growing == [
        ("{count} of 2 steps, 1 cell left over", 1),
        ("{count} of 3 places", 0),
    ]
    (single,) = result_of("arithmetic", size=3)["lines"]
    assert [group["grows"] for group in single["groups"] if group["grows"]] == [
        "{count} of 0 steps",
        "{count} of 1 place",
    ]
    (stamps,) = result_of("transposed", view="scatter")["lines"]
    assert not any(group["grows"] for group in stamps["groups"])


def test_two_lines_say_what_they_are_of() -> None:
    rows, columns = result_of("arithmetic", size="8x3", stride=3)["lines"]
    assert (rows["label"], columns["label"]) == ("Rows", "Columns")
    below = [[words for _, words, _ in words_of(line) if words] for line in (rows, columns)]
    assert below == [
        ["1 step, 2 cells left over", "first", "places"],
        ["0 steps", "first", "place"],
    ]


def test_what_is_one_is_said_in_the_singular() -> None:
    written = result_of("single-channel", size=1, kernel=1)
    assert (written["macs"], written["parameters"]) == (1, 1)
    assert written["units"] == {"macs": "product", "parameters": "parameter"}


def test_without_sizes_or_costs_nothing_is_said() -> None:
    assert result_of("1x1", preset="1x1-bottleneck")["lines"] == []
    assert written_result(Result((), None, None)) == {
        "lines": [],
        "macs": None,
        "parameters": None,
        "units": {"macs": "", "parameters": ""},
    }


def test_neighbours_with_the_same_words_share_them() -> None:
    first = (Note("first"),)
    line = (Piece("1", below=first), Piece("2", below=first), Piece("3"), Piece("4", below=first))
    (written,) = written_result(Result((("both", line),), None, None))["lines"]
    assert words_of(written) == [("12", "first", 0), ("3", "", 0), ("4", "first", 0)]


def test_words_have_to_be_in_the_catalogue() -> None:
    line = (Piece("1", below=(Note("nothing"),)),)
    with pytest.raises(KeyError):
        written_result(Result((("both", line),), None, None))
