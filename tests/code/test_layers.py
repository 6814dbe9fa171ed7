"""Layers as code: run, each gives what the engine gives, in every framework."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

import convlib
from convlib import ConvError, code
from tests.cases import fixed
from tests.code.drawn import PROGRAMS
from tests.code.running import EXAMPLES, Program, by_each, check, run


@by_each
@pytest.mark.parametrize("name", PROGRAMS)
def test_code_gives_what_the_engine_gives(name: str, runner: str) -> None:
    @fixed(EXAMPLES[runner])
    @given(PROGRAMS[name])
    def holds(program: Program | None) -> None:
        if program is None:
            return
        if runner == "keras" and name == "separable":
            separate = program.result[..., None]
            program = Program(program.written, program.x, separate)
        check(runner, program, channels_last=name not in ("signals", "separable"))

    holds()


def test_numbers_that_are_not_whole_are_written_in_full() -> None:
    x, weight = [[0.1, 1 / 3, 2.0]], [[[1 / 9, -1e-7]]]
    written = code.conv(x, weight, [0.5])
    assert "0.3333333333333333" in written["numpy"]
    np.testing.assert_allclose(run("numpy", written), convlib.conv(x, weight, [0.5]), rtol=1e-12)


def test_what_is_usual_is_left_out() -> None:
    x, weight = np.ones((1, 4, 4), int), np.ones((1, 1, 3, 3), int)
    plain = code.conv(x, weight)
    assert "F.conv2d(x, weight)" in plain["pytorch"]
    assert "keras.layers.Conv2D(1, 3, use_bias=False)" in plain["keras"]
    assert "pad" not in plain["numpy"]
    same = code.conv(x, weight, padding="same")
    assert 'F.conv2d(x, weight, padding="same")' in same["pytorch"]
    assert 'Conv2D(1, 3, padding="same", use_bias=False)' in same["keras"]
    both = code.conv(x, weight, [1], stride=2, padding=1)
    assert "F.conv2d(x, weight, bias, stride=2, padding=1)" in both["pytorch"]
    assert "ZeroPadding2D(1)" in both["keras"]
    causal = code.conv(x[0, :1], weight[:, :, 0], padding="causal", dilation=2)
    assert 'padding="causal", dilation_rate=2' in causal["keras"]


def test_groups_and_depthwise_layers_are_called_as_each_framework_has_them() -> None:
    x, weight = np.ones((4, 5, 5), int), np.ones((8, 2, 3, 3), int)
    groups = code.conv(x, weight, groups=2)
    assert "F.conv2d(x, weight, groups=2)" in groups["pytorch"]
    assert "keras.layers.Conv2D(8, 3, groups=2, use_bias=False)" in groups["keras"]
    assert "window = x[first : first + 2, " in groups["numpy"]
    alone = code.depthwise(x, weight[:, :1], stride=2)
    assert "F.conv2d(x, weight, stride=2, groups=4)" in alone["pytorch"]
    assert "DepthwiseConv2D(3, depth_multiplier=2, strides=2, use_bias=False)" in alone["keras"]
    assert "window = x[f // 2, " in alone["numpy"]
    one = code.depthwise(x, weight[:4, :1], padding="same")
    assert 'DepthwiseConv2D(3, padding="same", use_bias=False)' in one["keras"]
    assert "window = x[f, " in one["numpy"]


def test_a_stride_that_keras_refuses_stands_by_itself() -> None:
    x, weight = np.ones((2, 9, 9), int), np.ones((2, 1, 3, 3), int)
    for options in ({"stride": 2, "dilation": 2}, {"stride": (2, 1)}):
        keras = code.depthwise(x, weight, **options)["keras"]
        assert "strides" not in keras.split("DepthwiseConv2D(")[1].split("\n")[0]
        assert "MaxPooling2D(1, strides=" in keras
    assert "MaxPooling" not in code.depthwise(x, weight, stride=2)["keras"]


def test_what_does_not_go_together_is_refused() -> None:
    with pytest.raises(ConvError, match="spans 3 cells"):
        code.conv([[1, 2]], [[[1, 1, 1]]])
    with pytest.raises(ConvError, match="column, row"):
        code.spatially_separable([[[1]]], [1], [1], first="diagonal")
    with pytest.raises(ConvError, match="1 along every spatial axis"):
        code.pointwise([[1]], [[[1, 2]]])
    with pytest.raises(ConvError, match="as many kernels or a multiple"):
        code.depthwise([[1], [2]], [[[1]], [[1]], [[1]]])
    with pytest.raises(ConvError, match="each of depth 1"):
        code.depthwise([[1], [2]], [[[1], [1]], [[1], [1]]])
    with pytest.raises(ConvError, match="has shape"):
        code.conv([[1, 2]], [[[1]]], bias=[1, 2])
