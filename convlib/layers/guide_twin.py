"""The transposed twin of a direct convolution: from its output back to the size of its input.

Sizes and labels as in Dumoulin & Visin, arXiv:1603.07285, chapter 4: the twin's input i' is the
direct output, the window slides with unit stride over i' with s - 1 zeros put in, a border
p' = K - 1 - p around it, and a = (i + 2p - K) mod s further zeros at the end.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from convlib import code
from convlib.errors import ConvError
from convlib.layers.by_axis import Worked, by_axis
from convlib.layers.cost_rows import conv_row, transposed_row
from convlib.layers.size_lines import both_sides, number, transposed_line
from convlib.layers.standard import LARGEST_PADDED, arrays, geometry, options, result
from convlib.lesson import CostRow, Derivation, Line, Values
from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.shapes import Pair
from convlib.staging.upsampling import stage_gather


def back(values: Values) -> dict[str, Any]:
    """How the twin's stamps stand, as ``conv_transpose`` takes it.

    Raises:
        ConvError: The direct kernel is larger than the padded input.
    """
    there = geometry(values)
    return {
        "stride": there.strides,
        "padding": there.padding,
        "output_padding": tuple(rest for _, rest in _axes(values)),
        "dilation": there.dilations,
    }


def _axes(values: Values) -> list[Pair]:
    """Per axis the border and what the stride leaves over: ``(p' before, a)``."""
    there = geometry(values)
    axes = zip(values["size"], there.padding, there.spans, there.strides, strict=True)
    return [(K - 1 - p[0], (i + sum(p) - K) % s) for i, p, K, s in axes]


def check_twin(values: Values) -> None:
    """Refuse a twin that is too large to look at.

    Raises:
        ConvError: The input with all its zeros is.
    """
    spans = geometry(values).spans
    cells = max(size + span - 1 for size, span in zip(values["size"], spans, strict=True))
    if cells > LARGEST_PADDED:
        raise ConvError("twin-too-large", parameter="direction", cells=cells, cap=LARGEST_PADDED)


def stage_twin(values: Values) -> Scene:
    """The guide's picture: the turned kernel slides over the direct output, spread with zeros."""
    weight = arrays(values)["weights"]
    return stage_gather(result(values), weight, back(values), array="", turns=0, counts=True)


def derive_twin(values: Values) -> list[Derivation]:
    """The border, the zeros at the end, and the size that comes back, per axis."""
    return by_axis(*(_derive_axis(values, axis) for axis in (0, 1)))


def _derive_axis(values: Values, axis: int) -> Worked:
    there, size = geometry(values), values["size"][axis]
    stride, span, small = there.strides[axis], there.spans[axis], there.outputs[axis]
    (before, after), (_, rest) = there.padding[axis], _axes(values)[axis]
    even = before == after
    cut = r"2p" if even else r"p_0 - p_1"
    total = rf"2 \cdot {before}" if even else f"{before} - {after}"
    plus = rf"2 \cdot {before}" if even else f"{before} + {after}"
    borders = [rf"p' &= K - 1 - p = {span} - 1 - {before} = {span - 1 - before}"]
    if not even:
        borders = [
            rf"p'_{at} &= K - 1 - p_{at} = {span} - 1 - {p} = {span - 1 - p}"
            for at, p in enumerate((before, after))
        ]
    lines = (
        *borders,
        rf"a &= (i + {cut.replace('-', '+')} - K) \bmod s = ({size} + {plus} - {span}) \bmod"
        rf" {stride} = {rest}",
        rf"o' &= s(i' - 1) + K - {cut} + a",
        rf"o' &= {stride} \cdot {small - 1} + {span} - {total} + {rest} = \mathbf{{{size}}}",
    )
    return Worked(lines, _line(values, axis), size)


def _line(values: Values, axis: int) -> Line:
    """The size that comes back in one line: it is the parameter; what is put in follows from it."""
    there, (_, rest) = geometry(values), _axes(values)[axis]
    numbers = {
        "size": number("size", there.outputs[axis], of=""),
        "kernel": number("kernel", values["kernel"][axis]),
        "stride": number("stride", there.strides[axis]),
        "padding": number("padding", both_sides(there.padding[axis])),
        "dilation": number("dilation", there.dilations[axis]),
        "output_padding": number("output_padding", rest, of=""),
    }
    return transposed_line(numbers, values["size"][axis], of="size")


def costs_twin(values: Values) -> list[CostRow]:
    """The twin, and the direct convolution: both do every product of the same matrix."""
    shape = (1, *geometry(values).outputs)
    direct = conv_row(
        "standard", (1, *values["size"]), filters=1, kernel=values["kernel"], **options(values)
    )
    twin = transposed_row("own", shape, filters=1, kernel=values["kernel"], **back(values))
    return [twin, direct]


def code_twin(values: Values) -> dict[str, str]:
    """The twin as code; what is dilated is written out with the zeros between its weights."""
    how = back(values)
    weight = spread(arrays(values)["weights"], how.pop("dilation"))
    return code.conv_transpose(result(values)[None], weight[None, None], **how)


def spread(weight: Array, dilation: Pair) -> Array:
    """A kernel with the zeros that dilation puts between its weights.

    Example:
        >>> spread(np.array([[1, 2]]), (1, 3)).tolist()
        [[1, 0, 0, 2]]
    """
    rows, columns = ((k - 1) * d + 1 for k, d in zip(weight.shape, dilation, strict=True))
    wider = np.zeros((rows, columns), weight.dtype)
    wider[:: dilation[0], :: dilation[1]] = weight
    return wider
