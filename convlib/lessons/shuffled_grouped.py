"""Lesson 14: shuffled grouped convolution: one fixed transpose opens the walls."""

from __future__ import annotations

from typing import Any

from convlib import code
from convlib.layers.cost_rows import RowLayer, in_a_row
from convlib.layers.shuffled import NUMBERS, SHUFFLED, SIZES, arrays, check, net
from convlib.layers.size_lines import planes
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.params import Param, fitted
from convlib.picture.scene import Scene
from convlib.staging.shuffled import stage_shuffled

PARAMS: tuple[Param, ...] = (*SIZES, *NUMBERS)


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    return stage_shuffled(net(values))


def derive(values: Values) -> list[Derivation]:
    """How many channels come out: neither groups nor a shuffle change that."""
    channels, groups = values["channels"], values["groups"]
    lines = (
        rf"\frac{{D}}{{g}} &= \frac{{{channels}}}{{{groups}}} = {channels // groups}"
        r"\text{ channels in each group}",
        rf"D_\mathrm{{out}} &= \text{{number of filters}} = \mathbf{{{channels}}}",
    )
    return [planes(lines, channels, "channels")]


def layers(values: Values, groups: int) -> list[RowLayer]:
    """Both layers in so many groups, and the shuffle between."""
    options: dict[str, Any] = {"filters": values["channels"], "groups": groups}
    both = [RowLayer("pointwise", options)] * 2
    shuffled = values["shuffle"] == SHUFFLED and groups > 1
    shuffle = [RowLayer("channel_shuffle", {"groups": groups})] if shuffled else []
    return [both[0], *shuffle, both[1]]


def costs(values: Values) -> list[CostRow]:
    """Both layers, and the same without groups."""
    shape = (values["channels"], 1, values["cells"])
    return [
        in_a_row("own", shape, layers(values, values["groups"])),
        in_a_row("shuffle-none", shape, layers(values, 1)),
    ]


def written(values: Values) -> dict[str, str]:
    """Both layers as code."""
    made = net(values)
    first, second = (
        ("grouped", {"weight": weight[..., None, None], "groups": made.groups, "name": name})
        for name, weight in (("first", made.first), ("second", made.second))
    )
    shuffle = [("channel_shuffle", {"groups": made.groups})] if made.shuffle else []
    return code.in_a_row(made.x[:, None], [first, *shuffle, second])


LESSON = Lesson(
    slug="shuffled-grouped",
    order=14,
    group="grouped",
    needs=("grouped", "1x1"),
    params=PARAMS,
    presets=(Preset("shuffle"),),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=written,
    questions=(Question("reach", lambda values: len(net(values).reaching(values["chosen"]))),),
    fit=lambda given: fitted(PARAMS, given),
)
