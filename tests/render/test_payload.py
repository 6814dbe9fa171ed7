"""What is sent says as little as it can, and yet all of it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import convlib
from convlib.render.payload import payload

SLUGS = ("compare", "squeeze-excitation", "spatially-separable")


def sent(slug: str) -> dict[str, Any]:
    """As a player gets it, without its words, which travel once."""
    made: dict[str, Any] = json.loads(json.dumps(payload(convlib.lesson(slug).build())))
    del made["words"]
    return made


def test_a_curve_that_only_moves_is_sent_once_with_its_moves() -> None:
    scene = convlib.lesson("compare").build()
    moved = [
        (curve, said)
        for curve, said in zip(scene.curves, sent("compare")["curves"], strict=True)
        if "moves" in said
    ]
    assert len(moved) == len(scene.layouts)
    for curve, said in moved:
        assert said["aims"] is True
        (shape,) = said["points"]
        assert len(said["moves"]) == len(scene)
        for step, move in enumerate(said["moves"]):
            points = np.array(shape).reshape(-1, 2) + move
            assert points == pytest.approx(curve.at(step), abs=1e-3)


def test_a_curve_that_changes_its_form_is_sent_step_by_step() -> None:
    scene = convlib.lesson("convolution-vs-correlation").build()
    said = payload(scene)["curves"]
    several = [at for at, curve in enumerate(scene.curves) if isinstance(curve.points, tuple)]
    formed = [at for at in several if "moves" not in said[at]]
    assert formed
    assert all(len(said[at]["points"]) == len(scene) for at in formed)


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_as_usual_is_not_sent(slug: str) -> None:
    made = sent(slug)
    for layout in made["layouts"].values():
        for label in layout["labels"]:
            assert label.get("align") != "center"
            assert label.get("until") != -1
            assert {"text", "x", "y", "size"} <= label.keys()
    for panel in made["panels"]:
        assert panel.get("colour") != panel["role"]
        assert panel.get("note") != f"{panel['rows']} × {panel['columns']}"


def test_the_two_largest_defaults_leave_room() -> None:
    for slug in SLUGS[:2]:
        written = json.dumps(sent(slug), ensure_ascii=False, separators=(",", ":"))
        assert len(written.encode()) < 36_000
