"""Layers as code: run, each gives what the engine gives, in every framework that is installed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import convlib
from convlib import ConvError, code
from convlib.ops import Array
from tests.cases import Case, cases, fixed

FRAMEWORKS = ("numpy", "pytorch", "keras")
EXAMPLES = {"numpy": 150, "pytorch": 150, "keras": 40}
NAMES = ("conv", "resized", "transposed", "signals", "pointwise", "separable")
Written = tuple[Mapping[str, str], Array]


def run(framework: str, written: Mapping[str, str]) -> Any:
    """What the code leaves in ``y``; nothing but the code itself is there."""
    space: dict[str, Any] = {}
    exec(written[framework], space)
    return space["y"]


def needed(framework: str) -> None:
    """Skip the test where the framework is not installed."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    pytest.importorskip({"pytorch": "torch"}.get(framework, framework))


def channels_last(array: Array) -> Array:
    return np.moveaxis(array, 0, -1)[None]


@st.composite
def convolutions(draw: st.DrawFn) -> Written:
    case = draw(cases())
    axes = case.x.ndim - 1
    rules = ["valid", "same", "full", "causal"] if axes == 1 else ["valid", "same", "full"]
    bias = np.arange(len(case.weight)) - 1 if draw(st.booleans()) else None
    options = case.options
    if draw(st.booleans()):
        options["padding"] = draw(st.sampled_from(rules))
    if draw(st.booleans()):
        options["stride"] = 1
    return tried(code.conv, convlib.conv, case.x, case.weight, bias, **options)


@st.composite
def resized(draw: st.DrawFn) -> Written:
    case = draw(cases(axes=draw(st.integers(1, 2))))
    scale = [draw(st.integers(1, 3)) for _ in case.x.shape[1:]]
    wide = case.x
    for axis, times in enumerate(scale, start=1):
        wide = np.repeat(wide, times, axis)
    options: dict[str, Any] = {
        "padding": draw(st.sampled_from(["same", "full", 1])),
        "groups": case.groups,
    }
    written, result = tried(code.conv, convlib.conv, wide, case.weight, **options)
    if not written:
        return written, result
    return code.conv(case.x, case.weight, scale=scale, **options), result


@st.composite
def transposed(draw: st.DrawFn) -> Written:
    case: Case = draw(cases(axes=draw(st.integers(1, 2))))
    weight = np.concatenate([case.weight] * len(case.x))[: len(case.x)]
    options: dict[str, Any] = {
        "stride": case.stride,
        "padding": case.padding,
        "output_padding": [draw(st.integers(0, stride - 1)) for stride in case.stride],
    }
    bias = np.arange(weight.shape[1]) + 2 if draw(st.booleans()) else None
    return tried(code.conv_transpose, convlib.conv_transpose, case.x, weight, bias, **options)


@st.composite
def signals(draw: st.DrawFn) -> Written:
    dice = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rank = draw(st.integers(1, 2))
    f, g = (dice.integers(-9, 10, [draw(st.integers(1, 5)) for _ in range(rank)]) for _ in range(2))
    mode, which = draw(st.sampled_from(["full", "same", "valid"])), draw(st.booleans())
    write, operator = (
        (code.convolve, convlib.convolve) if which else (code.correlate, convlib.correlate)
    )
    return tried(write, operator, f, g, mode=mode)


@st.composite
def pointwise(draw: st.DrawFn) -> Written:
    case = draw(cases())
    weight = case.weight.reshape(-1, 1)[:3].repeat(len(case.x), 1) + np.arange(len(case.x))
    bias = np.arange(len(weight)) - 1 if draw(st.booleans()) else None
    relu = draw(st.booleans())
    result = convlib.pointwise(case.x, weight[(..., *[None] * (case.x.ndim - 1))], bias)
    written = code.pointwise(case.x, weight, bias, relu=relu)
    return written, convlib.relu(result) if relu else result


@st.composite
def separable(draw: st.DrawFn) -> Written:
    case = draw(cases(axes=2))
    column, row = case.weight[0, 0, :, 0], case.weight[0, 0, 0]
    options: dict[str, Any] = {"stride": case.stride, "padding": case.padding}
    first = draw(st.sampled_from(["column", "row"]))
    written, result = tried(
        code.spatially_separable, convlib.spatially_separable, case.x, column, row, **options
    )
    if not written:
        return written, result
    return code.spatially_separable(case.x, column, row, first=first, **options), result


def tried(
    write: Callable[..., dict[str, str]],
    operator: Callable[..., Array],
    *arrays: Array | None,
    **options: Any,
) -> Written:
    """The code and the result; nothing where the operator refuses, and then so does the writer."""
    try:
        result = operator(*arrays, **options)
    except ConvError:
        with pytest.raises(ConvError):
            write(*arrays, **options)
        return {}, np.zeros(0)
    return write(*arrays, **options), result


STRATEGIES = {
    "conv": convolutions(),
    "resized": resized(),
    "transposed": transposed(),
    "signals": signals(),
    "pointwise": pointwise(),
    "separable": separable(),
}


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("name", NAMES)
def test_code_gives_what_the_engine_gives(name: str, framework: str) -> None:
    needed(framework)

    @fixed(EXAMPLES[framework])
    @given(STRATEGIES[name])
    def check(written_and_result: Written) -> None:
        written, result = written_and_result
        if not written:
            return
        y = run(framework, written)
        if framework == "numpy":
            assert y.dtype.kind == "i"
            np.testing.assert_array_equal(y, result)
            return
        want = result
        if framework == "keras" and name == "separable":
            want = result[..., None]
        elif framework == "keras" and name != "signals":
            want = channels_last(result)
        found = np.asarray(y.detach().cpu() if hasattr(y, "detach") else y)
        assert found.shape == want.shape, written[framework]
        np.testing.assert_allclose(found, want, rtol=1e-5, atol=1e-3)

    check()


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


def test_what_does_not_go_together_is_refused() -> None:
    with pytest.raises(ConvError, match="spans 3 cells"):
        code.conv([[1, 2]], [[[1, 1, 1]]])
    with pytest.raises(ConvError, match="column, row"):
        code.spatially_separable([[[1]]], [1], [1], first="diagonal")
    with pytest.raises(ConvError, match="1 along every spatial axis"):
        code.pointwise([[1]], [[[1, 2]]])
