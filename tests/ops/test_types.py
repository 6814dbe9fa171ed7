"""The types of results: what every docstring says of whole numbers, of 16 bits, and of mixtures."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from convlib import ConvError, ops, trace
from convlib.ops import Array, ConvLayer, PoolLayer

# By hand: whole numbers in 64 bits; decimal ones in 32 where that holds them, else in 64.
WIDE = {
    **dict.fromkeys(("bool", "int8", "uint8", "int32", "int64", "uint64"), "int64"),
    **dict.fromkeys(("float16", "float32"), "float32"),
    **dict.fromkeys(("float64", "longdouble"), "float64"),
}
DECIMAL = {"int64": "float64"}
Made = Callable[[Callable[..., Array], Callable[..., Array]], Any]


def conv_type(x: str, w: str) -> str:
    """What ``conv`` gives: NumPy's own promotion of both, each made wide."""
    return str(np.result_type(WIDE[x], WIDE[w]))


def of_x(x: str, _: str) -> str:
    """What ``conv`` gives where there is nothing but x."""
    return WIDE[x]


def of_weights(_: str, w: str) -> str:
    """What it gives where there are but weights."""
    return WIDE[w]


def decimal(x: str, w: str) -> str:
    """The same, but decimal."""
    kind = conv_type(x, w)
    return DECIMAL.get(kind, kind)


def decimal_of_x(x: str, _: str) -> str:
    """The same of x alone."""
    return DECIMAL.get(WIDE[x], WIDE[x])


def in_64_bits(*_: str) -> str:
    """Decimal numbers of 64 bits, whatever is given."""
    return "float64"


def exact_or_64_bits(x: str, w: str) -> str:
    """Whole numbers if all are, else decimal ones of 64 bits."""
    return "int64" if conv_type(x, w) == "int64" else "float64"


def as_it_was(x: str, _: str) -> str:
    """The type of x itself."""
    return np.dtype(x).name


def whole_or_64_bits(x: str, _: str) -> str:
    """Whole numbers of x stay such."""
    return exact_or_64_bits(x, x)


LAYERS: Callable[[Any], Any] = lambda w: [[ConvLayer(w(1, 1, 1, 1))], [PoolLayer(3)]]  # noqa: E731
MATRIX: Callable[[Any], Any] = lambda w: ops.conv_matrix(w(1, 1, 2), (1, 3))  # noqa: E731

# How each is called with arrays x(*shape) and w(*shape), and the rule of its type.
CALLS: dict[str, tuple[Made, Callable[[str, str], str]]] = {
    "conv": (lambda x, w: ops.conv(x(1, 3, 3), w(1, 1, 2, 2), w(1)), conv_type),
    "conv_transpose": (lambda x, w: ops.conv_transpose(x(1, 3, 3), w(1, 1, 2, 2), w(1)), conv_type),
    "conv_matrix": (lambda _, w: MATRIX(w).values, of_weights),
    "convolve": (lambda x, w: ops.convolve(x(3), w(2)), conv_type),
    "correlate": (lambda x, w: ops.correlate(x(3), w(2)), conv_type),
    "deform_conv": (
        lambda x, w: ops.deform_conv(x(1, 2, 2), w(1, 1, 1, 1), w(2, 2, 2), w(1), mask=w(1, 2, 2)),
        conv_type,
    ),
    "depthwise": (lambda x, w: ops.depthwise(x(2, 2, 2), w(2, 1, 1, 1)), conv_type),
    "depthwise_separable": (
        lambda x, w: ops.depthwise_separable(x(2, 2, 2), w(2, 1, 1, 1), w(1, 2, 1, 1)),
        conv_type,
    ),
    "flattened": (lambda x, w: ops.flattened(x(2, 2, 2), w(1, 2), w(1, 1), w(1, 1)), conv_type),
    "grouped": (lambda x, w: ops.grouped(x(2, 2, 2), w(2, 1, 1, 1), groups=2), conv_type),
    "pointwise": (lambda x, w: ops.pointwise(x(2, 2, 2), w(1, 2, 1, 1)), conv_type),
    "inception": (lambda x, w: ops.inception(x(1, 2, 2), LAYERS(w)), conv_type),
    "max_pool": (lambda x, _: ops.max_pool(x(1, 2, 2), 2), of_x),
    "avg_pool": (lambda x, _: ops.avg_pool(x(1, 2, 2), 2), decimal_of_x),
    "channel_shuffle": (lambda x, _: ops.channel_shuffle(x(2, 2, 2), 2), as_it_was),
    "relu": (lambda x, _: ops.relu(x(2)), of_x),
    "widened": (lambda x, _: ops.widened(x(2)), of_x),
    "squeeze_excite": (lambda x, w: ops.squeeze_excite(x(2, 2, 2), w(1, 2), w(2, 1)), decimal),
    "shuffled_grouped": (
        lambda x, w: ops.shuffled_grouped(x(2, 2, 2), w(2, 1, 1, 1), w(2, 1, 1, 1), groups=2),
        conv_type,
    ),
    "shufflenet_unit": (
        lambda x, w: ops.shufflenet_unit(
            x(2, 2, 2), w(2, 1, 1, 1), w(2, 1, 3, 3), w(2, 1, 1, 1), groups=2
        ),
        conv_type,
    ),
    "spatially_separable": (
        lambda x, w: ops.spatially_separable(x(1, 2, 2), w(1), w(1)),
        conv_type,
    ),
    "separate": (lambda x, _: np.outer(*ops.separate(x(1, 3))[:2]), whole_or_64_bits),
    "nearest_outer": (lambda x, _: ops.nearest_outer(x(1, 3)).product, whole_or_64_bits),
    "singular_values": (lambda x, _: ops.singular_values(x(2, 2)), in_64_bits),
    "outer": (lambda x, w: ops.outer(x(2), w(3)), conv_type),
    "integral": (lambda x, w: np.array(ops.integral(x(2), w(2), 0.5)), in_64_bits),
    "product": (lambda x, w: ops.product(x(2), w(2), 0.5, np.array([0.0])), in_64_bits),
    "conv_trace": (lambda x, w: trace.conv_trace(x(1, 3, 3), w(1, 1, 2, 2), w(1)), conv_type),
    "conv_transpose_trace": (
        lambda x, w: trace.conv_transpose_trace(x(1, 3, 3), w(1, 1, 2, 2), w(1)),
        conv_type,
    ),
    "conv_transpose_gather_trace": (
        lambda x, w: trace.conv_transpose_gather_trace(x(1, 3, 3), w(1, 1, 2, 2), w(1)),
        conv_type,
    ),
    "conv_matrix_trace": (lambda _, w: trace.conv_matrix_trace(w(1, 1, 2), (1, 3)), of_weights),
    "matrix_trace": (lambda x, w: trace.matrix_trace(MATRIX(w), x(3)), conv_type),
    "convolve_trace": (lambda x, w: trace.convolve_trace(x(3), w(2)), conv_type),
    "correlate_trace": (lambda x, w: trace.correlate_trace(x(3), w(2)), conv_type),
    "deform_conv_trace": (
        lambda x, w: trace.deform_conv_trace(
            x(1, 2, 2), w(1, 1, 1, 1), w(2, 2, 2), w(1), mask=w(1, 2, 2)
        ),
        exact_or_64_bits,
    ),
    "depthwise_trace": (lambda x, w: trace.depthwise_trace(x(2, 2, 2), w(2, 1, 1, 1)), conv_type),
    "depthwise_separable_chain": (
        lambda x, w: trace.depthwise_separable_chain(x(2, 2, 2), w(2, 1, 1, 1), w(1, 2, 1, 1)),
        conv_type,
    ),
    "flattened_chain": (
        lambda x, w: trace.flattened_chain(x(2, 2, 2), w(1, 2), w(1, 1), w(1, 1)),
        conv_type,
    ),
    "pointwise_trace": (lambda x, w: trace.pointwise_trace(x(2, 2, 2), w(1, 2, 1, 1)), conv_type),
    "inception_chain": (lambda x, w: trace.inception_chain(x(1, 2, 2), LAYERS(w)), conv_type),
    "max_pool_trace": (lambda x, _: trace.max_pool_trace(x(1, 2, 2), 2), of_x),
    "avg_pool_trace": (lambda x, _: trace.avg_pool_trace(x(1, 2, 2), 2), in_64_bits),
    "channel_shuffle_trace": (lambda x, _: trace.channel_shuffle_trace(x(2, 2, 2), 2), of_x),
    "relu_trace": (lambda x, _: trace.relu_trace(x(2, 2)), of_x),
    "squeeze_excite_chain": (
        lambda x, w: trace.squeeze_excite_chain(x(2, 2, 2), w(1, 2), w(2, 1)),
        in_64_bits,
    ),
    "shuffled_grouped_chain": (
        lambda x, w: trace.shuffled_grouped_chain(
            x(2, 2, 2), w(2, 1, 1, 1), w(2, 1, 1, 1), groups=2
        ),
        conv_type,
    ),
    "shufflenet_unit_chain": (
        lambda x, w: trace.shufflenet_unit_chain(
            x(2, 2, 2), w(2, 1, 1, 1), w(2, 1, 3, 3), w(2, 1, 1, 1), groups=2
        ),
        conv_type,
    ),
    "spatially_separable_chain": (
        lambda x, w: trace.spatially_separable_chain(x(1, 2, 2), w(1), w(1)),
        conv_type,
    ),
    "add_trace": (lambda x, w: trace.add_trace(x(2, 2), 2, w(1)), conv_type),
    "copy_trace": (lambda x, _: trace.copy_trace(x(1, 2)), of_x),
    "difference_trace": (lambda x, _: trace.difference_trace(x(2, 2)), whole_or_64_bits),
    "product_trace": (lambda x, w: trace.product_trace(x(2), w(2)), conv_type),
    "repeat_trace": (lambda x, _: trace.repeat_trace(x(1, 2), 2), of_x),
    "scale_trace": (lambda x, w: trace.scale_trace(x(2, 2), w(2)), conv_type),
    "sigmoid_trace": (lambda x, _: trace.sigmoid_trace(x(2)), decimal_of_x),
}
RULE = r"``conv`` gives|64 bits|of the same type"


def result(name: str, x: str, w: str) -> Array:
    """What comes out for arrays of two types, which hold ones and noughts."""

    def filled(kind: str) -> Callable[..., Array]:
        return lambda *shape: (np.indices(shape).sum(0) % 2 == 0).astype(kind)

    made = CALLS[name][0](filled(x), filled(w))
    return made if isinstance(made, np.ndarray) else np.asarray(made.output)


@pytest.mark.parametrize("name", CALLS)
def test_every_type_gives_what_the_docstring_says(name: str) -> None:
    plain = result(name, "int64", "int64")
    for x in WIDE:
        for w in WIDE:
            made = result(name, x, w)
            assert made.dtype.name == CALLS[name][1](x, w), (x, w)
            assert np.allclose(made.astype(float), plain.astype(float), atol=1e-3), (x, w)


def taking_arrays() -> dict[str, Any]:
    """The public functions that are given arrays."""
    functions = {
        name: value
        for module in (ops, trace)
        for name in module.__all__
        if inspect.isfunction(value := getattr(module, name))
    }
    return {
        name: function
        for name, function in functions.items()
        if any(
            "Array" in str(each.annotation)
            for each in inspect.signature(function).parameters.values()
        )
    }


def test_every_function_that_takes_arrays_says_so_and_is_tried() -> None:
    assert set(taking_arrays()) <= set(CALLS)


@pytest.mark.parametrize("name", taking_arrays())
def test_a_docstring_says_what_comes_out(name: str) -> None:
    told = " ".join((inspect.getdoc(taking_arrays()[name]) or "").split())
    assert any(each in told for each in RULE.split("|")), told


def test_whole_products_beyond_64_bits_are_refused() -> None:
    with pytest.raises(ConvError, match="64 bits"):
        ops.outer(np.array([2**40]), np.array([2**40]))
    assert ops.outer(np.array([200], np.uint8), np.array([2], np.uint8)).tolist() == [[400]]
