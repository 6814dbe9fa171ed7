"""Numbers that are kept short, plots that a layout leaves out, and what travels of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

import convlib
from convlib.numerals import short
from convlib.picture.parts import Curve, Layout, Panel
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.render.payload import USUAL_PANEL, payload
from convlib.staging.steps import Steps


def thirds(figures: int) -> Scene:
    """10 and 20, a third of each, in cells of so many characters; a line in the first layout."""
    panels = [
        Panel("input", "input", "x", np.array([[10, 20]])),
        Panel("kernel", "kernel", "w", np.array([[-1 / 3]]), figures=figures),
        Panel("output", "output", "y", np.array([[-10 / 3, -20 / 3]]), figures=figures),
    ]
    steps = Steps(panels)
    for at in (0, 1):
        steps.step(3 + at, [(at, 2, 3 + at)])
    wide = Layout(5, 1, ((0, 0), (2, 0), (3, 0)), (), plots=((0, 0, 5, 1),))
    curve = Curve(0, "line", "thin", np.array([(0, 0), (1, 1.0)]))
    layouts = {"wide": wide, "tall": replace(wide, plots=((0.0, 0.0, 0.0, 0.0),))}
    return Scene(tuple(panels), layouts, (), ticks=(), curves=(curve,), **steps.columns())


def test_a_number_is_as_short_as_its_panel_says() -> None:
    for figures, written in ((4, ["−.33", "−3.3", "−6.7"]), (3, ["−.3", "−3", "−7"])):
        scene = thirds(figures)
        assert [cell.text for cell in view(scene, 1).cells] == ["10", "20", *written]
        assert view(scene, 1, 0).cells[1].aside == f"×{written[0]}"
        sent = payload(scene)
        assert sent["cells"]["text"] == ["10", "20", *written]
        assert (sent["shortSums"], sent["figures"]) == (written[1:], 4)
    assert short(-0.05, 3) == "−.1"


def test_nothing_is_drawn_in_a_plot_without_width() -> None:
    scene = thirds(4)
    drawn = {name: view(scene, 0, layout=name).strokes for name in ("wide", "tall")}
    assert [len(each.points) for each in drawn["wide"]] == [2]
    assert [len(each.points) for each in drawn["tall"]] == [0]


def test_what_is_usual_is_not_sent_and_few_runs_are_sent_as_runs() -> None:
    first, *_ = payload(thirds(4))["panels"]
    assert first.keys().isdisjoint(USUAL_PANEL)
    for lesson in convlib.all_lessons():
        scene = lesson.build()
        sent = payload(scene)
        for panel, found in zip(scene.panels, sent["panels"], strict=True):
            assert {**USUAL_PANEL, **found}["lead"] == list(panel.lead)
            assert {**USUAL_PANEL, **found}["origin"] == list(panel.origin)
        for window, found in zip(scene.windows, sent["windows"], strict=True):
            assert in_full(found["row"], len(scene)) == window.row.tolist()


def in_full(given: Any, steps: int) -> list[int]:
    """A number for each step."""
    if isinstance(given, list):
        return given
    found = [0] * steps
    for start, number in given["runs"]:
        found[start:] = [number] * (steps - start)
    return found
