"""How far an output of dilated layers sees, and how many cells the last of them has."""

from __future__ import annotations

from collections.abc import Sequence

from convlib.layers.by_axis import Worked, by_axis
from convlib.layers.dilated import BRANCHES, field_of, stack_of
from convlib.layers.size_lines import both_sides, equals, filled, number, planes
from convlib.lesson import Derivation, Line, Note, Piece, Values
from convlib.shapes import Pair, effective_kernel


def derive_pair(values: Values) -> list[Derivation]:
    """The output of the dilated layer beside the plain one, and what its kernel spans."""
    return [*_as_large(values), _derive_span(values)]


def derive_parallel(values: Values) -> list[Derivation]:
    """The output of layers side by side, what the widest kernel spans, and how many they are."""
    lines = (rf"D_\mathrm{{out}} &= \text{{number of branches}} = \mathbf{{{BRANCHES}}}",)
    return [*_as_large(values), _derive_span(values, BRANCHES), planes(lines, BRANCHES)]


def _as_large(values: Values) -> list[Derivation]:
    """An output as large as the input, per axis."""
    return by_axis(*(_derive_same(size) for size in values["size"]))


def _derive_same(size: int) -> Worked:
    line = equals((), size, Note("cells", size), of="size")
    return Worked((r"p_0 + p_1 &= K - 1", rf"o &= i = \mathbf{{{size}}}"), line, size)


def _derive_span(values: Values, times: int = 1) -> Derivation:
    """What a row of the kernel spans, with so many times the dilation."""
    kernel, dilation = values["kernel"][1], values["dilation"][1]
    span = effective_kernel(kernel, times * dilation)
    spread = str(dilation) if times == 1 else f"{times}·{dilation}"
    numbers = {"kernel": number("kernel", kernel), "dilation": number("dilation", spread)}
    worked = filled("{kernel} + ({kernel} − 1)·({dilation} − 1)", numbers)
    lines = (
        r"K &= k + (k-1)(d-1)",
        rf"K &= {kernel} + {kernel - 1} \cdot {times * dilation - 1} = \mathbf{{{span}}}",
    )
    line = equals(worked, span, Note("cells", span), name="K")
    return Derivation("dilated-span", lines, size=span, line=line)


def derive_field(values: Values) -> list[Derivation]:
    """The field of one output of all layers, per axis; once where both axes are alike."""
    axes = zip(values["kernel"], field_of(values), strict=True)
    return by_axis(*(_derive_field(*axis, values["rates"]) for axis in axes))


def _derive_field(kernel: int, field: int, rates: Sequence[int]) -> Worked:
    numbers = _numbers(kernel, rates)
    worked = (Piece("1", "ink"), *filled(f" + {_reach(rates)}", numbers))
    line = equals(worked, field, Note("cells", field), name="R")
    return Worked(_field_lines(kernel, rates, rf"\mathbf{{{field}}}"), line, field)


def derive_top(values: Values) -> list[Derivation]:
    """The cells that the last layer of a stack has, and before that the field of one of them."""
    kernel, rates, field = values["kernel"][1], values["rates"], field_of(values)[1]
    stack, size = stack_of(values), values["length"]
    zeros, made = sum(map(sum, stack.sides)), stack.cells[-1]
    lines = (
        *_field_lines(kernel, rates, str(field)),
        r"o &= i + \sum_l (p_{l,0} + p_{l,1}) - (R - 1)",
        rf"o &= {size} + {zeros} - {field - 1} = \mathbf{{{made}}}",
    )
    return [Derivation("dilated-top", lines, size=made, line=_top_line(values, stack.sides, made))]


def _top_line(values: Values, sides: Sequence[Pair], made: int) -> Line:
    numbers = _numbers(values["kernel"][1], values["rates"]) | {
        "size": number("size", values["length"], "length"),
        "padding": number("padding", _zeros(sides), "" if values["view"] == "causal" else None),
    }
    worked = filled("{size} + {padding} − " + _reach(values["rates"]), numbers)
    return equals(worked, made, Note("cells", made))


def _field_lines(kernel: int, rates: Sequence[int], field: str) -> tuple[str, str]:
    """How far one output of all layers sees along an axis, in TeX."""
    reach = " + ".join(rf"{kernel - 1} \cdot {rate}" for rate in rates)
    return r"R &= 1 + \sum_l (k-1)\, d_l", rf"R &= 1 + {reach} = {field}"


def _reach(rates: Sequence[int]) -> str:
    """What all kernels reach beyond one cell, as a template."""
    return "({kernel} − 1)·" + ("({rates})" if len(rates) > 1 else "{rates}")


def _numbers(kernel: int, rates: Sequence[int]) -> dict[str, Piece]:
    return {"kernel": number("kernel", kernel), "rates": number("rates", _sum(rates))}


def _zeros(layers: Sequence[Pair]) -> str:
    """What all layers add, as it is written: a product where each adds the same."""
    if len(set(layers)) > 1:
        return _sum([sum(sides) for sides in layers])
    each = both_sides(layers[0])
    if len(layers) == 1:
        return each
    return f"{len(layers)}·({each})" if "+" in each else f"{len(layers)}·{each}"


def _sum(numbers: Sequence[int]) -> str:
    return " + ".join(map(str, numbers))
