"""What layers cost, with the formula and the numbers put into it: rows that lessons compare."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from convlib.cost import Cost
from convlib.cost import in_a_row as cost_in_a_row
from convlib.errors import ConvError
from convlib.lesson import CostRow
from convlib.shapes import per_axis

Factors = Sequence[tuple[str, int]]  # symbols, and the numbers that they stand for
AXES = {1: ("L",), 2: ("H", "W"), 3: ("T", "H", "W")}
KERNELS = {1: ("k",), 2: ("k_h", "k_w"), 3: ("k_t", "k_h", "k_w")}
DEPTH, FILTERS = r"D_\mathrm{in}", r"D_\mathrm{out}"
MIXING = ("conv", "grouped", "pointwise", "conv_transpose")  # they sum over channels
SLIDING = ("conv", "grouped", "depthwise", "conv_transpose")  # they have a kernel
FREE = ("relu", "channel_shuffle", "max_pool", "avg_pool")


class RowLayer(NamedTuple):
    """A layer of a row, and the letters of its formula where they aren't the usual ones.

    Attributes:
        operator: Its name, as ``convlib.cost.cost`` takes it.
        options: Its sizes, likewise.
        places: A letter for each axis of what it makes, or a single one for all its cells; of a
            transposed layer for what it reads.
        kernel: A letter for each axis of its kernel, ``""`` for one that it doesn't have.
    """

    operator: str
    options: Mapping[str, Any]
    places: Sequence[str] = ()
    kernel: Sequence[str] = ()


def conv_row(label: str, shape: Sequence[int], **options: Any) -> CostRow:
    r"""A convolution's row, in groups too: every weight once for every output position.

    Args:
        label: The row's, as in ``CostRow``.
        shape: Of the input, ``(channels, *spatial)``.
        **options: As ``convlib.cost.cost("conv", …)`` takes them.

    Raises:
        ConvError: As ``cost``.

    Example:
        >>> row = conv_row("own", (3, 7, 7), filters=128, kernel=3)
        >>> row.cost.macs, row.macs.split(" = ")[1]
        (86400, '5 \\cdot 5 \\cdot 128 \\cdot 3 \\cdot 3 \\cdot 3')
    """
    return in_a_row(label, shape, [RowLayer("conv", options)])


def depthwise_row(label: str, shape: Sequence[int], **options: Any) -> CostRow:
    r"""A depthwise layer's row: no kernel reads more than one channel.

    Args:
        label: The row's, as in ``CostRow``.
        shape: Of the input, ``(channels, *spatial)``.
        **options: As ``convlib.cost.cost("depthwise", …)`` takes them.

    Raises:
        ConvError: As ``cost``.

    Example:
        >>> row = depthwise_row("own", (3, 7, 7), kernel=3, multiplier=2)
        >>> row.cost.macs, row.parameters
        (1350, 'D_\\mathrm{in}\\, m\\, k_h\\, k_w = 3 \\cdot 2 \\cdot 3 \\cdot 3')
    """
    return in_a_row(label, shape, [RowLayer("depthwise", options)])


def transposed_row(label: str, shape: Sequence[int], **options: Any) -> CostRow:
    r"""A transposed layer's row: every weight once for every input cell.

    Args:
        label: The row's, as in ``CostRow``.
        shape: Of the input, ``(channels, *spatial)``.
        **options: As ``convlib.cost.cost("conv_transpose", …)`` takes them.

    Raises:
        ConvError: As ``cost``.

    Example:
        >>> transposed_row("own", (1, 2, 2), filters=1, kernel=3, stride=2).macs
        'H_i\\, W_i\\, k_h\\, k_w = 2 \\cdot 2 \\cdot 3 \\cdot 3'
    """
    return in_a_row(label, shape, [RowLayer("conv_transpose", options)])


def passes(kernel: Sequence[int], order: Sequence[int] = (0, 1)) -> list[RowLayer]:
    """A kernel's axes one after the other, as stages of a row: each makes an axis shorter.

    Args:
        kernel: Its size along each axis.
        order: The axes, the first one first.

    Example:
        >>> [(stage.options["kernel"], stage.places) for stage in passes((3, 5))]
        [((3, 1), ('H_o', 'W')), ((1, 5), ('H_o', 'W_o'))]
    """
    places, stages = [*AXES[len(kernel)]], list[RowLayer]()
    for axis in order:
        alone = tuple(size if at == axis else 1 for at, size in enumerate(kernel))
        letters = [letter if at == axis else "" for at, letter in enumerate(KERNELS[len(kernel)])]
        places[axis] += "_o"
        stages.append(RowLayer("depthwise", {"kernel": alone}, tuple(places), letters))
    return stages


def in_a_row(
    label: str, shape: Sequence[int], stages: Sequence[RowLayer], *, depth_last: bool = False
) -> CostRow:
    r"""The row of layers of which each reads what the one before it makes.

    The channels between two layers are M, or M₁, M₂ …; the places before the first kernel are H and
    W, those behind the last one Hₒ and Wₒ, and those between H₁, W₁ …. Kernels of different sizes
    need letters of their own.

    Args:
        label: The row's, as in ``CostRow``.
        shape: Of the input, ``(channels, *spatial)``.
        stages: Convolutions, in groups or not, depthwise, pointwise and transposed ones; and what
            costs nothing.
        depth_last: Whether the channels that a filter reads stand behind its kernel's axes.

    Raises:
        ConvError: There is no formula for an operator; or as ``cost``.

    Example:
        >>> separable = [
        ...     RowLayer("depthwise", {"kernel": 3}),
        ...     RowLayer("pointwise", {"filters": 128}),
        ... ]
        >>> row = in_a_row("own", (3, 7, 7), separable)
        >>> row.cost.macs, [(name, part.macs) for name, part in row.cost.parts]
        (10275, [('depthwise', 675), ('pointwise', 9600)])
        >>> row.parameters.split(" = ")[0]
        'D_\\mathrm{in}\\, k_h\\, k_w + D_\\mathrm{out}\\, D_\\mathrm{in}'
    """
    layers = [(stage.operator, stage.options) for stage in stages]
    _check_operators(layers)
    total = cost_in_a_row(shape, layers)
    shapes = [tuple(shape), *(part.shape for _, part in total.parts)]
    channels, places = _channels(stages, shapes), _places(stages, len(shape) - 1)
    macs, parameters = list[Factors](), list[Factors]()
    for at, stage in enumerate(stages):
        if stage.operator in FREE:
            continue
        before, after = channels[at : at + 2]
        weights = _weights(stage, len(shape) - 1, before, after, depth_last)
        over = shapes[at] if stage.operator == "conv_transpose" else shapes[at + 1]
        macs.append([*_paired(places[at], over[1:]), *weights])
        parameters += [weights, *([after] if stage.options.get("bias") else [])]
    return row(
        label,
        total if len(stages) > 1 else total.parts[0][1],
        macs=macs,
        parameters=_counted(parameters),
    )


def row(
    label: str, total: Cost, *, macs: Sequence[Factors], parameters: Sequence[Factors]
) -> CostRow:
    r"""A row from the products that add up to each of its numbers.

    Example:
        >>> total = Cost(parameters=6, macs=54, shape=(1, 3, 3))
        >>> row("own", total, macs=[[("o", 9), ("k", 6)]], parameters=[[("k", 6)]]).macs
        'o\\, k = 9 \\cdot 6'
    """
    return CostRow(label, total, formula(macs), formula(parameters))


def formula(products: Iterable[Factors]) -> str:
    """A sum of products in TeX: in symbols, then with the numbers put in."""
    listed = list(products)
    symbols = " + ".join(r"\, ".join(symbol for symbol, _ in factors) for factors in listed)
    numbers = " + ".join(
        r" \cdot ".join(str(number) for _, number in factors) for factors in listed
    )
    return f"{symbols} = {numbers}"


def _check_operators(layers: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    known = dict.fromkeys((*MIXING, *SLIDING, *FREE))
    for operator, _ in layers:
        if operator not in known:
            choices = ", ".join(known)
            raise ConvError("choice", parameter="operator", value=operator, choices=choices)


def _channels(stages: Sequence[RowLayer], shapes: Sequence[Sequence[int]]) -> list[Factors]:
    """The channels of the input, and behind each stage, as letters with their numbers."""
    most = sum(stage.operator in MIXING for stage in stages)
    between = ["M"] if most == 2 else [f"M_{number}" for number in range(1, most)]
    letters = iter([*between, FILTERS])
    channels: list[Factors] = [[(DEPTH, shapes[0][0])]]
    for stage, shape in zip(stages, shapes[1:], strict=True):
        after, multiplier = channels[-1], stage.options.get("multiplier", 1)
        if stage.operator in MIXING:
            after = [(next(letters), shape[0])]
        elif multiplier > 1:
            after = [*after, ("m", multiplier)]
        channels.append(after)
    return channels


def _places(stages: Sequence[RowLayer], axes: int) -> list[Sequence[str]]:
    """Letters for the places of each stage, on what it makes, or if transposed on what it reads."""
    most = sum(stage.operator in SLIDING for stage in stages)
    numbers = iter([*range(1, most), "o"])
    places, made = list[Sequence[str]](), AXES[axes]
    for stage in stages:
        if stage.operator in SLIDING:
            number = next(numbers)
            made = tuple(f"{axis}_{number}" for axis in AXES[axes])
        read = [f"{axis}_i" for axis in AXES[axes]]
        usual = read if stage.operator == "conv_transpose" else made
        places.append(stage.places or usual)
    return places


def _weights(
    stage: RowLayer, axes: int, before: Factors, after: Factors, depth_last: bool
) -> Factors:
    """The product that counts a stage's weights."""
    kernel: Factors = []
    if stage.operator in SLIDING:
        sizes = per_axis("kernel", stage.options["kernel"], axes)
        kernel = _paired(stage.kernel or KERNELS[axes], sizes)
    depth, groups = before, stage.options.get("groups", 1)
    if groups > 1:
        letters, count = r"\,".join(letter for letter, _ in before), _count(before)
        depth = [(rf"\tfrac{{{letters}}}{{g}}", count // groups)]
    if stage.operator == "depthwise":
        depth = []
    if kernel and _count(before) == _count(after) == 1:
        return kernel
    return [*after, *kernel, *depth] if depth_last else [*after, *depth, *kernel]


def _count(factors: Factors) -> int:
    return math.prod(number for _, number in factors)


def _paired(letters: Sequence[str], sizes: Sequence[int]) -> Factors:
    """Letters with their numbers: one for each axis, or a single one for all."""
    if len(letters) == 1:
        return [(letters[0], math.prod(sizes))]
    return [(letter, size) for letter, size in zip(letters, sizes, strict=True) if letter]


def _counted(products: Sequence[Factors]) -> Sequence[Factors]:
    """Products that are all alike as one of them, times how many there are."""
    alike = len(products) > 1 and all(each == products[0] for each in products)
    return [[("L", len(products)), *products[0]]] if alike else products
