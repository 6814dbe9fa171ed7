"""The direct layer's checks, and what it has of options."""

from __future__ import annotations

import pytest

from convlib import ConvError
from convlib.layers.by_axis import Worked, by_axis
from convlib.layers.standard import check_direct, check_padded, geometry, options
from convlib.lesson import Derivation, Piece


@pytest.mark.parametrize(
    ("sizes", "padding", "padded"),
    [
        ((6, 4), ((2, 2), (0, 0)), 10),
        ((4, 6), ((0, 0), (1, 3)), 10),
        ((3, 9, 2), ((0, 1), (1, 0), (4, 4)), 10),
    ],
)
def test_the_widest_axis_counts_padding_included(
    sizes: tuple[int, ...], padding: tuple[tuple[int, int], ...], padded: int
) -> None:
    check_padded(sizes, padding, most=padded)
    with pytest.raises(ConvError, match=f"{padded} cells wide or high, and at most 9") as caught:
        check_padded(sizes, padding, most=padded - 1, parameter="border")
    assert caught.value.parameter == "border"


def test_a_layer_without_stride_or_dilation_moves_by_one() -> None:
    values = {"size": (7, 7), "kernel": (3, 2)}
    assert options(values) == {}
    assert geometry(values).outputs == (5, 6)
    assert options(values | {"padding": "same"}) == {"padding": "same"}
    check_direct(values | {"padding": ((1, 2), (0, 0))}, most=10)
    with pytest.raises(ConvError, match="at most 9"):
        check_direct(values | {"padding": ((1, 2), (0, 0))}, most=9)
    with pytest.raises(ConvError, match="7 or less fits"):
        check_direct(values | {"kernel": (8, 1)})


def test_sizes_are_said_once_where_both_axes_are_alike() -> None:
    one, other = Worked(("o &= 3",), (Piece("o"),), 3, left=1), Worked(("o &= 3",), (), 3)
    assert by_axis(one, other) == [
        Derivation("rows", ("o &= 3",), left=1, size=3, line=(Piece("o"),)),
        Derivation("columns", ("o &= 3",), left=0, size=3),
    ]
    assert [each.label for each in by_axis(one, one)] == ["both"]
