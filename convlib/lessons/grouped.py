"""Lesson 13: grouped convolution: walls between channels."""

from __future__ import annotations

from convlib import code
from convlib.cost import cost
from convlib.errors import ConvError
from convlib.layers import two_gpus
from convlib.layers.cost_rows import conv_row
from convlib.layers.grouped import STATE, dividing, layer, shares
from convlib.layers.size_lines import planes
from convlib.layers.standard import derive_direct
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.numerals import bracketed, exact
from convlib.params import Choice, Param
from convlib.picture.scene import Scene
from convlib.staging.block_diagonal import stage_block_diagonal
from convlib.staging.grouped import stage_grouped

PARAMS: tuple[Param, ...] = (Choice("view", ("lanes", "matrix", "gpus")), *STATE.params)
MOST_ROWS, MOST_COLUMNS = 12, 24  # of the matrix
ASKED = {"channels": 6, "filters": 9, "kernel": 3}  # the layer that two questions are about


def check(values: Values) -> None:
    """Refuse what doesn't fit, or is too much to look at.

    Raises:
        ConvError: As ``ChannelState.check``; or the matrix would be too large, or there is another
            number of groups than there are GPUs.
    """
    STATE.check(values)
    if values["view"] == "gpus" and values["groups"] != two_gpus.GPUS:
        details = {"value": values["groups"], "gpus": two_gpus.GPUS}
        raise ConvError("grouped-gpus", parameter="groups", **details)
    if values["view"] == "matrix":
        (down, across), outputs = values["size"], values["filters"] * places(values)
        inputs = values["channels"] * down * across
        if down > 1 or outputs > MOST_ROWS or inputs > MOST_COLUMNS:
            caps = {"most": MOST_ROWS, "across": MOST_COLUMNS}
            details = {"rows": outputs, "columns": inputs, **caps}
            raise ConvError("grouped-matrix", parameter="size", **details)


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    if values["view"] == "matrix":
        return stage_block_diagonal(layer(values))
    if values["view"] == "gpus":
        return stage_grouped(layer(values), two_gpus.shares(), key="gpu")
    return stage_grouped(layer(values), shares(values))


def derive(values: Values) -> list[Derivation]:
    """The output's rows and columns, and its channels: groups change none of them.

    In the matrix a channel's values stand under each other: rows and columns are of another kind.
    """
    if values["view"] == "matrix":
        return []
    channels, filters, groups = (values[name] for name in ("channels", "filters", "groups"))
    lines = (
        rf"\frac{{D_\mathrm{{in}}}}{{g}} &= \frac{{{channels}}}{{{groups}}} = {channels // groups}"
        r"\text{ channels for each filter}",
        rf"\frac{{D_\mathrm{{out}}}}{{g}} &= \frac{{{filters}}}{{{groups}}} = {filters // groups}"
        r"\text{ filters in each group}",
        rf"D_\mathrm{{out}} &= \text{{number of filters}} = \mathbf{{{filters}}}",
    )
    return [*derive_direct(values), planes(lines, filters, "filters")]


def costs(values: Values) -> list[CostRow]:
    """The layer, and the same one without groups; AlexNet's second one in full."""
    shape = (values["channels"], *values["size"])
    sizes = {name: values[name] for name in ("filters", "kernel")}
    drawn = [
        conv_row("own", shape, groups=values["groups"], **sizes),
        conv_row("grouped-none", shape, **sizes),
    ]
    return [*drawn, *(two_gpus.rows() if values["view"] == "gpus" else ())]


def written(values: Values) -> dict[str, str]:
    """The layer as code."""
    x, weights = STATE.operands(values)
    return code.conv(x, weights, **STATE.options(values))


def places(values: Values) -> int:
    """How many the window has."""
    rows, columns = STATE.geometry(values).outputs
    return rows * columns


def last(values: Values) -> float:
    """The first value of the last output channel."""
    return float(layer(values).trace.output[-1, 0, 0])


def counts(values: Values) -> dict[str, object]:
    """All that the questions speak of."""
    made = layer(values)
    trace, number = made.trace, len(made.weights) - 1
    terms = trace.dst == number * places(values)
    read, weights = trace.source.ravel()[trace.src[terms]], trace.weight.ravel()[trace.ker[terms]]
    parts = (read * weights).reshape(made.per[0], -1).sum(axis=1).tolist()
    reads = made.channels_of(number)
    return {
        **STATE.counts(values),
        "standard": costs(values)[1].cost.parameters,
        "last": number,
        "from": reads.start,
        "to": reads.stop - 1,
        "sums": " + ".join(bracketed(exact(part)) for part in parts),
        "per": made.per[1],
    }


def asked_weights(groups: int) -> int:
    """Of the layer that is asked about."""
    sizes = {name: ASKED[name] for name in ("filters", "kernel")}
    return cost(
        "conv", (ASKED["channels"], ASKED["kernel"], ASKED["kernel"]), groups=groups, **sizes
    ).parameters


def is_gpus(values: Values) -> bool:
    """Whether AlexNet's layer is counted beside the stage."""
    return bool(values["view"] == "gpus")


def gpus(_: Values) -> dict[str, object]:
    """What the question about AlexNet speaks of."""
    depth, filters = two_gpus.SHAPE[0] // two_gpus.GPUS, two_gpus.SIZES["filters"] // two_gpus.GPUS
    return {"depth": depth, "filters": filters, "kernel": two_gpus.SIZES["kernel"]}


LESSON = Lesson(
    slug="grouped",
    order=13,
    group="grouped",
    needs=("multi-channel", "depthwise"),
    params=PARAMS,
    presets=(
        Preset("grouped"),
        Preset("grouped-one", {"groups": 1}),
        Preset("grouped-depthwise", {"groups": 4}),
        Preset(
            "grouped-three",
            {"channels": 6, "filters": 3, "groups": 3, "size": (2, 3), "kernel": (2, 2)},
        ),
        Preset("grouped-matrix", {"view": "matrix", "size": (1, 3), "kernel": (1, 2)}),
        Preset("grouped-alexnet", {"view": "gpus"}),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=STATE.arrays,
    costs=costs,
    code=written,
    questions=(
        Question("weights", lambda values: costs(values)[0].cost.parameters, counts),
        Question("products", lambda values: costs(values)[0].cost.macs, counts),
        Question("reads", lambda values: layer(values).per[0], counts),
        Question("value", last, counts),
        Question("three", lambda _: asked_weights(3)),
        Question("two", lambda _: len(dividing(ASKED["channels"], ASKED["filters"]))),
        Question("alexnet", lambda _: two_gpus.full().parameters, gpus, is_gpus),
    ),
    fit=STATE.fit,
)
