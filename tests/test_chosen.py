"""The states that painters are compared in: all features, few states, the same in every run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import convlib
from convlib.picture.marks import Bracket, Label
from convlib.picture.parts import HOLE, Curve
from convlib.picture.scene import Scene
from tests.chosen import chosen, cover, every_preset, features


def test_the_chosen_states_have_every_feature_of_every_preset() -> None:
    every = every_preset()
    assert set().union(*(every[state] for state in chosen())) == set().union(*every.values())


def test_they_are_few_and_each_has_something_of_its_own() -> None:
    every, states = every_preset(), chosen()
    assert len(states) * 3 < len(every)
    for state in states:
        others = set().union(*(every[other] for other in states if other != state))
        assert every[state] - others, f"{state} is needless"


def test_they_are_the_same_whatever_the_order_of_features() -> None:
    backwards = {state: sorted(found, reverse=True) for state, found in every_preset().items()}
    assert tuple(cover(backwards)) == chosen()


@pytest.mark.parametrize(
    ("states", "picked"),
    [
        ({}, ""),
        ({"a": "x", "b": "xy", "c": "y"}, "b"),
        ({"a": "x", "b": "y", "c": "x"}, "ab"),
        ({"a": "xy", "b": "wxz", "c": "wy", "d": "z"}, "ab"),
        ({"a": "12", "b": "34", "c": "56", "d": "135"}, "abc"),
    ],
    ids=str,
)
def test_what_others_make_needless_is_left_out(states: dict[str, str], picked: str) -> None:
    assert cover(states) == list(picked)


def plain() -> Scene:
    """A scene of the simplest kind."""
    return convlib.lesson("single-channel").build()


def with_panel(**options: Any) -> Scene:
    """The same with other options of its output's panel."""
    scene = plain()
    return replace(scene, panels=(*scene.panels[:2], replace(scene.panels[2], **options)))


def with_layout(**options: Any) -> Scene:
    """The same laid out in another way."""
    scene = plain()
    wide = replace(scene.layouts["wide"], **options)
    return replace(scene, layouts={"wide": wide, "tall": scene.layouts["tall"]})


def labelled(**options: Any) -> Scene:
    """The same with a text beside it."""
    return with_layout(labels=(Label(0, 0, 1, **options),))


def with_window(**options: Any) -> Scene:
    """The same with another window."""
    scene = plain()
    return replace(scene, windows=(replace(scene.windows[0], **options),))


def a_curve(**options: Any) -> Scene:
    """The same with something drawn."""
    curve = Curve(0, "input", "line", np.zeros((2, 2)))
    layouts = with_layout(plots=((0, 0, 1, 1),)).layouts
    both = {"wide": layouts["wide"], "tall": layouts["wide"]}
    return replace(plain(), layouts=both, curves=(replace(curve, **options),))


@pytest.mark.parametrize(
    ("scene", "than"),
    [
        (with_panel(titled=False), plain()),
        (with_panel(below=True), plain()),
        (with_panel(axes=1), plain()),
        (with_panel(number=1), plain()),
        (with_panel(number="1, 2"), with_panel(number=1)),
        (with_panel(kinds=np.full((3, 3), HOLE)), with_panel(kinds=np.zeros((3, 3), int))),
        (with_panel(shifts=np.zeros((9, 1, 2))), plain()),
        (with_panel(values=np.full((3, 3), -1)), plain()),
        (with_panel(values=np.full((3, 3), 0.123456)), plain()),
        (with_window(role="input"), plain()),
        (with_window(joined=True), plain()),
        (with_window(row=np.array([-1] * 9)), plain()),
        (with_layout(width=60), plain()),
        (labelled(), plain()),
        (labelled(align="left"), labelled()),
        (with_layout(brackets=(Bracket((0,), "left"),)), plain()),
        (a_curve(), plain()),
        (a_curve(style="dot"), a_curve()),
        (a_curve(drawn=np.ones(9, int)), a_curve()),
        (a_curve(points=(np.zeros((2, 2)),) * 9), a_curve()),
        (replace(plain(), ker=np.full(81, -1)), plain()),
        (replace(plain(), gain=np.full(81, -1)), plain()),
        (replace(plain(), gain=np.full(81, 0.5)), replace(plain(), gain=np.full(81, -1))),
        (replace(plain(), rules=np.full(81, 1)), plain()),
        (replace(plain(), rules=np.full(81, 2)), replace(plain(), rules=np.full(81, 1))),
        (replace(plain(), wires=True), plain()),
        (replace(plain(), captions={0: (("said", "muted"),)}), plain()),
    ],
    ids=range(27),
)
def test_what_a_painter_may_get_wrong_is_a_feature(scene: Scene, than: Scene) -> None:
    assert features(scene) != features(than)


def test_other_numbers_of_the_same_kind_and_another_place_are_none() -> None:
    one, other = (convlib.lesson("single-channel").build(seed=seed) for seed in (3, 5))
    assert features(one) == features(other)
    places = tuple((x + 0.25, y) for x, y in plain().layouts["wide"].places)
    assert features(with_layout(places=places)) == features(plain())
