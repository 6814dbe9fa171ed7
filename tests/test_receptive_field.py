"""What a stack sees: against following single cells through the operators, and known figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib import ConvError, conv
from convlib.ops import Array, conv_transpose
from convlib.receptive_field import MAX_CELLS, Field, Layer, receptive_field, touched

Dice = np.random.Generator


def stack(dice: Dice, axes: int) -> list[Layer]:
    """Some random layers; padding differs by axis and side."""

    def each(low: int, high: int) -> tuple[int, ...]:
        return tuple(dice.integers(low, high + 1, axes).tolist())

    return [
        Layer(
            each(1, 3),
            each(1, 2),
            tuple(zip(each(0, 1), each(0, 1), strict=True)),
            each(1, 2),
        )
        for _ in range(int(dice.integers(1, 4)))
    ]


def options(layer: Layer) -> dict[str, Any]:
    """As the operators take them."""
    return {"stride": layer.stride, "padding": layer.padding, "dilation": layer.dilation}


def ones(layer: Layer) -> Array:
    """A kernel of ones for a layer of one channel."""
    kernel = layer.kernel if isinstance(layer.kernel, tuple) else (int(str(layer.kernel)),)
    return np.ones((1, 1, *kernel), int)


def gradient(layers: list[Layer], sizes: tuple[int, ...], seed: Array | None) -> Array:
    """How often each input cell is used by the outputs (all, or those of the seed): backwards."""
    shapes = [np.zeros((1, *sizes), int)]
    for layer in layers:
        shapes.append(conv(shapes[-1], ones(layer), **options(layer)))
    counts = np.ones_like(shapes[-1]) if seed is None else seed
    for layer, shape in zip(reversed(layers), reversed(shapes[:-1]), strict=True):
        back = np.zeros_like(shape)
        for cell in np.ndindex(shape.shape):
            probe = np.zeros_like(shape)
            probe[cell] = 1
            back[cell] = (conv(probe, ones(layer), **options(layer)) * counts).sum()
        counts = back
    result: Array = counts[0]
    return result


def test_all_outputs_use_each_input_cell_as_often_as_the_operators_say() -> None:
    for seed in range(60):
        dice = np.random.default_rng(seed)
        axes = int(dice.integers(1, 3))
        layers = stack(dice, axes)
        size = receptive_field(layers).size
        sizes = tuple(n + int(dice.integers(0, 3)) for n in size)
        if np.prod(sizes) > 150:
            continue
        expected = gradient(layers, sizes, None)
        assert np.array_equal(touched(layers, sizes), expected), (layers, sizes)


def test_one_output_sees_its_field_and_no_further() -> None:
    """Move the output's field well inside, and look which cells of the input reach it."""
    for seed in range(60):
        dice = np.random.default_rng(seed)
        layers = stack(dice, 1)
        field = receptive_field(layers)
        (size,), (jump,), (start,) = field.size, field.jump, field.start
        place = -(-max(0, -start) // jump) + 6  # so far in that no layer's padding is seen
        sizes = (start + place * jump + size + 40,)
        out = np.zeros((1, *sizes), int)
        for layer in layers:
            out = conv(out, ones(layer), **options(layer))
        one = np.zeros_like(out)
        one[0, place] = 1
        seen = gradient(layers, sizes, one)
        first = start + place * jump
        expected = np.zeros(sizes, int)
        expected[first : first + size] = touched(layers)
        assert np.array_equal(seen, expected), layers
        assert expected[first] > 0
        assert expected[first + size - 1] > 0


def test_stamps_on_each_output_cell() -> None:
    for seed in range(60):
        dice = np.random.default_rng(seed)
        axes = int(dice.integers(1, 3))
        sizes = tuple(dice.integers(2, 5, axes).tolist())
        layers, expected = [], np.ones((1, *sizes), int)
        for layer in stack(dice, axes):
            assert isinstance(layer.stride, tuple)
            assert isinstance(layer.dilation, tuple)
            limits = [max(s, d) for s, d in zip(layer.stride, layer.dilation, strict=True)]
            extra = tuple(int(dice.integers(0, limit)) for limit in limits)
            layer = Layer(**{**vars(layer), "output_padding": extra, "transposed": True})
            try:
                given = options(layer) | {"output_padding": extra}
                expected = conv_transpose(expected, ones(layer), **given)
            except ConvError:
                break
            layers.append(layer)
        if layers:
            assert np.array_equal(touched(layers, sizes), expected[0]), (layers, sizes)


@pytest.mark.parametrize(("rates", "size"), [((1,), 3), ((1, 2), 7), ((1, 2, 4), 15)])
def test_doubling_rates_double_the_field(rates: tuple[int, ...], size: int) -> None:
    layers = [Layer(3, dilation=rate) for rate in rates]
    assert receptive_field(layers) == Field((size,), (1,), (0,))
    assert len(touched(layers)) == size
    assert touched(layers).min() > 0


def test_the_field_of_wavenet_and_of_strided_layers() -> None:
    rates = [2**n for n in range(10)]
    assert receptive_field([Layer(2, dilation=rate) for rate in rates]).size == (1024,)
    causal = [Layer(2, padding=[(rate, 0)], dilation=rate) for rate in rates]
    assert receptive_field(causal).start == (-1023,)
    vgg = [Layer(3, padding=1), Layer(3, padding=1), Layer(2, 2)] * 2
    assert receptive_field(vgg) == Field((16,), (4,), (-6,))
    uneven = [Layer((3, 1), (2, 1), (1, 0)), Layer((1, 3), 1, (0, 1))]
    assert receptive_field(uneven) == Field((3, 3), (2, 1), (-1, -1))


def test_equal_rates_never_see_half_of_a_line_and_three_quarters_of_a_plane() -> None:
    line = touched([Layer(3, dilation=2)] * 3)
    assert line.tolist() == [1, 0, 3, 0, 6, 0, 7, 0, 6, 0, 3, 0, 1]
    plane = touched([Layer((3, 3), dilation=2)] * 3)
    assert np.array_equal(plane, np.outer(line, line))
    assert not plane[1::2].any()
    assert not plane[:, 1::2].any()
    # Of a period of 2 cells one is seen; at the field's edges it is the seen one that is left over.
    assert (line[:-1] == 0).mean() == 1 / 2
    assert (plane[:-1, :-1] == 0).mean() == 3 / 4
    assert (touched([Layer((3, 3), dilation=rate) for rate in (1, 2, 4)]) > 0).all()


def test_checkerboards_where_the_stride_does_not_divide_the_kernel() -> None:
    uneven = touched([Layer(3, 2, transposed=True)], 4)
    assert uneven.tolist() == [1, 1, 2, 1, 2, 1, 2, 1, 1]
    even = touched([Layer(4, 2, transposed=True)], 4)
    assert even.tolist() == [1, 1, 2, 2, 2, 2, 2, 2, 1, 1]
    board = touched([Layer((3, 3), 2, transposed=True)], 3)
    assert np.array_equal(board, np.outer([1, 1, 2, 1, 2, 1, 1], [1, 1, 2, 1, 2, 1, 1]))
    odd = Layer(3, 2, 1, output_padding=1, transposed=True)
    assert touched([odd], 3).tolist() == [1, 2, 1, 2, 1, 1]
    assert touched([Layer(1, 3, output_padding=2, transposed=True)], 2).tolist() == [1, 0, 0] * 2


def test_cells_that_no_window_visits() -> None:
    assert touched([Layer(3, 2)], 6).tolist() == [1, 1, 2, 1, 1, 0]
    assert touched([Layer(1, 2)], 5).tolist() == [1, 0, 1, 0, 1]


def test_counts_stay_exact_beyond_64_bits() -> None:
    counts = touched([Layer(3)] * 60)
    assert sum(counts.tolist()) == 3**60
    assert touched([Layer(3)] * 30).dtype == np.int64
    assert touched([Layer((3, 3))] * 30).sum() == 9**30


@pytest.mark.parametrize(
    ("layers", "parameter"),
    [
        ([], "layers"),
        ([Layer(0)], "kernel"),
        ([Layer(3, stride=0)], "stride"),
        ([Layer(3, padding=-1)], "padding"),
        ([Layer(3, padding="same")], "padding"),  # type: ignore[arg-type]
        ([Layer(3, dilation=1.5)], "dilation"),  # type: ignore[arg-type]
        ([Layer((3, 3)), Layer((3, 3, 3))], "kernel"),
        ([Layer((3, 3), stride=(1, 1, 1))], "stride"),
    ],
)
def test_layers_that_are_refused(layers: list[Layer], parameter: str) -> None:
    for look in (receptive_field, touched):
        with pytest.raises(ConvError) as caught:
            look(layers)
        assert caught.value.parameter == parameter


@pytest.mark.parametrize(
    ("layers", "size", "parameter"),
    [
        ([Layer(3, transposed=True)], None, "size"),
        ([Layer(3), Layer(3, transposed=True)], 5, "layers"),
        ([Layer(3)], 2, "kernel"),
        ([Layer(3)], 0, "size"),
        ([Layer(3)], (5, 5), "size"),
        ([Layer(3, padding=5, transposed=True)], 3, "padding"),
        ([Layer(3, output_padding=1, transposed=True)], 3, "output_padding"),
        ([Layer(3)], MAX_CELLS + 1, "layers"),
        ([Layer(3, 10**7, transposed=True)], 2, "layers"),
        ([Layer((3, 3), 3)] * 12, None, "layers"),
    ],
)
def test_what_cannot_be_counted(layers: list[Layer], size: Any, parameter: str) -> None:
    with pytest.raises(ConvError) as caught:
        touched(layers, size)
    assert caught.value.parameter == parameter


def test_a_transposed_layer_has_no_receptive_field_here() -> None:
    with pytest.raises(ConvError, match="layers has a transposed layer"):
        receptive_field([Layer(3, transposed=True)])


@pytest.mark.parametrize("wrong", [None, 3, [3], [Layer(3), None]])
def test_what_is_no_layer_is_refused(wrong: Any) -> None:
    for reader in (receptive_field, touched):
        with pytest.raises(ConvError) as caught:
            reader(wrong)
        assert str(caught.value).startswith("layers has to be a list of Layer")
