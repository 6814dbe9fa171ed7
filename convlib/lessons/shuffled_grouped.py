"""Lesson 14: shuffled grouped convolution: one fixed transpose opens the walls."""

from __future__ import annotations

from typing import Any

from convlib import code
from convlib.layers.cost_rows import RowLayer, in_a_row
from convlib.layers.shuffled import NUMBERS, SHUFFLED, SIZES, arrays, check, net
from convlib.layers.size_lines import planes
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.numerals import bracketed, exact
from convlib.params import Choice, Param, fitted
from convlib.picture.scene import Scene
from convlib.staging.shuffled import stage_shuffled
from convlib.staging.shuffled_matrix import stage_permutation
from convlib.staging.shuffled_reach import stage_reach

VIEWS = ("moves", "nets", "permutation")
PARAMS: tuple[Param, ...] = (Choice("view", VIEWS), *SIZES, *NUMBERS)


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    made = net(values)
    match values["view"]:
        case "nets":
            return stage_reach(made)
        case "permutation":
            return stage_permutation(made)
    return stage_shuffled(made)


def derive(values: Values) -> list[Derivation]:
    """How many channels come out: neither groups nor a shuffle change that."""
    channels, groups = values["channels"], values["groups"]
    lines = (
        rf"\frac{{D}}{{g}} &= \frac{{{channels}}}{{{groups}}} = {channels // groups}"
        r"\text{ channels in each group}",
        rf"D_\mathrm{{out}} &= \text{{number of filters}} = \mathbf{{{channels}}}",
    )
    return [planes(lines, channels, "channels")]


def is_whole(values: Values) -> bool:
    """Whether the second layer is on the stage too."""
    return bool(values["view"] != "permutation")


def is_stepped(values: Values) -> bool:
    """Whether each output is made by itself."""
    return bool(values["view"] == "moves")


def layers(values: Values, groups: int) -> list[RowLayer]:
    """Both layers in so many groups, and the shuffle between."""
    options: dict[str, Any] = {"filters": values["channels"], "groups": groups}
    both = [RowLayer("pointwise", options)] * 2
    shuffled = values["shuffle"] == SHUFFLED and groups > 1
    shuffle = [RowLayer("channel_shuffle", {"groups": groups})] if shuffled else []
    return [both[0], *shuffle, *both[1 : 2 if is_whole(values) else 1]]


def costs(values: Values) -> list[CostRow]:
    """Both layers, and the same without groups."""
    shape = (values["channels"], 1, values["cells"])
    return [
        in_a_row("own", shape, layers(values, values["groups"])),
        in_a_row("shuffle-none", shape, layers(values, 1)),
    ]


def written(values: Values) -> dict[str, str]:
    """Both layers as code; where both nets are on the stage, the one with the shuffle."""
    made = net(replace_shuffle(values) if values["view"] == "nets" else values)
    layers: list[tuple[str, dict[str, Any]]] = [
        ("grouped", {"weight": weight[..., None, None], "groups": made.groups, "name": name})
        for name, weight in (("first", made.first), ("second", made.second))
    ]
    shuffle = [("channel_shuffle", {"groups": made.groups})] if made.shuffle else []
    layers[1:] = [*shuffle, *(layers[1:] if is_whole(values) else [])]
    return code.in_a_row(made.x[:, None], layers)


def last(values: Values) -> float:
    """The first value of the last output channel."""
    return float(net(values).chain.output[-1, 0, 0])


def place(values: Values) -> int:
    """Where the shuffle puts the channel that is asked about."""
    made = net(replace_shuffle(values))
    return made.order.index(asked(values))


def asked(values: Values) -> int:
    """The last channel of the first group."""
    return int(values["channels"] // values["groups"] - 1)


def replace_shuffle(values: Values) -> Values:
    """The same with the shuffle."""
    return values | {"shuffle": SHUFFLED}


def weights(values: Values) -> int:
    """Of both layers."""
    made = net(values)
    return made.first.size + made.second.size


def counts(values: Values) -> dict[str, object]:
    """All that the questions speak of."""
    made = net(values)
    number, groups, each = made.channels - 1, made.groups, made.each
    dealt = made.chain.arrays[-2][:, 0, 0]
    terms = zip(dealt[list(made.members(number))].tolist(), made.second[-1].tolist(), strict=True)
    read = sorted({made.group_of(at) for at in made.read_by(made.chosen)})
    return {
        "channels": made.channels,
        "groups": groups,
        "each": each,
        "chosen": made.chosen,
        "read": ", ".join(map(str, made.read_by(made.chosen))),
        "from": len(read),
        "last": number,
        "sum": " + ".join(f"{bracketed(exact(m))}·{bracketed(exact(w))}" for m, w in terms),
        "asked": asked(values),
        "row": made.group_of(asked(values)),
        "column": asked(values) % each,
        "standard": 2 * made.channels**2,
    }


def few(values: Values) -> int:
    """How many inputs reach an output where a group has fewer channels than there are groups."""
    six = values | {"channels": 6, "groups": 3, "shuffle": SHUFFLED, "chosen": 0}
    return len(net({**six, **dict.fromkeys(("input", "layer1", "layer2"))}).reaching(0))


def idle(values: Values) -> set[str]:
    """What makes no difference in a view."""
    match values["view"]:
        case "nets":
            return {"shuffle", "chosen"}
        case "permutation":
            return {"chosen", "layer2"}
    return set()


LESSON = Lesson(
    slug="shuffled-grouped",
    order=14,
    group="grouped",
    needs=("grouped", "1x1"),
    params=PARAMS,
    presets=(
        Preset("shuffle"),
        Preset("shuffle-not", {"shuffle": "straight"}),
        Preset("shuffle-six", {"channels": 6}),
        Preset("shuffle-eight", {"channels": 8, "groups": 2}),
        Preset("shuffle-reach", {"view": "nets"}),
        Preset("shuffle-reach-six", {"view": "nets", "channels": 6}),
        Preset("shuffle-permutation", {"view": "permutation"}),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=written,
    questions=(
        Question(
            "reach",
            lambda values: len(net(values).reaching(values["chosen"])),
            counts,
            is_stepped,
        ),
        Question("six", few),
        Question("place", place, counts),
        Question("value", last, counts, is_stepped),
        Question("weights", weights, counts),
    ),
    idle=idle,
    fit=lambda given: fitted(PARAMS, given),
)
