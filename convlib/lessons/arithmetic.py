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
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.params import Choice
from convlib.picture.scene import Scene
from convlib.shapes import same_padding

# By the guide's names; each has a transposed twin.
GUIDE = (
    Preset("no_padding_no_strides", {"size": 4, "kernel": 3}),
    Preset("arbitrary_padding_no_strides", {"size": 5, "kernel": 4, "padding": 2}),
    Preset("same_padding_no_strides", {"size": 5, "kernel": 3, "padding": 1}),
    Preset("full_padding_no_strides", {"size": 5, "kernel": 3, "padding": 2}),
    Preset("no_padding_strides", {"size": 5, "kernel": 3, "stride": 2}),
    Preset("padding_strides", {"size": 5, "kernel": 3, "stride": 2, "padding": 1}),
)
# The division leaves a row and a column over: the lesson opens with it.
ODD = Preset("padding_strides_odd", {"size": 6, "kernel": 3, "stride": 2, "padding": 1})
TWINS = tuple(
    Preset(f"{preset.name}_transposed", {"direction": "transposed", **preset.values})
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
    """How many rows at the end no window reaches since the division leaves a rest."""
    there, size = geometry(values), int(values["size"][0])
    return (size + sum(there.padding[0]) - there.spans[0]) % there.strides[0]


def zeros_for_same(values: Values) -> int:
    """How many rows of zeros the rule *same* adds, above and below together."""
    size, kernel, stride, dilation = (
        values[name][0] for name in ("size", "kernel", "stride", "dilation")
    )
    return sum(same_padding(size, kernel, stride=stride, dilation=dilation))


QUESTIONS = (
    Question("span", lambda values: geometry(values).spans[0], along_rows),
    Question("rows", lambda values: geometry(values).outputs[0], along_rows),
    Question("left", left_over, along_rows),
    Question("same", zeros_for_same, along_rows),
)
LESSON = Lesson(
    slug="arithmetic",
    order=6,
    params=(Choice("direction", ("direct", "transposed")), *PARAMS),
    presets=(
        ODD,
        *GUIDE,
        Preset("dilation", {"size": 7, "kernel": 3, "dilation": 2}),
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
)
