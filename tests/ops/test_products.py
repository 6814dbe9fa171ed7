"""How products are summed: every way gives the same, exactly, in blocks of any size."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest

from convlib import ConvError
from convlib.ops import Array, conv, conv_transpose, deform_conv, products
from convlib.ops.arrays import working_type
from tests.ops.reference import layers

MEGABYTE = 2**20


@pytest.mark.parametrize("room", [1, 100, 3000])
def test_blocks_of_any_size_give_the_same(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = list(layers(150, room))
    whole = [conv(a.x, a.weight, a.bias, **a.options) for a in drawn]
    for name in ("COLUMN_BYTES", "ROW_BYTES"):
        monkeypatch.setattr(products, name, room)
    for layer, expected in zip(drawn, whole, strict=True):
        ours = conv(layer.x, layer.weight, layer.bias, **layer.options)
        assert np.array_equal(ours, expected), layer


@pytest.mark.parametrize("room", [1, 3000, 2**22])
@pytest.mark.parametrize(("tall", "deep"), [(1, 1), (2, 9), (10**9, 1)])
def test_every_way_gives_the_same(
    tall: int, deep: int, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = list(layers(150, 7))
    whole = [conv(a.x, a.weight, a.bias, **a.options) for a in drawn]
    for name, value in (("TALL", tall), ("DEEP", deep), ("ROW_BYTES", room)):
        monkeypatch.setattr(products, name, value)
    for layer, expected in zip(drawn, whole, strict=True):
        ours = conv(layer.x, layer.weight, layer.bias, **layer.options)
        assert np.array_equal(ours, expected), layer


@pytest.mark.parametrize("bits", [5, 11, 25, 29])
def test_whole_numbers_of_any_size_are_exact(bits: int) -> None:
    """Through single and double precision and 64-bit whole numbers, against Python's own."""
    dice = np.random.default_rng(bits)
    top = 2**bits
    for shape, per in (((3, 40), 3), ((3, 40), 1)):
        x = dice.integers(-top, top + 1, shape)
        weight = dice.integers(-top, top + 1, (3, per, 9))
        expected = np.zeros((3, 32), object)
        for out, at, channel, tap in np.ndindex(3, 32, per, 9):
            read = x[channel if per > 1 else out, at + tap]
            expected[out, at] += int(read) * int(weight[out, channel, tap])
        ours = conv(x, weight, groups=3 // per)
        assert ours.dtype == np.int64
        assert ours.tolist() == expected.tolist()


def test_the_type_to_sum_in_follows_from_the_largest_sum() -> None:
    kind = np.dtype(np.int64)
    one = np.ones((1, 1, 2), int)
    reached = [
        working_type(kind, np.array([top]), one, None, 0).name
        for top in (2**22, 2**23, 2**51, 2**52, 2**61)
    ]
    assert reached == ["float32", "float64", "float64", "int64", "int64"]
    assert working_type(kind, np.array([-(2**23), 1]), one, None, 0).name == "float64"
    assert working_type(kind, np.array([1]), one, np.array([2**40]), 0).name == "float64"


@pytest.mark.parametrize("operator", [conv, conv_transpose])
def test_sums_that_could_overflow_are_refused(operator: Any) -> None:
    x, weight = np.full((1, 3), 2**40), np.full((1, 1, 2), 2**22)
    with pytest.raises(ConvError, match="x holds whole numbers whose sums may not fit"):
        operator(x, weight)
    assert operator(x, weight // 4).max() >= 2**60
    with pytest.raises(ConvError, match="x holds whole numbers"):
        operator(np.array([[2**63]], np.uint64), np.ones((1, 1, 1), np.uint8))
    with pytest.raises(ConvError, match="x holds whole numbers"):
        operator(np.array([[-(2**63)]]), np.ones((1, 1, 1), np.uint8))


def peak(work: Any) -> tuple[Array, int]:
    """What it gives, and how many bytes more it needed meanwhile, the result counted."""
    tracemalloc.start()
    result = work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return result, most


@pytest.mark.parametrize("kind", [np.uint8, np.float32, np.float64])
@pytest.mark.parametrize(
    ("weight", "groups"), [((4, 3, 7, 7), 1), ((3, 1, 3, 3), 3), ((8, 3, 1, 1), 1)]
)
def test_a_photo_needs_little_room(kind: Any, weight: tuple[int, ...], groups: int) -> None:
    photo, filters = np.ones((3, 500, 500), kind), np.ones(weight, int).astype(kind)
    out, most = peak(lambda: conv(photo, filters, padding="same", groups=groups))
    assert most <= 3 * max(photo.nbytes, out.nbytes) + 8 * MEGABYTE


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_what_is_written_out_stays_small(axes: int) -> None:
    """Also where a single row of places would take hundreds of megabytes."""
    sizes = [(300_000,), (4, 60_000), (3, 300, 300)][axes - 1]
    kernel = [(64,), (3, 31), (3, 5, 5)][axes - 1]
    x, weight = np.ones((2, *sizes), np.float32), np.ones((8, 2, *kernel), np.float32)
    out, most = peak(lambda: conv(x, weight))
    assert np.all(out == 2 * np.prod(kernel))
    assert most <= 3 * max(x.nbytes, out.nbytes) + 8 * MEGABYTE


def test_the_other_operators_need_little_room_too() -> None:
    x, weight = np.ones((3, 400, 400), np.float32), np.ones((3, 3, 5, 5), np.float32)
    out, most = peak(lambda: conv_transpose(x, weight, padding=2))
    assert most <= 3 * out.nbytes + 8 * MEGABYTE
    offset = np.zeros((50, 400, 400), np.float32)
    _, most = peak(lambda: deform_conv(x, weight, offset, padding=2))
    assert most <= 3 * offset.nbytes


def test_arrays_that_lie_otherwise_in_memory() -> None:
    dice = np.random.default_rng(0)
    x, weight = dice.integers(-9, 10, (9, 8, 4)), dice.integers(-9, 10, (3, 2, 4, 6))
    for kind in (int, float):
        turned, filters = x.T.astype(kind), weight.T[:, :, ::-1].astype(kind)
        for groups in (1, 2, 4):
            some = filters[:, : 4 // groups][:4]
            plain = conv(turned.copy(order="C"), some.copy(order="C"), groups=groups)
            assert np.array_equal(conv(turned, some, groups=groups), plain)
            assert np.array_equal(
                conv_transpose(turned, filters[:4], groups=groups),
                conv_transpose(turned.copy("C"), filters[:4].copy("C"), groups=groups),
            )
    assert conv(np.broadcast_to(2, (1, 5)), [[[1, 1]]]).tolist() == [[4, 4, 4, 4]]
