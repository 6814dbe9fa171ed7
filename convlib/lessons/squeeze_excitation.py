"""Lesson 18: squeeze-and-excitation: one gain per channel, from the whole picture."""

from __future__ import annotations

from convlib.layers import excitation
from convlib.lesson import Lesson, Preset, Values
from convlib.params import Choice, Param
from convlib.picture.scene import Scene
from convlib.staging.excitation import stage_excitation

PARAMS: tuple[Param, ...] = (Choice("view", ("block",)), *excitation.PARAMS)


def stage(values: Values) -> Scene:
    """The view that is asked for."""
    return stage_excitation(excitation.layer(values))


LESSON = Lesson(
    slug="squeeze-excitation",
    order=18,
    group="beyond",
    needs=("1x1",),
    params=PARAMS,
    presets=(Preset("se-block"),),
    stage=stage,
    check=excitation.check,
    derive=lambda values: [],
    arrays=excitation.arrays,
    costs=lambda values: [],
    code=lambda values: {},
    questions=(),
    fit=excitation.fit,
    opens=lambda _: {"show": "both"},
)
