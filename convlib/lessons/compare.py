"""Lesson 19: all types compared: same shape in and out, a ninefold range of prices."""

from __future__ import annotations

from convlib import code
from convlib.compare import Row, compare
from convlib.compare.asked import PARAMS, sizes_of
from convlib.lesson import Lesson, Preset, Question, Values
from convlib.picture.scene import Scene
from convlib.staging.compared import stage_compared


def stage(values: Values) -> Scene:
    """The chart of all types that can have these sizes."""
    return stage_compared(compare(sizes_of(values)))


def written(values: Values) -> dict[str, str]:
    """The standard layer that all others are held against, on numbers at random."""
    sizes = sizes_of(values)
    options = {"filters": sizes.filters, "kernel": sizes.kernel, "stride": sizes.stride}
    before = (sizes.kernel - 1) // 2
    border = (before, sizes.kernel - 1 - before)
    return code.at_random(sizes.shape, [("conv", {**options, "padding": (border, border)})])


def row(values: Values, name: str) -> Row:
    """A type's row."""
    return next(each for each in compare(sizes_of(values)) if each.name == name)


def can(name: str, values: Values) -> bool:
    """Whether a type can have these sizes."""
    return row(values, name).refused is None


def cheaper(values: Values) -> int:
    """How many types need fewer products than a standard layer."""
    rows = [each for each in compare(sizes_of(values)) if each.refused is None]
    return sum(each.macs < row(values, "standard").macs for each in rows)


def counts(values: Values) -> dict[str, object]:
    """All that the questions speak of."""
    sizes, standard = sizes_of(values), row(values, "standard")
    down, across = standard.shape[1:]
    separable = row(values, "depthwise-separable")
    first = down * across * sizes.channels * sizes.kernel**2
    shown = [each for each in compare(sizes) if each.refused is None]
    return {
        **{"down": down, "across": across, "k": sizes.kernel, "d": sizes.dilation},
        **{"channels": sizes.channels, "filters": sizes.filters, "r": sizes.reduction},
        **{"look": first, "mix": separable.macs - first, "separable": separable.macs},
        **{"standard": standard.macs, "types": len(shown), "numbers": 2 * sizes.kernel**2},
        "few": sizes.filters // sizes.reduction,
        "dearer": sum(each.macs > standard.macs for each in shown),
        "same": sum(each.macs == standard.macs for each in shown),
    }


def reduces(values: Values) -> bool:
    """Whether squeeze-and-excitation can have these sizes."""
    return can("squeeze-excitation", values)


def added(values: Values) -> int:
    """Weights that squeeze-and-excitation adds to a standard layer."""
    return row(values, "squeeze-excitation").parameters - row(values, "standard").parameters


def offsets(values: Values) -> int:
    """Weights of the layer that makes a deformable layer's offsets."""
    return row(values, "deformable").parameters - row(values, "standard").parameters


LESSON = Lesson(
    slug="compare",
    order=19,
    group="beyond",
    needs=("multi-channel", "dilated", "depthwise-separable", "grouped"),
    params=PARAMS,
    presets=(
        Preset("compare"),
        Preset("compare-early", {"height": 112, "width": 112, "din": 32}),
        Preset(
            "compare-late",
            {"height": 14, "width": 14, "din": 256, "dout": 256, "groups": 8},
        ),
        Preset("compare-wide", {"kernel": 5, "dilation": 4}),
        Preset("compare-half", {"stride": 2, "dout": 128}),
        Preset("compare-rgb", {"height": 224, "width": 224, "din": 3, "kernel": 7, "stride": 2}),
    ),
    stage=stage,
    check=lambda _: None,
    derive=lambda _: [],
    arrays=lambda _: {},
    costs=lambda _: [],
    code=written,
    compared=lambda values: compare(sizes_of(values)),
    questions=(
        Question("standard", lambda values: row(values, "standard").macs, counts),
        Question("separable", lambda values: row(values, "depthwise-separable").macs, counts),
        Question("reach", lambda values: row(values, "dilated").reach[0], counts),
        Question("cheaper", cheaper, counts),
        Question("offsets", offsets, counts),
        Question("squeeze", added, counts, reduces),
    ),
)
