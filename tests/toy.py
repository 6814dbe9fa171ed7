"""A lesson of every kind of parameter, for tests of what is made from them."""

from __future__ import annotations

import numpy as np

from convlib.errors import ConvError
from convlib.lesson import Lesson, Preset, Values
from convlib.ops import Array
from convlib.params import Choice, Grid, Several, Whole
from convlib.picture.scene import Scene
from convlib.staging.single_plane import stage_plane
from convlib.trace import conv_trace

WAYS = ("one", "two", "three", "four", "five")
WORDS = {
    "control.planes": "Planes",
    "control.view": "View",
    "control.way": "Way",
    "control.rates": "Rates",
    **{f"control.view-{way}": way.title() for way in WAYS[:3]},
    **{f"control.way-{way}": way.title() for way in WAYS},
    **{f"control.preset-{name}": name.title() for name in ("plain", "other", "tall")},
}


def arrays(values: Values) -> dict[str, Array]:
    """Planes that count up, what was typed over their corner."""
    background = np.arange(12).reshape(3, 2, 2)
    shape = (values["planes"], 2, 2)
    return {"input": PLANES.laid_over(background, values["input"], shape)}


def stage(values: Values) -> Scene:
    """The first plane, by a single weight."""
    plane = arrays(values)["input"][:1]
    return stage_plane(conv_trace(plane, np.ones((1, 1, 1, 1), int)))


def check(values: Values) -> None:
    """The fourth way is for three planes only."""
    if values["way"] == "four" and values["planes"] < 3:
        raise ConvError("below-one", parameter="planes", value=values["planes"])


PLANES = Grid("input", cap=2, planes=3)
TOY = Lesson(
    slug="toy",
    order=99,
    group="operation",
    params=(
        Whole("planes", default=2, low=1, high=3),
        Choice("view", WAYS[:3]),
        Choice("way", WAYS),
        Several("rates", default=(1, 2), low=1, high=8, most=3),
        PLANES,
    ),
    presets=(
        Preset("plain"),
        Preset("other", {"planes": 3, "view": "two", "way": "four"}),
        Preset("tall", {"planes": 3, "way": "four", "rates": "5"}),
    ),
    stage=stage,
    check=check,
    derive=lambda _: [],
    arrays=arrays,
    costs=lambda _: [],
    code=lambda _: {},
    questions=(),
    idle=lambda values: ("rates", "way") if values["view"] == "three" else (),
)
