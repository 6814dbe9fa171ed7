"""The operator: against figures worked by hand, plain loops, SciPy and ONNX Runtime."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from convlib import ConvError, conv, conv_transpose
from convlib.ops import Array, Geometry
from tests.cases import Case, cases, fixed

CLASSIC = np.array(
    [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]
)
KERNEL = np.array([[0, 1, 2], [2, 2, 0], [0, 1, 2]])


def test_the_classic_figure() -> None:
    output = conv(CLASSIC[None], KERNEL[None, None])
    assert output.tolist() == [[[12, 12, 17], [10, 17, 19], [9, 6, 14]]]
    assert output.dtype == np.int64


def test_the_classic_figure_with_stride_2_and_padding_1() -> None:
    # Worked by hand: at (0, 0) the window stands half outside, 2·3 + 2·0 = 6 remain; at (1, 1)
    # it covers 0 1 3 / 1 2 2 / 0 0 2, so that 1·1 + 2·3 + 2·1 + 2·2 + 1·0 + 2·2 = 17.
    output = conv(CLASSIC[None], KERNEL[None, None], stride=2, padding=1)
    assert output.tolist() == [[[6, 17, 3], [8, 17, 13], [6, 4, 4]]]


def test_channels_are_summed_and_the_bias_is_added_once() -> None:
    x = [[[1, 2], [3, 4]], [[10, 20], [30, 40]]]
    weight = [[[[1]], [[2]]], [[[0]], [[-1]]]]
    assert conv(x, weight, bias=[100, 0]).tolist() == [
        [[121, 142], [163, 184]],
        [[-10, -20], [-30, -40]],
    ]
    assert conv(x, weight, bias=[0.5, 0]).tolist()[0][0] == [21.5, 42.5]


def test_no_information_crosses_groups() -> None:
    x, weight = np.ones((4, 3), int), np.ones((2, 2, 2), int)
    x[2:] = 10
    assert conv(x, weight, groups=2).tolist() == [[4, 4], [40, 40]]


def test_depthwise_makes_a_map_a_channel_and_multiplier() -> None:
    x = np.array([[1, 2, 3], [10, 20, 30]])
    weight = np.array([[[1]], [[-1]], [[2]], [[0]]])
    assert conv(x, weight, groups=2).tolist() == [[1, 2, 3], [-1, -2, -3], [20, 40, 60], [0, 0, 0]]


@fixed(250)
@given(cases(), st.data())
def test_plain_loops_agree(case: Case, data: st.DataObject) -> None:
    expected = case.convolved()
    assert np.array_equal(conv(case.x, case.weight, **case.options), expected)
    bias = data.draw(st.lists(st.integers(-99, 99), min_size=len(expected), max_size=len(expected)))
    biased = [channel + one for channel, one in zip(expected, bias, strict=True)]
    assert np.array_equal(conv(case.x, case.weight, bias, **case.options), biased)


@fixed(60)
@given(cases(), st.integers(0, 3))
def test_a_batch_is_each_input_by_itself(case: Case, count: int) -> None:
    batch = np.stack([case.x * (n - 1) for n in range(4)])[:count]
    output = conv(batch, case.weight, **case.options)
    assert output.shape == (count, len(case.weight), *case.outputs)
    for n, each in enumerate(output):
        assert np.array_equal(each, case.convolved() * (n - 1))


@fixed(60)
@given(cases(axes=2))
def test_scipy_agrees_where_it_can_do_it(case: Case) -> None:
    wide = np.pad(case.x, ((0, 0), *case.padding))
    holes = np.zeros(
        [(k - 1) * d + 1 for k, d in zip(case.weight.shape[2:], case.dilation, strict=True)], int
    )
    (down, across), (step_down, step_across) = case.dilation, case.stride
    output = conv(case.x, case.weight, **case.options)
    per_group, filters = case.weight.shape[1], len(case.weight) // case.groups
    for one, each in enumerate(output):
        total: Any = 0
        for channel in range(per_group):
            holes[::down, ::across] = case.weight[one, channel]
            plane = wide[one // filters * per_group + channel]
            total = total + signal.correlate(plane, holes, mode="valid", method="direct")
        assert np.array_equal(each, total[::step_down, ::step_across])


def onnx_conv(x: Array, weight: Array, **attributes: Any) -> Array:
    """One Conv node, run by ONNX Runtime."""
    kind = onnx.TensorProto.FLOAT
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Conv", ["x", "w"], ["y"], **attributes)],
        "conv",
        [onnx.helper.make_tensor_value_info("x", kind, x.shape)],
        [onnx.helper.make_tensor_value_info("y", kind, None)],
        [onnx.numpy_helper.from_array(weight.astype(np.float32), "w")],
    )
    opset = [onnx.helper.make_opsetid("", 13)]
    model = onnx.helper.make_model(graph, opset_imports=opset, ir_version=8)
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    output: Array = session.run(None, {"x": x.astype(np.float32)})[0]
    return output


@pytest.mark.parametrize(("rule", "name"), [("same", "SAME_UPPER"), ("same_lower", "SAME_LOWER")])
@pytest.mark.parametrize("kernel", [(2, 3), (4, 1), (3, 5)])
@pytest.mark.parametrize("stride", [(1, 1), (2, 3), (3, 2)])
@pytest.mark.parametrize("dilation", [(1, 1), (2, 1), (1, 3)])
def test_same_is_what_onnx_says(
    rule: str,
    name: str,
    kernel: tuple[int, int],
    stride: tuple[int, int],
    dilation: tuple[int, int],
) -> None:
    dice = np.random.default_rng(3)
    x, weight = dice.integers(-9, 10, (2, 2, 7, 10)), dice.integers(-9, 10, (3, 2, *kernel))
    ours = conv(x, weight, stride=stride, padding=rule, dilation=dilation)
    # ONNX Runtime has no dilation together with SAME, but it takes a kernel full of holes.
    holes = np.zeros((3, 2, *((k - 1) * d + 1 for k, d in zip(kernel, dilation, strict=True))), int)
    holes[:, :, :: dilation[0], :: dilation[1]] = weight
    assert np.array_equal(ours, onnx_conv(x, holes, auto_pad=name, strides=stride))


@fixed(40)
@given(cases())
def test_onnx_agrees(case: Case) -> None:
    theirs = onnx_conv(
        case.x[None],
        case.weight,
        strides=case.stride,
        dilations=case.dilation,
        group=case.groups,
        pads=[side[end] for end in (0, 1) for side in case.padding],
    )
    assert np.array_equal(conv(case.x[None], case.weight, **case.options), theirs)


def test_padding_by_name_and_by_amount_agree() -> None:
    x, weight = CLASSIC[None], KERNEL[None, None]
    full = conv(x, weight, padding="full")
    assert np.array_equal(full, conv(x, weight, padding=2))
    assert np.array_equal(full, conv(x, weight, padding=((2, 2), (2, 2))))
    assert np.array_equal(conv(x, weight, padding="same"), conv(x, weight, padding=[1, 1]))
    assert np.array_equal(conv(x, weight, padding="valid"), conv(x, weight))


def test_causal_outputs_see_nothing_that_comes_later() -> None:
    # One weight a tap, so that each output shows which inputs it read: w = (100, 10, 1).
    x, weight = [[1, 2, 3, 4]], [[[100, 10, 1]]]
    assert conv(x, weight, padding="causal").tolist() == [[1, 12, 123, 234]]
    assert conv(x, weight, padding="causal", dilation=2).tolist() == [[1, 2, 13, 24]]


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.int16, np.bool_])
def test_small_integers_do_not_overflow(kind: Any) -> None:
    top = 1 if kind is np.bool_ else np.iinfo(kind).max
    x, weight = np.full((1, 9), top, kind), np.full((1, 1, 9), top, kind)
    assert conv(x, weight).tolist() == [[9 * int(top) ** 2]]


def test_floats_stay_floats() -> None:
    assert conv([[0.5, 0.25]], [[[1, 1]]]).tolist() == [[0.75]]
    single = np.ones((1, 3), np.float32)
    assert conv(single, single[None]).dtype == np.float32


def test_the_inputs_are_left_alone() -> None:
    x, weight = CLASSIC[None].copy(), KERNEL[None, None].copy()
    output = conv(x, weight, padding=1)
    output += 1
    assert np.array_equal(x[0], CLASSIC)
    assert np.array_equal(weight[0, 0], KERNEL)


def test_geometry_written_out() -> None:
    place = Geometry.of([7, 6], [3, 2], stride=(1, 2), padding="same", dilation=2)
    assert place == Geometry(((2, 2), (0, 1)), (1, 2), (2, 2), (5, 3), (7, 3))


@pytest.mark.parametrize(
    ("x", "weight", "options", "parameter", "words"),
    [
        ((5, 5), (1, 1, 3, 3), {}, "x", "has 2 axes, but it needs 3, or 4"),
        ((1, 1, 1, 5, 5), (1, 1, 3, 3), {}, "x", "has 5 axes"),
        ((5,), (3,), {}, "weight", "has 1 axis, but it needs 3, 4 or 5"),
        ((), (3, 3), {}, "weight", "has 2 axes"),
        ((2, 5), (1, 1, 3), {}, "groups", "is 1: 2 input channels and 1 filter"),
        ((4, 5), (3, 2, 3), {"groups": 2}, "groups", "is 2: 4 input channels and 3 filters"),
        ((3, 5), (2, 1, 3), {"groups": 2}, "groups", "both have to be divisible by it"),
        ((2, 5), (2, 2, 3), {"groups": 0}, "groups", "is 0, but it has to be 1 or more"),
        ((2, 5), (2, 2, 3), {"groups": 1.5}, "groups", "whole number"),
        ((1, 5), (1, 1, 6), {}, "kernel", "a kernel of 5 or less fits"),
        ((1, 5), (1, 1, 3), {"dilation": 3}, "kernel", "3 spans 7 cells"),
        ((1, 5), (1, 1, 3), {"stride": 0}, "stride", "is 0"),
        ((1, 5), (1, 1, 3), {"stride": (1, 1)}, "stride", "has 2 values"),
        ((1, 5), (1, 1, 3), {"dilation": -1}, "dilation", "is -1"),
        ((1, 5), (1, 1, 3), {"padding": -1}, "padding", "is -1, but it has to be 0 or more"),
        ((1, 5), (1, 1, 3), {"padding": "near"}, "padding", "give one of valid, same"),
    ],
)
def test_refusals_name_the_parameter(
    x: Any, weight: Any, options: dict[str, Any], parameter: str, words: str
) -> None:
    with pytest.raises(ConvError) as caught:
        conv(np.zeros(x), np.zeros(weight), **options)
    assert caught.value.parameter == parameter
    assert str(caught.value).startswith(parameter)
    assert words in str(caught.value)


def test_a_bias_of_any_whole_type_is_added() -> None:
    bias = np.array([5], np.uint64)
    assert conv([[1, 2, 3]], [[[1, 1]]], bias).tolist() == [[8, 10]]
    assert conv_transpose([[1, 2]], [[[1, 10]]], bias).tolist() == [[6, 17, 25]]
