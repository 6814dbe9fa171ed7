"""Lesson 18: squeeze-and-excitation: one gain per channel, from the whole picture."""

from __future__ import annotations

from convlib import code
from convlib.layers import excitation
from convlib.layers.excitation_asked import QUESTIONS
from convlib.layers.excitation_counts import costs, derive, is_block
from convlib.lesson import Lesson, Preset, Values
from convlib.params import Choice, Param
from convlib.picture.scene import Scene
from convlib.staging.excitation import stage_excitation
from convlib.staging.excitation_counts import count_scene
from convlib.staging.excitation_wiring import wiring_scene

VIEWS = ("gains", "networks", "in-full")
PARAMS: tuple[Param, ...] = (Choice("view", VIEWS), *excitation.PARAMS, *excitation.FULL)
DRAWN = {param.name for param in excitation.PARAMS}
COUNTED = {param.name for param in excitation.FULL}
NO_LAYER = [[0, 0]] * 8  # weights of 0, so that every score is 0


def stage(values: Values) -> Scene:
    """The view that is asked for."""
    if is_block(values):
        return stage_excitation(excitation.layer(values))
    make = wiring_scene if values["view"] == "networks" else count_scene
    return make(*excitation.full(values))


def written(values: Values) -> dict[str, str]:
    """The block as code; one that is only counted on numbers at random."""
    if is_block(values):
        made = excitation.layer(values)
        return code.squeeze_excitation(made.x, made.reduce.T, made.expand)
    channels, reduction = excitation.full(values)
    shape = (channels, excitation.SIDE, excitation.SIDE)
    return code.squeeze_excitation_at_random(shape, reduction)


LESSON = Lesson(
    slug="squeeze-excitation",
    order=18,
    group="beyond",
    needs=("multi-channel", "1x1"),
    params=PARAMS,
    presets=(
        Preset("se-block"),
        Preset("se-zero", {"expand": NO_LAYER}),
        Preset("se-two", {"reduction": 2, "channels": 6}),
        Preset("se-large", {"size": (4, 4), "channels": 4, "reduction": 2}),
        Preset("se-wiring", {"view": "networks"}),
        Preset("se-counted", {"view": "in-full"}),
    ),
    stage=stage,
    check=excitation.check,
    derive=derive,
    arrays=excitation.arrays,
    costs=costs,
    code=written,
    questions=QUESTIONS,
    fit=excitation.fit,
    idle=lambda values: COUNTED if is_block(values) else DRAWN,
    opens=lambda values: {"show": "both"} if is_block(values) else {},
)
