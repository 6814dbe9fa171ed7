"""Lesson 16: branches side by side on one input, and what they make stacked."""

from __future__ import annotations

import math

from convlib import code
from convlib.code.branches import inception
from convlib.layers import inception_full
from convlib.layers.cost_rows import RowLayer, conv_row, in_a_row
from convlib.layers.inception import (
    CHANNELS,
    FIELDS,
    PARAMS,
    arrays,
    branches,
    fit,
    idle,
    is_block,
    large,
    small,
)
from convlib.layers.size_lines import planes
from convlib.layers.standard import derive_direct
from convlib.lesson import CostRow, Derivation, Lesson, Piece, Preset, Question, Values
from convlib.picture.scene import Scene
from convlib.staging.inception import Block, stage_inception
from convlib.staging.inception_field import stage_field


def stage(values: Values) -> Scene:
    """The block; or one output of two small layers, and of a large one."""
    if not is_block(values):
        return stage_field(arrays(values)["patch"], *small(values), large(values))
    full, in_turn = inception_full.in_full(), values["view"] == "turns"
    return stage_inception(block(values), full, in_turn=in_turn)


def block(values: Values) -> Block:
    """The branches with their numbers."""
    return Block(arrays(values)["input"], tuple(branches(values)))


def check(values: Values) -> None:
    """Everything goes together."""


def derive(values: Values) -> list[Derivation]:
    """Rows and columns, which branches keep; and the channels, which add up."""
    if not is_block(values):
        side = FIELDS[values["view"]]
        sizes = {"size": (side, side), "kernel": (side, side)}
        return derive_direct(sizes, {"size": "", "kernel": ""})
    kept = {"size": values["size"], "kernel": (1, 1)}
    each = made_by(values)
    total, sums = sum(each), " + ".join(map(str, each))
    lines = (rf"D_\mathrm{{out}} &= {sums} = \mathbf{{{total}}}",)
    pieces = [Piece(str(count), "output") for count in each]
    worked = [pieces[0], *(part for piece in pieces[1:] for part in (Piece(" + "), piece))]
    return [
        *derive_direct(kept, {"kernel": ""}),
        planes(lines, total, worked=tuple(worked)),
    ]


def made_by(values: Values) -> list[int]:
    """The channels that each branch makes."""
    return [CHANNELS if branch.looks[-1].weight is None else 1 for branch in branches(values)]


def costs(values: Values) -> list[CostRow]:
    """What is on the stage, beside its counterpart; GoogLeNet's block in full."""
    if not is_block(values):
        first, second = (kernel.shape for kernel in small(values))
        side = FIELDS[values["view"]]
        layers = [RowLayer("conv", {"filters": 1, "kernel": size}) for size in (first, second)]
        return [
            in_a_row("own", (1, side, side), layers),
            conv_row("inception-one", (1, side, side), filters=1, kernel=side),
        ]
    shape = (CHANNELS, *values["size"])
    other, label = ("v1", "narrowed") if values["form"] == "naive" else ("naive", "direct")
    return [
        inception_full.block_row("own", branches(values), shape),
        inception_full.block_row(f"inception-{label}", branches(values | {"form": other}), shape),
        *inception_full.full_rows(),
    ]


def written(values: Values) -> dict[str, str]:
    """The block, or two layers in a row, as code."""
    if not is_block(values):
        layers = [("conv", {"weight": kernel[None, None]}) for kernel in small(values)]
        named = [
            (operator, options | {"name": name})
            for (operator, options), name in zip(layers, ("first", "second"), strict=True)
        ]
        return code.in_a_row(arrays(values)["patch"][None], named)
    layers_of = [[look.weight for look in branch.looks] for branch in branches(values)]
    return inception(arrays(values)["input"], layers_of)


def counts(values: Values) -> dict[str, object]:
    """All that the questions speak of."""
    made = made_by(values)
    return {"sums": " + ".join(map(str, made)), "branches": len(made)}


def corner(values: Values) -> float:
    """The first value of the last channel."""
    return float(block(values).output[-1, 0, 0])


def full_channels(narrowed: bool) -> int:
    """What 3a makes."""
    direct, own = inception_full.in_full().blocks
    return sum((own if narrowed else direct).channels)


LESSON = Lesson(
    slug="inception",
    order=16,
    group="beyond",
    needs=("1x1", "multi-channel"),
    params=PARAMS,
    presets=(
        Preset("inception"),
        Preset("inception-naive", {"form": "naive"}),
        Preset("inception-turns", {"view": "turns"}),
        Preset("inception-v2", {"form": "v2"}),
        Preset("inception-v3", {"form": "v3"}),
        Preset("inception-five", {"view": "five"}),
        Preset("inception-seven", {"view": "seven"}),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=written,
    questions=(
        Question("channels", lambda values: sum(made_by(values)), counts, is_block),
        Question("value", corner, counts, is_block),
        Question("reduced", lambda _: inception_full.counted(((16, 1), (32, 5))).macs),
        Question("direct", lambda _: inception_full.counted(((32, 5),)).macs),
        Question("growing", lambda _: full_channels(narrowed=False)),
        Question("five", lambda _: 2 * math.prod((3, 3))),
        Question("seven", lambda _: sum((7, 7))),
    ),
    fit=fit,
    idle=idle,
)
