"""Lesson 4: three-dimensional convolution, a cube that moves along all three axes of a volume."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import Any

from convlib import code
from convlib.cost import cost
from convlib.errors import ConvError
from convlib.layers.backgrounds import Background, backgrounds
from convlib.layers.cost_rows import conv_row
from convlib.layers.products import covered, products
from convlib.layers.standard import check_padded, derive_direct
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.ops import Array, Geometry
from convlib.params import (
    Choice,
    Count,
    Grid,
    PaddingParam,
    Param,
    PerAxis,
    Seed,
    Whole,
    fitted,
    laid_over,
)
from convlib.picture.scene import Scene
from convlib.staging.volumes import Volume, stage_beside, stage_volume

DEEPEST, LARGEST_INPUT, LARGEST_PADDED = 6, 6, 8
DEEPEST_KERNEL, LARGEST_KERNEL, FARTHEST = 3, 3, 3
DEPTH = Count("depth")
PARAMS: tuple[Param, ...] = (
    Choice("view", ("volume", "beside")),
    Whole("depth", default=4, low=1, high=DEEPEST),
    PerAxis("size", default=(4, 4), low=1, high=LARGEST_INPUT),
    Whole("kernel_depth", default=2, low=1, high=DEEPEST_KERNEL),
    PerAxis("kernel", default=(2, 2), low=1, high=LARGEST_KERNEL),
    Whole("stride_depth", default=1, low=1, high=FARTHEST),
    PerAxis("stride", default=(1, 1), low=1, high=FARTHEST),
    Whole("padding_depth", default=0, low=0, high=2),
    PaddingParam("padding", rules=("valid", "same", "full"), high=2),
    Seed("seed"),
    Grid("input", LARGEST_INPUT, "size", planes=DEEPEST, counts=(DEPTH,)),
    Grid(
        "weights", LARGEST_KERNEL, "kernel", planes=DEEPEST_KERNEL, counts=(Count("kernel_depth"),)
    ),
    Grid("flat", LARGEST_KERNEL, "kernel", planes=DEEPEST, counts=(DEPTH,)),
)
# The filter that is as deep as the volume follows it, and settles nothing.
SETTLING = [param for param in PARAMS if param.name != "flat"]
FILTER = [[[1, 0], [0, -1]], [[0, 2], [-1, 0]]]
NUMBERS = {
    "input": Background((DEEPEST, LARGEST_INPUT, LARGEST_INPUT), range(10), range(4)),
    "weights": Background(
        (DEEPEST, LARGEST_KERNEL, LARGEST_KERNEL), range(-2, 3), range(-1, 3), FILTER
    ),
}


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(slices, H, W)``, the cube's weights, and those of the filter as deep as the input.

    Where nothing is typed, the deep filter begins with the cube's weights.
    """
    numbers = backgrounds(values["seed"], NUMBERS)
    return laid_over(PARAMS, values, numbers | {"flat": numbers["weights"]})


def options(values: Values) -> dict[str, Any]:
    """How the cube moves along all three axes, as ``conv`` takes it."""
    padding, before = values["padding"], values["padding_depth"]
    return {
        "stride": (values["stride_depth"], *values["stride"]),
        "padding": padding if isinstance(padding, str) else ((before, before), *padding),
    }


def geometry(values: Values) -> Geometry:
    """How the cube stands on the volume.

    Raises:
        ConvError: The cube is larger than the padded volume.
    """
    sizes = (values["depth"], *values["size"])
    return Geometry.of(sizes, (values["kernel_depth"], *values["kernel"]), **options(values))


def volume(values: Values) -> Volume:
    """The values' numbers."""
    x, weights, flat = arrays(values).values()
    return Volume(x, weights, flat, options(values))


def check(values: Values) -> None:
    """Refuse what doesn't fit, or is too much to look at.

    Raises:
        ConvError: The cube is larger than the padded volume, or that is too large.
    """
    (along, *_), padding = options(values)["stride"], options(values)["padding"]
    before = padding if isinstance(padding, str) else padding[:1]
    try:
        Geometry.of([values["depth"]], [values["kernel_depth"]], along, before)
    except ConvError as error:
        raise ConvError(error.key, parameter="kernel_depth", **error.details) from None
    sizes, sides = (values["depth"], *values["size"]), geometry(values).padding
    depth, *others = (size + sum(around) for size, around in zip(sizes, sides, strict=True))
    deep = depth >= max(others) and not isinstance(padding, str)
    check_padded(sizes, sides, LARGEST_PADDED, "padding_depth" if deep else "padding")


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    staged = stage_beside if values["view"] == "beside" else stage_volume
    return staged(volume(values))


def derive(values: Values) -> list[Derivation]:
    """The output's slices, rows and columns."""
    padding = options(values)["padding"]
    along = {
        name: (values[key], values[key])
        for name, key in (("size", "depth"), ("kernel", "kernel_depth"), ("stride", "stride_depth"))
    }
    before = padding if isinstance(padding, str) else (padding[0], padding[0])
    called = {name: f"{name}_depth" for name in ("kernel", "stride")} | {"size": "depth"}
    called["padding"] = "padding" if isinstance(padding, str) else "padding_depth"
    (depth,) = derive_direct({**along, "padding": before}, called)
    *others, last = derive_direct(values)
    return [replace(depth, label="slices"), *others, last]


def costs(values: Values) -> list[CostRow]:
    """The cube's, and those of a 2-D filter that reads the slices as channels."""
    flat = {"filters": 1, "kernel": values["kernel"], "stride": values["stride"]}
    flat["padding"] = values["padding"]
    cube = {"filters": 1, "kernel": (values["kernel_depth"], *values["kernel"]), **options(values)}
    return [
        conv_row("own", (1, values["depth"], *values["size"]), **cube),
        conv_row("3d-channels", (values["depth"], *values["size"]), **flat),
    ]


def written(values: Values) -> dict[str, str]:
    """The layer as code."""
    made = volume(values)
    return code.conv(made.x[None], made.weights[None, None], **made.options)


def sizes(values: Values) -> dict[str, object]:
    """All the counts that the questions speak of."""
    there = geometry(values)
    outputs, kernel = there.outputs, (values["kernel_depth"], *values["kernel"])
    stride = there.strides[0]
    padded = values["depth"] + sum(there.padding[0])
    return {
        "padded": padded,
        "deep": kernel[0],
        "free": padded - kernel[0],
        "stride": stride,
        "whole": (padded - kernel[0]) // stride,
        "slices": outputs[0],
        "plane": f"{outputs[1]} × {outputs[2]}",
        "outputs": math.prod(outputs),
        "kernel": " · ".join(map(str, kernel)),
        "weights": math.prod(kernel),
        "flat": f"{values['depth']} · {kernel[1]} · {kernel[2]}",
        "area": math.prod(kernel[1:]),
        "depth": values["depth"],
    }


def times(values: Values) -> float:
    """How many times the products of a 2-D filter the cube takes, if both keep the size."""
    shape, kernel = (values["depth"], *values["size"]), values["kernel"]
    cube = cost(
        "conv",
        (1, *shape),
        filters=1,
        kernel=(values["kernel_depth"], *kernel),
        padding="same",
    )
    return cube.macs / cost("conv", shape, filters=1, kernel=kernel, padding="same").macs


def value(values: Values) -> float:
    """The last number of the output."""
    return float(volume(values).trace.output.ravel()[-1])


def last_place(values: Values) -> dict[str, object]:
    """The output's last cell, where the cube begins there, and its products, layer by layer."""
    made = volume(values)
    place, cell = made.places[-1], [count - 1 for count in made.trace.geometry.outputs]
    return {
        "cell": ", ".join(map(str, cell)),
        "products": products(covered(made.x, made.trace.geometry, cell), made.weights),
        **{
            name: at - before
            for name, at, (before, _) in zip(
                ("slice", "row", "column"), place, made.trace.geometry.padding, strict=True
            )
        },
    }


def idle(values: Values) -> list[str]:
    """What makes no difference at present: a rule pads all axes, and the 2-D filter has a view."""
    names = {
        "padding_depth": isinstance(values["padding"], str),
        "flat": values["view"] == "volume",
    }
    return [name for name, is_idle in names.items() if is_idle]


LESSON = Lesson(
    slug="3d",
    order=4,
    group="channels",
    needs=("multi-channel",),
    params=PARAMS,
    presets=(
        Preset("3d"),
        Preset("3d-beside", {"view": "beside"}),
        Preset(
            "3d-same", {"kernel": 3, "kernel_depth": 3, "depth": 3, "size": 3, "padding": "same"}
        ),
        Preset("3d-strided", {"stride": 2, "stride_depth": 2}),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=written,
    questions=(
        Question("slices", lambda values: geometry(values).outputs[0], sizes),
        Question("products", lambda values: volume(values).weights.size, sizes),
        Question("flat", lambda values: math.prod(volume(values).flat.shape), sizes),
        Question("value", value, last_place),
        Question("macs", lambda values: costs(values)[0].cost.macs, sizes),
        Question("times", times, sizes),
    ),
    fit=partial(fitted, SETTLING),
    idle=idle,
)
