"""The map of networks: nothing on it crosses, and all that it names exists."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import convlib
from convlib import text
from pages.parts.networks import network_map

MAP = network_map("en")
TYPES = {each["name"]: each for each in MAP["types"]}
GAP = 2  # pixels that lie at least between what isn't joined
Line = tuple[float, float, float, float]  # x and y of one end, and of the other


def joints() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [
        (network, TYPES[name])
        for network in MAP["networks"]
        for name in (*network["first"], *network["used"])
    ]


def lines(network: dict[str, Any], kind: dict[str, Any]) -> list[Line]:
    """Up or down from the time line to the type's row, and then sideways to its box."""
    x = network["x"] + network["ports"].get(kind["name"], 0)
    half, row = kind["width"] / 2, kind["row"]
    found = [(x, 0.0, x, float(row))]
    if abs(x - kind["x"]) >= half:
        edge = kind["x"] + (half if x > kind["x"] else -half)
        found.append((x, row, edge, row))
    return found


def meet(one: Line, other: Line) -> bool:
    """Whether two lines, each upright or level, have a point in common."""
    apart = [
        max(min(one[at], one[at + 2]), min(other[at], other[at + 2]))
        > min(max(one[at], one[at + 2]), max(other[at], other[at + 2]))
        for at in (0, 1)
    ]
    return not any(apart)


def test_no_lines_cross() -> None:
    for (first, a), (second, b) in combinations(joints(), 2):
        if a["row"] * b["row"] > 0:
            for one in lines(first, a):
                assert not any(meet(one, other) for other in lines(second, b)), (first, second)


def test_no_line_runs_through_a_box_and_no_boxes_overlap() -> None:
    for one, other in combinations(TYPES.values(), 2):
        apart = abs(one["x"] - other["x"]) >= (one["width"] + other["width"]) / 2 + GAP
        assert one["row"] != other["row"] or apart
    for network, kind in joints():
        for box in TYPES.values():
            level = (
                box["x"] - box["width"] / 2,
                box["row"],
                box["x"] + box["width"] / 2,
                box["row"],
            )
            assert box is kind or not any(meet(line, level) for line in lines(network, kind))
    places = [network["x"] for network in MAP["networks"]]
    assert all(after - before >= 70 for before, after in pairwise(places))


def test_a_type_is_brought_once_and_before_it_is_used_again() -> None:
    years = [network["year"] for network in MAP["networks"]]
    assert years == sorted(years)
    known = set[str]()
    for network in MAP["networks"]:
        assert not known & set(network["first"])
        known |= set(network["first"])
        assert set(network["used"]) <= known
    assert known == TYPES.keys()


def test_every_paper_is_among_the_references_and_every_lesson_exists() -> None:
    references = text.prose("compare")["references"]
    assert len({network["paper"] for network in MAP["networks"]}) == len(MAP["networks"])
    for network in MAP["networks"]:
        assert f"({network['paper']})" in references, network["name"]
        assert network["why"].endswith(".")
    slugs = {lesson.slug for lesson in convlib.all_lessons()}
    assert {each["link"][0] for each in TYPES.values() if each["link"]} <= slugs
