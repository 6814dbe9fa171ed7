"""What a page says has no gap and no name of the program's own, and its numbers are true."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from math import isclose
from typing import Any

import numpy as np
import pytest

from convlib import Lesson, text
from convlib.controls.about import names_of
from convlib.controls.offer import controls
from convlib.controls.result import written_result
from convlib.controls.shown import text_of
from convlib.lesson import Values
from convlib.picture.parts import UNVISITED
from convlib.render.payload import payload
from pages.parts.facts import opening
from tests.contract.states import accepted, each_lesson, views

GAP = re.compile(r"[{}<>]|\[object|\b(?:undefined|null|NaN|nan|None|inf|Infinity|np\.\w+)\b")
OWN_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")  # as presets, roles and keys are called
ENGLISH = {"stand-in"}  # words that are written so
TABLE = re.compile(r"<table><caption>(.*?)</caption>(.*?)</table>", re.DOTALL)
ROW = re.compile(r'<th scope="row">(.*?)</th><td><b>([\d,]+)</b></td>')
MEASURES = ("Products", "Parameters")


def strings(thing: Any) -> Iterator[str]:
    """All texts in what goes through JSON."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for each in thing.values():
            yield from strings(each)
    elif isinstance(thing, list | tuple):
        for each in thing:
            yield from strings(each)


def plain(shown: str) -> str:
    """HTML as it is read, without formulas."""
    untexed = re.sub(r'<span class="tex".*?</span>', " ", shown, flags=re.DOTALL)
    return html.unescape(re.sub("<[^>]+>", " ", untexed))


def operated(lesson: Lesson, values: Values) -> list[dict[str, Any]]:
    """All controls of a state."""
    return [each for apart in (False, True) for each in controls(lesson, values, "en", apart=apart)]


def said(lesson: Lesson, values: Values) -> Iterator[str]:
    """All words that a page has of a state, but for the player's own and the code."""
    shown = payload(lesson.stage(values))
    del shown["words"], shown["pictures"]
    yield from strings(shown)
    yield from strings(operated(lesson, values))
    result = written_result(lesson.result(values))
    for line in result["lines"]:
        yield line["label"]
        yield from (each for group in line["groups"] for each in strings(group["pieces"]))
        yield from (group["below"] for group in line["groups"])
    sections = opening(lesson.slug, text_of(lesson, values), "en")
    yield from map(plain, strings([sections["work"], sections["questions"]]))
    for table in sections.get("table", []):
        yield from strings([table["columns"], table["rows"], table["refused"]])
    yield from strings([[each["title"], each["label"]] for each in sections["code"]])


def labels(lesson: Lesson, values: Values) -> Iterator[str]:
    """What has words of its own in place of a name, on the stage and below it."""
    scene = lesson.stage(values)
    yield from strings([panel["title"] for panel in payload(scene)["panels"]])
    yield from (text.say(f"tick.{tick.key}") for tick in scene.ticks)
    for each in controls(lesson, values, "en"):
        yield each["label"]
        yield from (words for _, words, _ in each.get("options", []))
    yield from (words for array in names_of(lesson, "en").values() for _, words in array)
    work = opening(lesson.slug, text_of(lesson, values), "en")["work"]
    yield from (plain(label).strip() for label, _ in ROW.findall(work))


@each_lesson
def test_nothing_that_is_said_has_a_gap(lesson: Lesson) -> None:
    for values in views(lesson):
        gaps = [each for each in said(lesson, values) if GAP.search(each)]
        assert gaps == [], lesson.write(values)


@each_lesson
def test_words_stand_in_place_of_names(lesson: Lesson) -> None:
    for values in views(lesson):
        found = {*labels(lesson, values)} - ENGLISH
        names = [each for each in found if OWN_NAME.fullmatch(each)]
        assert names == [], lesson.write(values)


@each_lesson
def test_presets_have_words_that_tell_them_apart(lesson: Lesson) -> None:
    words = [text.say(f"control.preset-{preset.name}") for preset in lesson.presets]
    assert len(set(words)) == len(words)


def hatched(work: str) -> int:
    """How many cells it says are hatched."""
    found = re.search(r"Hatched: ([\d,]+) cells? that no weight touches", plain(work))
    return int(found[1].replace(",", "")) if found else 0


@each_lesson
def test_as_many_cells_are_said_to_be_hatched_as_are(lesson: Lesson) -> None:
    """In whatever panels they are; in a layer that is drawn whole, those that no product reads."""
    whole = lesson.slug in ("arithmetic", "single-channel")
    for values in (values for _, values in accepted(lesson)) if whole else views(lesson):
        if not lesson.derive(values):
            continue
        scene = lesson.stage(values)
        kinds = np.concatenate([panel.kind_of_cells.ravel() for panel in scene.panels])
        marked = kinds & UNVISITED > 0
        work = opening(lesson.slug, text_of(lesson, values), "en")["work"]
        assert hatched(work) == np.count_nonzero(marked), lesson.write(values)
        assert not marked[scene.src].any()
        if whole:
            sizes = [panel.values.size for panel in scene.panels]
            unread = np.repeat([panel.role == "input" for panel in scene.panels], sizes)
            unread[scene.src] = False
            assert np.count_nonzero(unread) == np.count_nonzero(marked), lesson.write(values)


@each_lesson
def test_costs_are_said_as_they_are_and_beside_the_right_row(lesson: Lesson) -> None:
    for values in views(lesson):
        work = opening(lesson.slug, text_of(lesson, values), "en")["work"]
        rows, at = lesson.costs(values), 0
        tables = TABLE.findall(work)
        for number, (caption, body) in enumerate(tables):
            measure = MEASURES[number % 2]
            assert caption.startswith(measure)
            found = ROW.findall(body)
            there = rows[at : at + len(found)]
            counts = [int(count.replace(",", "")) for _, count in found]
            costs = [
                row.cost.macs if measure == "Products" else row.cost.parameters for row in there
            ]
            assert counts == costs
            for row, (label, _) in zip(there, found, strict=True):
                assert plain(label).startswith(text.say(f"cost.{row.label}"))
            check_beside(found, counts)
            check_bars(body, counts)
            at += len(found) if measure == "Parameters" else 0
        assert at == len(rows)


def check_beside(found: list[tuple[str, str]], counts: list[int]) -> None:
    """The words beside the first number say how many times fewer or more the second is."""
    words = " ".join(re.findall(r"<small>(.*?)</small>", found[0][0]))
    assert not any("<small>" in label for label, _ in found[1:])
    if len(counts) < 2:
        assert words == ""
        return
    own, other = counts[:2]
    times = re.fullmatch(r"([\d,.]+) times (fewer|more)", words)
    if times is None:
        wanted = {"just as many": own == other, "nearly as many": isclose(own, other, rel_tol=0.05)}
        assert wanted[words] if words else not own * other
        return
    less, more = (own, other) if times[2] == "fewer" else (other, own)
    assert less < more
    assert float(times[1].replace(",", "")) * less == pytest.approx(more, rel=0.05)


def check_bars(body: str, counts: list[int]) -> None:
    """Each bar is as long as its number, beside the longest."""
    wide = [float(width) for width in re.findall(r"width: ([\d.]+)%", body)]
    longest = max(*counts, 1) if len(counts) > 1 else 1
    wanted = [100 * count / longest for count in counts] if len(counts) > 1 else []
    assert wide == pytest.approx(wanted, abs=0.01)
