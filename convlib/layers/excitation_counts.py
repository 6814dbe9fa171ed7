"""A squeeze-and-excitation block: how large its output is, and what it costs."""

from __future__ import annotations

from typing import Any

from convlib.cost import cost
from convlib.layers.cost_rows import conv_row
from convlib.layers.excitation import SIDE, full
from convlib.layers.size_lines import equals
from convlib.layers.standard import derive_direct
from convlib.lesson import CostRow, Derivation, Values

KERNEL = 3  # of the layer that it is compared with


def is_block(values: Values) -> bool:
    """Whether the block's numbers are on the stage."""
    return bool(values["view"] == "gains")


def derive(values: Values) -> list[Derivation]:
    """The output's rows, columns and channels, which all stay; of what is counted nothing."""
    if not is_block(values):
        return []
    channels = values["channels"]
    lines = (
        rf"D_\mathrm{{in}} &= {channels}",
        rf"D_\mathrm{{out}} &= D_\mathrm{{in}} = \mathbf{{{channels}}}",
    )
    size = derive_direct({"size": values["size"], "kernel": (1, 1)}, {"kernel": ""})
    line = equals((), channels, name="Dout", of="channels")
    return [*size, Derivation("planes", lines, size=channels, line=line)]


def costs(values: Values) -> list[CostRow]:
    """What the block adds, and a 3×3 layer with as many channels."""
    shape, reduction = (values["channels"], *values["size"]), values["reduction"]
    if not is_block(values):
        counted, reduction = full(values)
        shape = (counted, SIDE, SIDE)
    channels, rows, columns = shape
    narrow = channels // reduction
    symbols = r"2\, D\, \frac{D}{r}"
    weights = rf"2 \cdot {channels} \cdot {narrow}"
    scaled = rf" + H\, W\, D = {weights} + {rows} \cdot {columns} \cdot {channels}"
    own = cost("squeeze_excite", shape, reduction=reduction)
    layer: dict[str, Any] = {"filters": channels, "kernel": KERNEL, "padding": "same"}
    return [
        CostRow("se-own", own, symbols + scaled, f"{symbols} = {weights}"),
        conv_row("se-standard", shape, **layer),
    ]
