"""Lesson 6: convolution arithmetic, the convolutions of Dumoulin & Visin's guide and their twins.

The presets are the guide's animations by the guide's names (arXiv:1603.07285).
"""

from __future__ import annotations

from convlib.layers.guide_twin import check_twin, code_twin, costs_twin, derive_twin, stage_twin
from convlib.layers.standard import (
    PARAMS,
    arrays,
    check_direct,
    code_direct,
    costs_direct,
    derive_direct,
    fit_typed,
    geometry,
    stage_direct,
)
from convlib.layers.wished import wishes
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.params import Choice
from convlib.picture.scene import Scene
from convlib.shapes import same_padding


def of_guide(name: str, **values: object) -> Preset:
    """An animation of the guide, which is known by the guide's name; its kernel is 3 or given."""
    return Preset(name, {"kernel": 3, **values}, known=name)


# By the guide's names; each has a transposed twin.
GUIDE = (
    of_guide("no_padding_no_strides", size=4),
    of_guide("arbitrary_padding_no_strides", size=5, kernel=4, padding=2),
    of_guide("same_padding_no_strides", size=5, padding=1),
    of_guide("full_padding_no_strides", size=5, padding=2),
    of_guide("no_padding_strides", size=5, stride=2),
    of_guide("padding_strides", size=5, stride=2, padding=1),
)
# The division leaves a row and a column over: the lesson opens with it.
ODD = of_guide("padding_strides_odd", size=6, stride=2, padding=1)
TWINS = tuple(
    of_guide(f"{preset.name}_transposed", direction="transposed", **preset.values)
    for preset in (*GUIDE, ODD)
)


def goes_back(values: Values) -> bool:
    """Whether the stage shows the transposed twin rather than the direct convolution."""
    return bool(values["direction"] == "transposed")


def stage(values: Values) -> Scene:
    """The scene of the direct convolution, or of its twin."""
    return stage_twin(values) if goes_back(values) else stage_direct(values, counts=True)


def check(values: Values) -> None:
    """Refuse sizes that don't go together.

    Raises:
        ConvError: As ``check_direct`` and ``check_twin``.
    """
    check_direct(values)
    if goes_back(values):
        check_twin(values)


def derive(values: Values) -> list[Derivation]:
    """The output size, of the twin the size that comes back."""
    return derive_twin(values) if goes_back(values) else derive_direct(values)


def costs(values: Values) -> list[CostRow]:
    """The layer, and beside the twin the direct convolution."""
    return costs_twin(values) if goes_back(values) else costs_direct(values)


def write_code(values: Values) -> dict[str, str]:
    """The layer as code."""
    return code_twin(values) if goes_back(values) else code_direct(values)


def along_rows(values: Values) -> dict[str, object]:
    """All that the number of output rows follows from, and what the division leaves."""
    there, size = geometry(values), values["size"][0]
    before, after = there.padding[0]
    free = size + before + after - there.spans[0]
    return {
        "size": size,
        "kernel": values["kernel"][0],
        "stride": there.strides[0],
        "dilation": there.dilations[0],
        "padded": size + before + after,
        "span": there.spans[0],
        "free": free,
        "whole": free // there.strides[0],
        "kept": -(-size // there.strides[0]),
    }


def left_over(values: Values) -> int:
    """How many rows at the end no window covers since the division leaves a rest."""
    there, size = geometry(values), int(values["size"][0])
    return (size + sum(there.padding[0]) - there.spans[0]) % there.strides[0]


def zeros_for_same(values: Values) -> int:
    """How many rows of zeros the rule *same* adds, above and below together."""
    size, kernel, stride, dilation = (
        values[name][0] for name in ("size", "kernel", "stride", "dilation")
    )
    return sum(same_padding(size, kernel, stride=stride, dilation=dilation))


def stride_for_half(_: Values) -> int:
    """The stride that makes 14 rows 7 with a kernel of 3 rows, padding alike and no dilation."""
    strides = {
        wish.settings["stride"][0]
        for wish in wishes({"size": (14, 14), "kernel": (3, 3)})
        if wish.sizes == (7, 7)
        and wish.settings["dilation"] == (1, 1)
        and len({*wish.settings["padding"][0]}) == 1
    }
    (stride,) = strides
    return int(stride)


QUESTIONS = (
    Question("span", lambda values: geometry(values).spans[0], along_rows),
    Question("rows", lambda values: geometry(values).outputs[0], along_rows),
    Question("left", left_over, along_rows),
    Question("same", zeros_for_same, along_rows),
    Question("half", stride_for_half),
)
LESSON = Lesson(
    slug="arithmetic",
    order=6,
    group="arithmetic",
    needs=("single-channel",),
    params=(Choice("direction", ("direct", "transposed")), *PARAMS),
    presets=(
        ODD,
        *GUIDE,
        of_guide("dilation", size=7, dilation=2),
        *TWINS,
        Preset("default"),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=write_code,
    questions=QUESTIONS,
    fit=fit_typed,
    wishes=lambda values: () if goes_back(values) else wishes(values),
)
