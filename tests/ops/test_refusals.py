"""What is wrong is refused in a sentence: each by its parameter, and whatever PyTorch refuses."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from convlib import ConvError
from convlib.ops import (
    ConvLayer,
    PoolLayer,
    avg_pool,
    channel_shuffle,
    conv,
    conv_matrix,
    conv_transpose,
    convolve,
    correlate,
    deform_conv,
    depthwise,
    depthwise_separable,
    flattened,
    grouped,
    inception,
    max_pool,
    nearest_outer,
    pointwise,
    relu,
    separate,
    shuffled_grouped,
    shufflenet_unit,
    spatially_separable,
    squeeze_excite,
)
from tests.optional import torch_only


def z(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.zeros(shape)


NOTHING: Any = None  # what the types don't allow, and a caller may give all the same
SAME: Any = "same"
HALF: Any = 1.5
FIVE: Any = 5
ONE: Any = [1]
LARGE = np.full(2, 3e38, np.float32)
HIDDEN: Any = np.ma.masked_less([1, 2], 2)
CHANNELS = ConvLayer(z(2, 1, 3, 3), groups=2)
Refused = tuple[Callable[[], Any], str, str]
REFUSED: list[Refused] = [
    (lambda: conv(z(2, 5), z(2, 2, 3), [1]), "bias", "shape (1,), but it needs one number per"),
    (lambda: conv(z(2, 5), z(2, 2, 3), 1), "bias", "has shape ()"),
    (lambda: conv(z(2, 5), z(2, 2, 3), [[1, 2]]), "bias", "has shape (1, 2)"),
    (lambda: conv(z(0, 5), z(2, 0, 3)), "x", "has shape (0, 5), in which an axis is empty"),
    (lambda: conv(z(1, 5), z(0, 1, 3)), "weight", "has shape (0, 1, 3), in which"),
    (lambda: conv(z(1, 5), z(1, 1, 0)), "weight", "an axis is empty"),
    (lambda: conv(z(1, 0), z(1, 1, 1), padding=3), "x", "an axis is empty"),
    (lambda: conv(z(1, 1, 1, 1, 1), z(1, 1, 1, 1, 1, 1)), "weight", "has 6 axes"),
    (lambda: conv([[1, np.nan]], z(1, 1, 1)), "x", "holds nan at [0, 1], but every number"),
    (lambda: conv([[1, 2]], [[[np.inf]]]), "weight", "holds inf at [0, 0, 0]"),
    (lambda: conv([[1, 2]], z(1, 1, 1), [-np.inf]), "bias", "holds -inf at [0]"),
    (lambda: conv([["a", "b"]], z(1, 1, 1)), "x", "holds values of the type str"),
    (lambda: conv([[1j]], z(1, 1, 1)), "x", "type complex128"),
    (lambda: conv(NOTHING, z(1, 1, 1)), "x", "type object"),
    (lambda: conv([[10**30]], z(1, 1, 1)), "x", "type object"),
    (lambda: conv([[1, 2], [3]], z(1, 1, 1)), "x", "is no regular array"),
    (lambda: conv(z(1, 5), z(1, 1, 3), stride=-1), "stride", "is -1"),
    (lambda: conv(HIDDEN[None], z(1, 1, 1)), "x", "hides some of its numbers under a mask"),
    (lambda: conv([[1e308] * 2], [[[1.0, 1]]]), "x", "beyond what float64 holds"),
    (lambda: conv(LARGE[None], np.ones((1, 1, 2), np.float32)), "x", "what float32 holds"),
    (lambda: conv(z(1, 2), z(1, 1, 1), padding=10**9), "padding", "would have 2000000002 cells"),
    (
        lambda: conv(z(1, 2, 2), z(1, 1, 1, 1), padding=10**9),
        "padding",
        "is too large for the memory",
    ),
    (lambda: conv_transpose([[1e308] * 2], [[[1.0, 1]]]), "x", "beyond what float64 holds"),
    (lambda: conv_transpose(z(1, 2), z(1, 1, 1), stride=10**9), "stride", "1000000001 cells"),
    (lambda: avg_pool([[[1e308] * 2]], [1, 2]), "x", "beyond what float64 holds"),
    (lambda: avg_pool(z(1, 4), (10**9,)), "kernel_size", "is too large for the memory"),
    (
        lambda: max_pool(z(1, 2, 2), 10**9, padding=10**8),
        "kernel_size",
        "is too large for the memory",
    ),
    (lambda: conv_matrix(z(1, 1, 1), (1, 3), padding=10**9), "padding", "2000000003 cells"),
    (lambda: conv_matrix([[[1e308] * 2]], (1, 2)) @ [1.0, 1], "x", "beyond what float64 holds"),
    (lambda: relu(float("nan")), "x", "holds nan at []"),
    (lambda: inception(z(1, 2), ONE), "branches", "has to be a list of branches, each a list"),
    (lambda: inception(z(1, 2), [ONE]), "branches", "each a list of ConvLayer and PoolLayer"),
    (lambda: inception(z(1, 2), FIVE), "branches", "each a list of ConvLayer and PoolLayer"),
    (lambda: channel_shuffle(z(9, 2, 2), 3, axes=SAME), "axes", "has to be a whole number"),
    (lambda: channel_shuffle(z(2, 9, 4), 3), "groups", "if that is a batch and the second axis"),
    (
        lambda: squeeze_excite(z(2, 4, 5), z(2, 4), z(4, 2)),
        "w1",
        "is for 4 channels, which is the second axis of (2, 4, 5)",
    ),
    (lambda: conv_transpose(z(2, 5), z(3, 1, 3)), "weight", "is for 3 input channels, but x has 2"),
    (
        lambda: conv_transpose(z(3, 5), z(3, 1, 3), groups=2),
        "groups",
        "is 2, but the number of channels, 3,",
    ),
    (lambda: conv_transpose(z(2, 5), z(2, 1, 3), groups=0), "groups", "is 0"),
    (lambda: conv_transpose(z(2, 5), z(2, 3)), "weight", "has 2 axes"),
    (lambda: conv_transpose(z(5), z(2, 3, 1)), "x", "has 1 axis, but it needs 2, or 3"),
    (lambda: conv_transpose(z(0, 5), z(0, 1, 3)), "x", "an axis is empty"),
    (lambda: conv_transpose(z(1, 5), z(1, 0, 3)), "weight", "an axis is empty"),
    (lambda: conv_transpose(z(1, 5), z(1, 2, 3), [1]), "bias", "2 of them"),
    (lambda: conv_transpose(z(1, 5), z(1, 1, 3), stride=0), "stride", "is 0"),
    (lambda: conv_transpose(z(1, 5), z(1, 1, 3), dilation=0), "dilation", "is 0"),
    (lambda: conv_transpose(z(1, 5), z(1, 1, 3), padding=-1), "padding", "is -1"),
    (lambda: conv_transpose(z(1, 5), z(1, 1, 3), padding=SAME), "padding", "whole number"),
    (
        lambda: conv_transpose(z(1, 1), z(1, 1, 3), padding=2),
        "padding",
        "takes away the whole output, 3 cells",
    ),
    (
        lambda: conv_transpose(z(1, 5), z(1, 1, 3), stride=2, output_padding=2),
        "output_padding",
        "is 2, but it has to be smaller than the stride or the dilation: 1 or less",
    ),
    (lambda: conv_transpose(z(1, 5), z(1, 1, 3), output_padding=1), "output_padding", "0 or less"),
    (lambda: conv_transpose(z(1, 5), z(1, 1, 3), output_padding=-1), "output_padding", "is -1"),
    (lambda: conv_transpose([[np.nan]], z(1, 1, 3)), "x", "holds nan"),
    (lambda: convolve(z(2, 2, 2), z(2)), "f", "has 3 axes"),
    (lambda: convolve(z(2), z()), "g", "has 0 axes"),
    (lambda: correlate(z(2), z(2, 2)), "g", "has 2 axes, but f has 1"),
    (lambda: convolve(z(2), z(2), "circular"), "mode", "one of full, same, valid"),
    (lambda: convolve(z(0), z(2)), "f", "an axis is empty"),
    (lambda: correlate(z(3, 1), z(1, 3), "valid"), "g", "one of them has to fit into the other"),
    (lambda: correlate([1], [np.nan]), "g", "holds nan"),
    (
        lambda: depthwise(z(2, 5), z(3, 1, 3)),
        "weight",
        "for 2 channels it needs as many kernels or a multiple",
    ),
    (lambda: depthwise(z(2, 5), z(2, 2, 3)), "weight", "of depth 1"),
    (lambda: depthwise(z(2, 5), z(2, 3)), "weight", "has 2 axes"),
    (lambda: depthwise(z(2, 5, 5, 5), z(2, 1, 3)), "x", "has 4 axes"),
    (lambda: pointwise(z(2, 5), z(2, 2, 3)), "weight", "has to be 1 along every spatial axis"),
    (lambda: pointwise(z(2, 5), z(2, 2)), "weight", "has 2 axes"),
    (lambda: depthwise_separable(z(2, 5), z(2, 1, 3), z(4, 3, 1)), "groups", "is 1"),
    (lambda: spatially_separable(z(1, 5, 5), z(3, 1), z(3)), "column", "needs (3,)"),
    (lambda: spatially_separable(z(1, 5, 5), z(3), z(0)), "row", "an axis is empty"),
    (lambda: spatially_separable(z(5, 5), z(3), z(3)), "x", "has 2 axes, but it needs 3, or 4"),
    (lambda: spatially_separable(z(1, 5, 5), z(6), z(3)), "kernel", "a kernel of 5 or less"),
    (lambda: spatially_separable(z(1, 5, 5), z(3), z(3), [1, 2]), "bias", "1 of them"),
    (lambda: flattened(z(2, 5, 5), z(1, 3), z(1, 3), z(1, 3)), "channel", "needs (1, 2)"),
    (lambda: flattened(z(2, 5, 5), z(), z(1, 3), z(1, 3)), "channel", "shape ()"),
    (lambda: flattened(z(2, 5, 5), z(4, 2), z(3, 3), z(4, 3)), "column", "needs (4, 3)"),
    (lambda: flattened(z(2, 5, 5), z(4, 2), z(4, 3), z(3)), "row", "needs (4, 3)"),
    (lambda: flattened(z(2, 5, 5), z(4, 2), z(4, 0), z(4, 3)), "column", "an axis is empty"),
    (lambda: flattened(z(2, 5, 5), z(0, 2), z(0, 3), z(0, 3)), "column", "an axis is empty"),
    (lambda: grouped(z(3, 5), z(2, 1, 3), groups=2), "groups", "both have to be divisible by it"),
    (lambda: channel_shuffle(z(3, 5), 2), "groups", "is 2, but the number of channels, 3, has"),
    (lambda: channel_shuffle(z(3, 5), 0), "groups", "is 0"),
    (lambda: channel_shuffle(z(3, 5), HALF), "groups", "whole number"),
    (lambda: channel_shuffle(z(3), 1), "x", "has 1 axis"),
    (lambda: channel_shuffle(z(3, 5, 5, 5), 1, axes=1), "x", "has 4 axes"),
    (lambda: shuffled_grouped(z(4, 5), z(4, 2, 3), z(4, 4, 3), groups=2), "groups", "is 2"),
    (
        lambda: shufflenet_unit(z(2, 5, 5), z(2, 2, 1, 1), z(2, 1, 5, 5), z(2, 2, 1, 1), groups=1),
        "spatial",
        "its kernel has to be 3×3",
    ),
    (
        lambda: shufflenet_unit(z(2, 5, 5), z(2, 2, 1, 1), z(2, 1, 3, 3), z(3, 2, 1, 1), groups=1),
        "expand",
        "makes 3 channels, but the input's 2 are added to them",
    ),
    (lambda: inception(z(1, 5), []), "branches", "has nothing in it"),
    (lambda: inception(z(1, 5), [[]]), "branches", "has nothing in it"),
    (
        lambda: inception(
            z(1, 5, 5), [[PoolLayer(1, padding=0)], [PoolLayer(), PoolLayer(padding=0)]]
        ),
        "branches",
        "number 1, counted from 0, ends with (3, 3) cells and the first with (5, 5)",
    ),
    (lambda: inception(z(1, 5, 5), [[PoolLayer(kind="median")]]), "kind", "max, average"),
    (lambda: inception(z(1, 5, 5), [[ConvLayer(z(1))]]), "weight", "has 1 axis"),
    (lambda: inception(z(3, 5, 5), [[PoolLayer(), CHANNELS]]), "groups", "3 input channels"),
    (lambda: deform_conv(z(1, 5), z(1, 1, 3), z(6, 3)), "weight", "has 3 axes"),
    (lambda: deform_conv(z(1, 5, 5), z(1, 1, 3, 3), z(9, 3, 3)), "offset", "needs (1, 18, 3, 3)"),
    (lambda: deform_conv(z(1, 5, 5), z(1, 1, 3, 3), z(18, 5, 5)), "offset", "needs (1, 18, 3, 3)"),
    (lambda: deform_conv(z(1, 5, 5), z(1, 1, 3, 3), z(1, 18, 3, 3)), "offset", "('...', 3, 3)"),
    (lambda: deform_conv(z(1, 5, 5), z(1, 1, 3, 3), z(36, 3, 3)), "offset", "2 groups"),
    (
        lambda: deform_conv(z(1, 5, 5), z(1, 1, 3, 3), z(18, 3, 3), mask=z(18, 3, 3)),
        "mask",
        "needs (1, 9, 3, 3)",
    ),
    (
        lambda: deform_conv(z(1, 5, 5), z(1, 1, 3, 3), np.full((18, 3, 3), np.nan)),
        "offset",
        "holds nan at [0, 0, 0]",
    ),
    (lambda: squeeze_excite(z(4, 5, 5), z(2, 3), z(4, 2)), "w1", "needs (2, 4)"),
    (lambda: squeeze_excite(z(4, 5, 5), z(4), z(4, 2)), "w1", "has 1 axis"),
    (lambda: squeeze_excite(z(4, 5, 5), z(2, 4), z(2, 4)), "w2", "needs (4, 2)"),
    (lambda: squeeze_excite(z(4, 5, 5), z(2, 4), z(4, 2), [1]), "b1", "2 of them"),
    (lambda: squeeze_excite(z(4, 5, 5), z(2, 4), z(4, 2), None, [1]), "b2", "4 of them"),
    (lambda: squeeze_excite(z(4, 5, 5), z(0, 4), z(4, 0)), "w1", "an axis is empty"),
    (lambda: max_pool(z(1, 5, 5), 0), "kernel_size", "is 0"),
    (lambda: max_pool(z(1, 5, 5), (1, 1, 1, 1)), "kernel_size", "has 4 sizes"),
    (lambda: max_pool(z(1, 5, 5), ()), "kernel_size", "has 0 sizes"),
    (lambda: max_pool(z(1, 5, 5), 2, stride=0), "stride", "is 0"),
    (lambda: max_pool(z(1, 5, 5), 2, padding=2), "padding", "is 2, but at most half"),
    (lambda: max_pool(z(1, 5, 5), 2, padding=-1), "padding", "is -1"),
    (lambda: max_pool(z(1, 5, 5), 6), "kernel", "a kernel of 5 or less"),
    (lambda: max_pool(z(1, 1, 1), 2, padding=1, dilation=2), "padding", "meets no cell"),
    (lambda: avg_pool(z(5), 2), "x", "has 1 axis"),
    (
        lambda: avg_pool(z(1, 1, 5, 5), (2, 2, 2), padding=1),
        "kernel_size",
        "is 2, but in 3-D an average needs a window of at most the input's 1 cell,",
    ),
    (lambda: avg_pool(z(1, 5, 5), 2, padding=SAME), "padding", "“same”"),
    (lambda: avg_pool([[[np.inf]]], 1), "x", "holds inf"),
    (lambda: relu(["a"]), "x", "type str"),
    (lambda: separate([1, 2]), "kernel", "has 1 axis"),
    (lambda: nearest_outer([1, 2]), "array", "has 1 axis"),
    (lambda: nearest_outer(z(0, 2, 2)), "array", "an axis is empty"),
    (lambda: nearest_outer([[[np.inf]]]), "array", "holds inf"),
    (lambda: separate(z(0, 2)), "kernel", "an axis is empty"),
    (lambda: separate([[np.nan]]), "kernel", "holds nan"),
    (lambda: conv_matrix(z(1, 1, 3), (2, 5)), "groups", "2 input channels"),
    (lambda: conv_matrix(z(1, 1, 3), (1, 2)), "kernel", "a kernel of 2 or less"),
    (lambda: conv_matrix(z(1, 1, 3), (1, HALF)), "input_shape", "whole number"),
    (lambda: conv_matrix(z(1, 1, 3), (1, -5)), "input_shape", "is -5"),
    (lambda: conv_matrix(z(1, 1, 3), FIVE), "x", "has 1 axis"),
    (lambda: conv_matrix(z(1, 1, 3), (1, 5)) @ [1, 2], "x", "the matrix needs 5 numbers"),
    (lambda: conv_matrix([[[2**32]]], (1, 2)) @ [2**31, 0], "x", "may not fit in 64 bits"),
    (lambda: conv_matrix(z(1, 1, 3), (1, 5)) @ z(5, 1, 1), "x", "has shape (5, 1, 1)"),
]


@pytest.mark.parametrize(("call", "parameter", "words"), REFUSED)
def test_refusals_name_the_parameter(call: Callable[[], Any], parameter: str, words: str) -> None:
    with pytest.raises(ConvError) as caught:
        call()
    assert (caught.value.parameter, words in str(caught.value)) == (parameter, True), caught.value
    assert str(caught.value).startswith(parameter)


def wrong(dice: np.random.Generator) -> dict[str, Any]:
    """Random options of which many don't go together."""
    groups = int(dice.choice([-1, 0, 1, 1, 1, 2, 3]))
    per, filters = int(dice.integers(0, 4)), int(dice.integers(0, 5))
    channels = per * abs(groups) if dice.random() < 0.8 else int(dice.integers(0, 7))
    axes = int(dice.integers(1, 4))
    sizes = dice.integers(0 if dice.random() < 0.1 else 1, 7, axes)
    kernel = dice.integers(0 if dice.random() < 0.1 else 1, 5, axes)
    batch = [int(dice.integers(1, 3))] if dice.random() < 0.6 else []
    low, extra = (0 if dice.random() < 0.1 else 1), int(dice.integers(-1, 3))
    return {
        "x": (*batch, channels, *sizes)[int(dice.random() < 0.05) :],
        "kernel": tuple(kernel.tolist()),
        "per": per,
        "filters": filters * abs(groups) if dice.random() < 0.8 else filters,
        "bias": (filters * abs(groups),) if dice.random() < 0.3 else None,
        "stride": tuple(dice.integers(low, 4, axes).tolist()),
        "dilation": tuple(dice.integers(low, 4, axes).tolist()),
        "padding": tuple(dice.integers(-1 if dice.random() < 0.1 else 0, 4, axes).tolist()),
        "groups": groups,
        "output_padding": (extra if dice.random() < 0.3 else 0,) * axes,
        "ceil_mode": bool(dice.random() < 0.5),
    }


def attempts(given: dict[str, Any]) -> list[tuple[str, Any, list[Any], dict[str, Any]]]:
    """The name in PyTorch, ours, and what both are given."""
    axes = len(given["kernel"])
    x, bias = np.ones(given["x"]), None if given["bias"] is None else np.ones(given["bias"])
    direct = np.ones((given["filters"], given["per"], *given["kernel"]))
    turned = np.ones((given["x"][-axes - 1] if len(given["x"]) > axes else 1, *direct.shape[1:]))
    options = {name: given[name] for name in ("stride", "padding", "dilation", "groups")}
    pool = {name: given[name] for name in ("stride", "padding", "ceil_mode")}
    pool["kernel_size"] = given["kernel"]
    more = options | {"output_padding": given["output_padding"]}
    return [
        (f"conv{axes}d", conv, [x, direct, bias], options),
        (f"conv_transpose{axes}d", conv_transpose, [x, turned, bias], more),
        (f"max_pool{axes}d", max_pool, [x], pool | {"dilation": given["dilation"]}),
        (f"avg_pool{axes}d", avg_pool, [x], pool),
    ]


@torch_only
@pytest.mark.parametrize("seed", range(4))
def test_what_pytorch_refuses_is_refused_and_little_else(seed: int) -> None:
    torch = importlib.import_module("torch")
    dice = np.random.default_rng(seed)
    both, alone = 0, []
    for _ in range(600):
        for name, ours, arrays, options in attempts(wrong(dice)):
            shapes = [None if array is None else array.shape for array in arrays]
            tensors = [None if array is None else torch.from_numpy(array) for array in arrays]
            try:
                expected = getattr(torch.nn.functional, name)(*tensors, **options).numpy()
            except (IndexError, RuntimeError, ValueError):
                with pytest.raises(ConvError):
                    ours(*arrays, **options)
                continue
            both += 1
            try:
                result = ours(*arrays, **options)
            except ConvError as error:
                alone.append((error.key, name, shapes, options))
                continue
            assert np.allclose(result, expected), (name, shapes, options)
    assert both > 300
    assert [each for each in alone if each[0] not in ("empty-axis", "pool-nothing")] == []
