"""Layers in a row: how their arrays are named, and programs that draw their numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import convlib
from convlib import ConvError, code
from convlib.code import plain
from convlib.cost import in_a_row
from tests.code.running import (
    TEXTS,
    as_array,
    by_each,
    by_each_framework,
    given_in,
    module_result,
    run,
    space_of,
    with_numbers_of_numpy,
)

Layer = tuple[str, dict[str, Any]]
POINTWISE: Layer = ("pointwise", {"weight": [[1]]})
RELU: Layer = ("relu", {})
SHAPE, SIZES = (4, 6, 5), {"pytorch": (6, 3, 3), "keras": (1, 3, 3, 6), "numpy": (6, 3, 3)}
DRAWN: list[Layer] = [
    ("grouped", {"filters": 6, "kernel": (3, 1), "groups": 2, "padding": "same", "bias": True}),
    ("relu", {}),
    ("channel_shuffle", {"groups": 3}),
    ("depthwise", {"kernel": 3, "multiplier": 2, "stride": 2, "padding": 1}),
    ("pointwise", {"filters": 6, "bias": True}),
]


def names_in(*layers: Layer) -> list[str]:
    return [*given_in(code.in_a_row([[1, 2]], layers)["numpy"])]


def test_arrays_are_named_after_their_layers() -> None:
    depthwise = ("depthwise", {"weight": [[[1]]], "bias": [0]})
    assert names_in(POINTWISE, RELU) == ["x", "weight"]
    both = ["x", "depthwise_weight", "depthwise_bias", "pointwise_weight"]
    assert names_in(depthwise, RELU, POINTWISE) == both
    assert names_in(POINTWISE, RELU, POINTWISE) == ["x", "pointwise1_weight", "pointwise2_weight"]
    named = ("pointwise", {"weight": [[1]], "name": "reduce"})
    assert names_in(named, POINTWISE) == ["x", "reduce_weight", "pointwise_weight"]


def test_a_depthwise_separable_layer() -> None:
    dice = np.random.default_rng(0)
    x, depth = dice.integers(-3, 4, (3, 7, 7)), dice.integers(-3, 4, (3, 1, 3, 3))
    point = dice.integers(-3, 4, (8, 3, 1, 1))
    layers = [("depthwise", {"weight": depth}), ("pointwise", {"weight": point})]
    written = code.in_a_row(x, layers)
    wanted = convlib.depthwise_separable(x, depth, point)
    assert run("numpy", written).tolist() == wanted.tolist()
    assert written["pytorch"].endswith(
        "y = F.conv2d(x, depthwise_weight, groups=3)\n"
        "y = F.conv2d(y, pointwise_weight[:, :, None, None])\n"
        "# As a module:\n"
        "# nn.Sequential(\n"
        "#     nn.Conv2d(3, 3, 3, groups=3, bias=False),\n"
        "#     nn.Conv2d(3, 8, 1, bias=False),\n"
        "# )"
    )


@pytest.mark.parametrize("stride", [1, 2])
def test_shuffled_groups(stride: int) -> None:
    dice = np.random.default_rng(1)
    x, one, two = (dice.integers(-3, 4, shape) for shape in ((9, 5), (9, 3, 2), (6, 3, 1)))
    layers: list[Layer] = [
        ("grouped", {"weight": one, "groups": 3, "stride": stride}),
        ("channel_shuffle", {"groups": 3}),
        ("grouped", {"weight": two, "groups": 3, "stride": stride}),
    ]
    wanted = convlib.shuffled_grouped(x, one, two, groups=3, stride=stride)
    assert run("numpy", code.in_a_row(x, layers)).tolist() == wanted.tolist()


def test_a_relu_is_the_activation_of_the_weights_before_it() -> None:
    assert 'Conv1D(1, 1, activation="relu"' in code.in_a_row([[1]], [POINTWISE, RELU])["keras"]
    layers = [RELU, POINTWISE, ("resize", {"scale": 2}), RELU]
    apart = code.in_a_row([[1]], layers)["keras"]
    assert "activation" not in apart
    assert apart.count("keras.layers.ReLU()") == 2


@by_each
def test_numbers_at_random_have_the_sizes(runner: str) -> None:
    made = as_array(run(runner, code.at_random(SHAPE, DRAWN)))
    assert made.shape == SIZES[TEXTS[runner]]
    assert len(np.unique(made)) > made.size / 2
    assert in_a_row(SHAPE, DRAWN).shape == SIZES["numpy"]


@by_each_framework
def test_all_frameworks_do_the_same_with_numbers_at_random(runner: str) -> None:
    written = code.at_random(SHAPE, DRAWN)
    found, want = with_numbers_of_numpy(runner, written), run("numpy", written)
    if runner == "keras":
        want = np.moveaxis(want, 0, -1)[None]
    np.testing.assert_allclose(found, want, rtol=1e-4, atol=1e-5)


def test_numbers_at_random_are_put_through_the_layers() -> None:
    written = code.at_random(SHAPE, DRAWN)
    space = space_of("numpy", written)
    arrays = {
        operator: (space[f"{operator}_weight"], space.get(f"{operator}_bias"))
        for operator in ("grouped", "depthwise", "pointwise")
    }
    x = np.random.default_rng(0).normal(size=SHAPE)  # the first that the code draws
    y = convlib.relu(convlib.grouped(x, *arrays["grouped"], groups=2, padding="same"))
    y = convlib.channel_shuffle(y, 3)
    y = convlib.depthwise(y, *arrays["depthwise"], stride=2, padding=1)
    weight, bias = arrays["pointwise"]
    y = convlib.pointwise(y, weight[..., None, None], bias)
    np.testing.assert_allclose(space["y"], y)
    module = written["pytorch"].split("layer = ")[1].split("\ny = ")[0]
    weights = [array for pair in arrays.values() for array in pair if array is not None]
    np.testing.assert_allclose(module_result("stand-in", module, x, weights), y)


def test_a_transposed_layer_at_random() -> None:
    layers = [("conv_transpose", {"filters": 2, "kernel": 3, "stride": 2}), ("relu", {})]
    written = code.at_random((3, 4), layers)
    space = space_of("numpy", written)
    assert space["weight"].shape == (3, 2, 3)
    wanted = convlib.relu(convlib.conv_transpose(space["x"], space["weight"], stride=2))
    np.testing.assert_allclose(space["y"], wanted)


def test_what_is_refused() -> None:
    with pytest.raises(ConvError, match="inception"):
        code.in_a_row([[1]], [("inception", {})])
    with pytest.raises(ConvError, match="divisible"):
        code.in_a_row([[1]], [("channel_shuffle", {"groups": 2})])
    deeper = ("conv", {"weight": [[[1], [1]]]})
    with pytest.raises(ConvError, match="1 input channel and 1 filter"):
        code.in_a_row([[1]], [POINTWISE, deeper])
    with pytest.raises(ConvError, match="groups"):
        code.at_random((3, 4), [("conv", {"filters": 2, "kernel": 1, "groups": 0})])


def test_numbers_drawn_at_random_are_not_written_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """There may be millions of them."""
    monkeypatch.setattr(plain, "given", lambda *_: pytest.fail("arrays are written"))
    layers = [("conv", {"filters": 512, "kernel": 11})]
    assert "size=(512, 512, 11, 11)" in code.at_random((512, 224, 224), layers)["numpy"]
