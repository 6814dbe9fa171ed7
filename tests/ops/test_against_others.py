"""Thousands of random layers, exact on whole numbers: ONNX Runtime's results and PyTorch's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib.ops import avg_pool, conv, conv_transpose, max_pool
from tests.ops.reference import (
    Layer,
    Node,
    layers,
    onnx_results,
    pooled,
    torch_result,
    transposed_layers,
)
from tests.optional import torch_only

SEEDS = range(5)
COUNT = 500


@pytest.mark.parametrize("seed", SEEDS)
def test_conv_is_what_onnx_runtime_computes(seed: int) -> None:
    drawn = list(layers(COUNT, seed))
    theirs = onnx_results([Node("Conv", (a.x, a.weight, a.bias), a.onnx) for a in drawn])
    for layer, expected in zip(drawn, theirs, strict=True):
        ours = conv(layer.x, layer.weight, layer.bias, **layer.options)
        assert ours.dtype == np.int64, layer
        assert np.array_equal(ours, expected), layer


@pytest.mark.parametrize("seed", SEEDS)
def test_conv_transpose_is_what_onnx_runtime_computes(seed: int) -> None:
    drawn = list(transposed_layers(COUNT, seed))
    theirs = onnx_results([Node("ConvTranspose", (a.x, a.weight, a.bias), a.onnx) for a in drawn])
    for layer, expected in zip(drawn, theirs, strict=True):
        ours = conv_transpose(layer.x, layer.weight, layer.bias, **layer.options)
        assert ours.dtype == np.int64, layer
        assert np.array_equal(ours, expected), layer


@torch_only
@pytest.mark.parametrize("seed", SEEDS)
def test_conv_is_what_pytorch_computes(seed: int) -> None:
    for layer in (each.even for each in layers(COUNT, 100 + seed)):
        name = f"conv{layer.axes}d"
        expected = torch_result(name, layer.x, layer.weight, layer.bias, **layer.torch)
        ours = conv(layer.x, layer.weight, layer.bias, **layer.options)
        assert np.array_equal(ours, expected), layer


@torch_only
@pytest.mark.parametrize("seed", SEEDS)
def test_conv_transpose_is_what_pytorch_computes(seed: int) -> None:
    for layer in (each.even for each in transposed_layers(COUNT, 100 + seed, wide=True)):
        name = f"conv_transpose{layer.axes}d"
        expected = torch_result(name, layer.x, layer.weight, layer.bias, **layer.torch)
        ours = conv_transpose(layer.x, layer.weight, layer.bias, **layer.options)
        assert np.array_equal(ours, expected), layer


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_not_whole_is_close(seed: int) -> None:
    """In single precision, which is kept, and in double precision."""
    dice = np.random.default_rng(seed)
    drawn = [decimal(layer, dice) for layer in layers(100, 200 + seed)]
    theirs = onnx_results([Node("Conv", (a.x, a.weight, a.bias), a.onnx) for a in drawn])
    for layer, expected in zip(drawn, theirs, strict=True):
        for kind in (np.float32, np.float64):
            arrays = (layer.x, layer.weight, layer.bias)
            x, weight, bias = (None if a is None else a.astype(kind) for a in arrays)
            assert x is not None
            assert weight is not None
            ours = conv(x, weight, bias, **layer.options)
            assert ours.dtype == kind, layer
            assert np.allclose(ours, expected, atol=1e-4), layer


def decimal(layer: Layer, dice: np.random.Generator) -> Layer:
    """The layer with numbers drawn from the bell curve."""
    arrays = {"x": layer.x, "weight": layer.weight, "bias": layer.bias}
    drawn = {
        name: None if array is None else dice.standard_normal(array.shape).astype(np.float32)
        for name, array in arrays.items()
    }
    return Layer(**{**layer.__dict__, **drawn})


Pool = tuple[np.ndarray[Any, Any], dict[str, Any]]


def pools(count: int, seed: int) -> list[Pool]:
    """Random inputs and windows that PyTorch accepts, and that meet a cell everywhere."""
    dice = np.random.default_rng(seed)
    drawn: list[Pool] = []
    while len(drawn) < count:
        axes = int(dice.integers(1, 4))
        kernel, dilation = dice.integers(1, 5, axes), dice.integers(1, 3, axes)
        span = (kernel - 1) * dilation + 1
        padding = dice.integers(0, 9, axes) % (kernel // 2 + 1)
        sizes = span + dice.integers(0, (7, 5, 3)[axes - 1], axes)
        x = dice.integers(-99, 100, (int(dice.integers(1, 3)), 2, *sizes))
        options = {
            "kernel_size": tuple(kernel.tolist()),
            "stride": tuple(dice.integers(1, 5, axes).tolist()),
            "padding": tuple(padding.tolist()),
            "dilation": tuple(dilation.tolist()),
        }
        drawn.append((x, options))
    return drawn


def onnx_pool(options: dict[str, Any]) -> dict[str, Any]:
    """The options by ONNX's names."""
    return {
        "kernel_shape": options["kernel_size"],
        "strides": options["stride"],
        "pads": options["padding"] * 2,
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_max_pool_is_what_onnx_runtime_computes(seed: int) -> None:
    drawn = pools(COUNT, seed)
    nodes = [
        Node("MaxPool", (x,), onnx_pool(options) | {"dilations": options["dilation"]})
        for x, options in drawn
    ]
    for (x, options), expected in zip(drawn, onnx_results(nodes), strict=True):
        assert np.array_equal(max_pool(x, **options), expected), (x.shape, options)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("counted", [True, False])
def test_avg_pool_is_what_onnx_runtime_computes(seed: int, counted: bool) -> None:
    drawn = [plain(x, options) for x, options in pools(COUNT, 10 + seed)]
    nodes = [
        Node("AveragePool", (x,), onnx_pool(options) | {"count_include_pad": int(counted)})
        for x, options in drawn
    ]
    for (x, options), expected in zip(drawn, onnx_results(nodes), strict=True):
        ours = avg_pool(x, count_include_pad=counted, **options)
        assert np.allclose(ours, expected, rtol=1e-5), (x.shape, options)


def plain(x: np.ndarray[Any, Any], options: dict[str, Any]) -> Pool:
    """The options without dilation, which an average doesn't have."""
    return x, {name: value for name, value in options.items() if name != "dilation"}


@pytest.mark.parametrize("ceil", [False, True])
def test_pooling_by_plain_loops(ceil: bool) -> None:
    for x, options in pools(300, 20 + ceil):
        ones = (1,) * (x.ndim - 2)
        place = (options["kernel_size"], options["stride"], options["padding"])
        expected = pooled(x, *place, options["dilation"], ceil, None)
        assert np.array_equal(max_pool(x, ceil_mode=ceil, **options), expected), options
        _, fewer = plain(x, options)
        place = (fewer["kernel_size"], fewer["stride"], fewer["padding"])
        for counted in (True, False):
            expected = pooled(x, *place, ones, ceil, counted)
            ours = avg_pool(x, ceil_mode=ceil, count_include_pad=counted, **fewer)
            assert np.array_equal(ours, expected), (x.shape, fewer, counted)


@torch_only
@pytest.mark.parametrize("ceil", [False, True])
def test_pooling_is_what_pytorch_computes(ceil: bool) -> None:
    for x, options in pools(COUNT, 30 + ceil):
        axes = x.ndim - 2
        expected = torch_result(f"max_pool{axes}d", x, ceil_mode=ceil, **options)
        assert np.array_equal(max_pool(x, ceil_mode=ceil, **options), expected), options
        _, fewer = plain(x, options)
        for counted in (True, False):
            flags = {"ceil_mode": ceil, "count_include_pad": counted}
            expected = torch_result(f"avg_pool{axes}d", x, **fewer, **flags)
            assert np.allclose(avg_pool(x, **fewer, **flags), expected), (x.shape, fewer, flags)
