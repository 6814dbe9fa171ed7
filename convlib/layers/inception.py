"""A block of branches as in Inception: parameters, numbers, and what each branch does."""

from __future__ import annotations

from functools import partial

import numpy as np

from convlib.layers.backgrounds import Background, backgrounds
from convlib.lesson import Values
from convlib.ops import Array, conv
from convlib.params import Choice, Grid, Param, PerAxis, Seed, fitted, laid_over
from convlib.staging.inception_branch import Branch, Look

CHANNELS, SIDE = 2, 5  # of the input that is drawn, and its rows or columns at most
FIELDS = {"five": 5, "seven": 7}  # the views of one output, and how far it sees
LOOKS = {"one": (1, 1), "three": (3, 3), "five": (5, 5), "across": (1, 7), "down": (7, 1)}
PARAMS: tuple[Param, ...] = (
    Choice("view", ("branches", "turns", "five", "seven")),
    Choice("form", ("v1", "naive", "v2", "v3")),
    PerAxis("size", default=(3, 3), low=2, high=SIDE),
    Seed("seed"),
    Grid("input", cap=SIDE, size="size", planes=CHANNELS),
    Grid("pointwise", cap=CHANNELS, planes=4),
    Grid("three", cap=3, planes=CHANNELS),
    Grid("five", cap=5, planes=CHANNELS),
    Grid("twice", cap=3, planes=2),
    Grid("across", cap=7, row=True),
    Grid("down", cap=7),
    Grid("patch", cap=7),
)
IMAGE = [
    [[1, 0, 2, 1, 0], [2, 1, 0, 3, 1], [0, 2, 1, 0, 2], [1, 0, 2, 1, 1], [0, 1, 0, 2, 0]],
    [[0, 1, 0, 2, 1], [1, 3, 1, 0, 0], [2, 0, 1, 1, 3], [0, 1, 0, 2, 1], [1, 0, 1, 0, 2]],
]
ONES = [[[1], [2]], [[1], [1]], [[2], [1]], [[1], [1]]]
THREE = [[[0, 1, 1], [-1, 2, -1], [1, 1, -1]], [[1, 0, -1], [0, 1, 1], [-1, 1, 0]]]
FIVE = [
    [[0, 0, 1, 1, -1], [-1, 0, 0, 0, 0], [0, -1, 1, -1, 0], [0, 0, 1, 0, 1], [1, 0, 0, 0, 0]],
    [[1, 0, 0, 0, 1], [0, 1, 0, -1, 0], [0, 0, 1, 0, 0], [0, -1, 0, 1, 0], [1, 0, 0, 0, 1]],
]
TWICE = [[[0, 1, 0], [1, -1, 1], [0, 1, 0]], [[1, 0, -1], [1, 1, 0], [-1, 0, 1]]]
FEW = range(-1, 3)
NUMBERS = {
    "input": Background((CHANNELS, SIDE, SIDE), range(5), range(4), IMAGE),
    "pointwise": Background((4, CHANNELS, 1), FEW, classic=ONES),
    "three": Background((CHANNELS, 3, 3), FEW, classic=THREE),
    "five": Background((CHANNELS, 5, 5), FEW, classic=FIVE),
    "twice": Background((2, 3, 3), FEW, classic=TWICE),
    "across": Background((1, 7), FEW, classic=[[1, 0, -1, 2, 1, 0, 1]]),
    "down": Background((7, 1), FEW, classic=[[1], [1], [0], [2], [-1], [0], [1]]),
    "patch": Background((7, 7), range(5), range(4)),
}
# The arrays that the stage has, by what it shows.
SHOWN = {
    "v1": ("input", "pointwise", "three", "five"),
    "naive": ("input", "pointwise", "three", "five"),
    "v2": ("input", "pointwise", "three", "twice"),
    "v3": ("input", "pointwise", "three", "across", "down"),
    "five": ("patch", "twice"),
    "seven": ("patch", "across", "down"),
}
fit = partial(fitted, PARAMS)


def shown(values: Values) -> str:
    """What the stage shows: a form of the block, or the field of one output."""
    return str(values["form" if is_block(values) else "view"])


def is_block(values: Values) -> bool:
    """Whether branches are on the stage, rather than the field of one output."""
    return values["view"] not in FIELDS


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(2, H, W)``, and the weights of all branches; the plane of a single output."""
    numbers = backgrounds(values["seed"], NUMBERS)
    kernels = CHANNELS if shown(values) == "naive" else 1  # a branch that narrows has one channel
    for name in ("three", "five"):
        numbers[name] = numbers[name][:kernels]
    if shown(values) == "naive":
        numbers["pointwise"] = numbers["pointwise"][:1]
    field = FIELDS.get(values["view"], 7)
    numbers["patch"] = numbers["patch"][:field, :field]
    return laid_over(PARAMS, values, numbers)


def idle(values: Values) -> set[str]:
    """What makes no difference at present."""
    names = {param.name for param in PARAMS if isinstance(param, Grid)}
    rest = set() if is_block(values) else {"form", "size"}
    return (names - {*SHOWN[shown(values)]}) | rest


def branches(values: Values) -> list[Branch]:
    """What each of the four branches does to the input, layer by layer."""
    given = arrays(values)

    def narrow(at: int) -> Look:
        return Look("pointwise", given["pointwise"][at].reshape(1, CHANNELS, 1, 1), (at,))

    def look(name: str, *planes: int) -> Look:
        kernels = given[name][list(planes)] if planes else given[name][None]
        return Look(name, kernels[None], planes or (-1,))

    one, pool = narrow(0), Look("")
    both = range(CHANNELS)
    match values["form"]:
        case "naive":
            return [
                Branch("1×1", (one,)),
                Branch("3×3", (look("three", *both),)),
                Branch("5×5", (look("five", *both),)),
                Branch("max 3×3", (pool,)),
            ]
        case "v2":
            third = Branch("1×1 → 3×3 → 3×3", (narrow(2), look("twice", 0), look("twice", 1)))
        case "v3":
            third = Branch("1×1 → 1×7 → 7×1", (narrow(2), look("across"), look("down")))
        case _:
            third = Branch("1×1 → 5×5", (narrow(2), look("five", 0)))
    return [
        Branch("1×1", (one,)),
        Branch("1×1 → 3×3", (narrow(1), look("three", 0))),
        third,
        Branch("max 3×3 → 1×1", (pool, narrow(3))),
    ]


def small(values: Values) -> tuple[Array, Array]:
    """The two kernels that stand for a large one."""
    given = arrays(values)
    if values["view"] == "five":
        return given["twice"][0], given["twice"][1]
    return given["across"], given["down"]


def large(values: Values) -> Array:
    """The one kernel that does what the two do, one after the other."""
    first, second = small(values)
    spread: Array = conv(first[None], second[None, None, ::-1, ::-1], padding="full")[0]
    return np.asarray(spread)
