"""The rows of the comparison: what each type costs, and how far it sees."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from convlib.compare.record import Branch, Factor, Layers, Row, Sizes
from convlib.compare.types import TYPES, Type
from convlib.cost import in_a_row
from convlib.errors import ConvError
from convlib.receptive_field import Layer, receptive_field, touched
from convlib.shapes import per_axis

NAMES = tuple(TYPES)
STANDARD = "standard"
KEPT = 256  # sizes whose rows are kept, of some 20 KB
MINUS = "\N{MINUS SIGN}"
WHOLE = "squeeze_excite"  # it averages the picture, so that all of it reaches each output


@lru_cache(KEPT)
def compare(sizes: Sizes) -> tuple[Row, ...]:
    """A row for each type of convolution, in the order of the lessons.

    Args:
        sizes: At which they are compared.

    Example:
        >>> rows = {row.name: row for row in compare(Sizes())}
        >>> rows["dilated"].macs, rows["dilated"].reach, rows["depthwise-separable"].macs
        (115605504, (5, 5), 14651392)
        >>> str(rows["3d"].refused)
        'depth is missing: a 3-D convolution moves along it too, and a picture has none.'
    """
    rows = [_row(name, kind, sizes) for name, kind in TYPES.items()]
    standard = next(row.macs for row in rows if row.name == STANDARD)
    return tuple(replace(row, share=row.macs / standard) for row in rows)


def _row(name: str, kind: Type, sizes: Sizes) -> Row:
    row = Row(name, kind.lesson, kind.changes)
    try:
        rows = kind.branches(sizes)
    except ConvError as error:
        return replace(row, refused=error)
    branches = [Branch(layers, in_a_row(sizes.shape, layers)) for layers in rows]
    last = [branch.cost.shape for branch in branches]
    beside = name == "inception"  # what the offsets' layer makes is no part of the output
    whole = any(operator == WHOLE for layers in rows for operator, _ in layers)
    return replace(
        row,
        macs=sum(branch.cost.macs for branch in branches),
        parameters=sum(branch.cost.parameters for branch in branches),
        shape=(sum(shape[0] for shape in last), *last[0][1:]) if beside else last[-1],
        reach=(sizes.height, sizes.width) if whole else _reach(rows),
        field=str(sizes.height) if whole else _worked_out(rows),
        whole=whole,
        steps=kind.steps or max(map(len, rows)),
        branches=len(rows) if beside else 1,
        terms=tuple(term for each in branches for term in _terms(each, sizes.shape)),
    )


def _reach(branches: Sequence[Layers]) -> tuple[int, int]:
    """How far an output sees at most, over all branches."""
    fields = [field for layers in branches if (field := _field(layers))]
    rows, columns = (max(axis) for axis in zip(*fields, strict=True))
    return rows, columns


def _worked_out(branches: Sequence[Layers]) -> str:
    """The rows that an output sees, as a sum over the layers of the branch that sees most of them.

    Source: Araujo, Norris & Sim, "Computing receptive fields of convolutional neural networks",
    Distill 2019, equation 2.
    """
    layers = max(branches, key=lambda each: (_field(each) or (0,))[0])
    windows = [options for operator, options in layers if "kernel" in options]
    if any(operator == "conv_transpose" for operator, _ in layers):
        kernel, stride = windows[0]["kernel"], windows[0]["stride"]
        return str(kernel) if stride == 1 else f"⌈{kernel}/{stride}⌉"
    terms, jump = ["1"], 1
    for each in windows:
        kernel, stride = (per_axis(name, each[name], 2)[0] for name in ("kernel", "stride"))
        factors = [f"·{number}" for number in (each.get("dilation", 1), jump) if number > 1]
        terms += [f"({kernel} {MINUS} 1){''.join(factors)}"] if kernel > 1 else []
        jump *= stride
    return " + ".join(terms)


def _field(layers: Layers) -> tuple[int, ...]:
    windows = [options for operator, options in layers if "kernel" in options]
    if any(operator == "conv_transpose" for operator, _ in layers):
        kernel, stride = windows[0]["kernel"], windows[0]["stride"]
        stamps = int(touched([Layer(kernel, stride=stride, transposed=True)], kernel).max())
        return stamps, stamps  # cells of the input that one cell of the output has a share of
    return receptive_field(
        [
            Layer(
                per_axis("kernel", each["kernel"], 2),
                per_axis("stride", each["stride"], 2),
                dilation=each.get("dilation", 1),
            )
            for each in windows
        ]
    ).size


def _terms(branch: Branch, shape: Sequence[int]) -> Iterator[tuple[Factor, ...]]:
    """What a branch's products are, with the numbers put in: a term for each layer that has any."""
    for (operator, options), (_, cost) in zip(branch.layers, branch.cost.parts, strict=True):
        if operator == WHOLE:
            yield from _squeeze_terms(shape, options["reduction"])
        elif cost.macs:
            places = shape if operator == "conv_transpose" else cost.shape
            role = "input" if operator == "conv_transpose" else "output"
            grid = [Factor(str(size), size, role) for size in places[1:]]
            made = Factor(str(cost.shape[0]), cost.shape[0], "output")
            depth = _depth(shape[0], options.get("groups", 1))
            yield (*grid, made, *depth, *_window(options["kernel"]))
        shape = cost.shape


def _depth(channels: int, groups: int) -> list[Factor]:
    """The channels that a filter reads."""
    if groups == channels > 1:
        return []
    written = str(channels) if groups == 1 else f"({channels}/{groups})"
    return [Factor(written, channels // groups, "input")]


def _window(kernel: int | tuple[int, int]) -> list[Factor]:
    sides = per_axis("kernel", kernel, 2)
    side = max(sides)
    if side == 1:
        return []
    square = min(sides) == side
    return [Factor(f"{side}²" if square else str(side), math.prod(sides), "kernel")]


def _squeeze_terms(shape: Sequence[int], reduction: int) -> Iterator[tuple[Factor, ...]]:
    """Both small layers together, and the scaling."""
    channels = Factor(str(shape[0]), shape[0], "output")
    few = Factor(f"({shape[0]}/{reduction})", shape[0] // reduction, "kernel")
    yield Factor("2", 2, "muted"), channels, few
    yield (*(Factor(str(size), size, "output") for size in shape[1:]), channels)
