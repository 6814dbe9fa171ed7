"""One door to the cost of every operator."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from convlib.cost import record, several, single
from convlib.cost.record import Cost, Shape, together
from convlib.errors import ConvError
from convlib.shapes import at_least_one


def cost(operator: str, shape: Sequence[int], **options: Any) -> Cost:
    """Parameters and multiply-accumulates of an operator on an input of a shape.

    Args:
        operator: Its name in ``convlib``, such as ``"conv"``.
        shape: Of the input, ``(channels, *spatial)``; for ``convolve`` and ``correlate`` that of f.
        **options: What the operator takes, and the sizes of what it is given:

            - ``conv``: ``filters``, ``kernel``, ``stride``, ``padding``, ``dilation``, ``groups``,
              ``bias`` (whether there is one); ``grouped`` too, and ``conv_transpose``, which has
              ``output_padding`` besides
            - ``convolve``, ``correlate``: ``kernel``, ``mode``
            - ``depthwise``: as ``conv``, with ``multiplier`` for ``filters`` and ``groups``
            - ``pointwise``: ``filters``, ``groups``, ``bias``
            - ``depthwise_separable``: as ``depthwise``, and ``filters``
            - ``spatially_separable``: ``kernel``, ``stride``, ``padding``, ``dilation``, ``bias``
            - ``flattened``: as ``conv``, without ``groups``
            - ``shuffled_grouped``: as ``conv`` for both layers; ``middle`` channels between them
            - ``shufflenet_unit``: ``middle``, ``groups``, ``filters``, ``stride``, ``bias``
            - ``inception``: ``branches``, each a list of ``(operator, options)``
            - ``deform_conv``: as ``conv``, with ``offset_groups`` and ``mask``; the convolution
              that makes the offsets is counted, and 4 products for each value that is sampled
            - ``squeeze_excite``: ``reduction``, ``bias``; the scaling is a product per cell
            - ``max_pool``, ``avg_pool``: ``kernel``, ``stride``, ``padding``, ``dilation``
            - ``channel_shuffle``: ``groups``; ``relu``: nothing

    Raises:
        ConvError: There is no such operator or option, one is missing, or a number is out of range.

    Source: MACs and parameters as Howard et al., MobileNets, arXiv:1704.04861, section 3.1.

    Example:
        >>> cost("conv", (192, 28, 28), filters=32, kernel=5, padding="same").macs
        120422400
        >>> cost("depthwise_separable", (3, 7, 7), filters=128, kernel=3).macs
        10275
    """
    if operator not in _OPERATORS:
        choices = ", ".join(_OPERATORS)
        raise ConvError("choice", parameter="operator", value=operator, choices=choices)
    count = _OPERATORS[operator]
    _check_options(operator, count, options)
    return count(_checked(shape), **options)


def in_a_row(shape: Sequence[int], layers: Sequence[tuple[str, Mapping[str, Any]]]) -> Cost:
    """What operators cost of which each takes what the one before it gives.

    Args:
        shape: Of the input, ``(channels, *spatial)``.
        layers: Of each operator its name and its options, as ``cost`` takes them.

    Raises:
        ConvError: As ``cost``.

    Example:
        >>> layers = [("pointwise", {"filters": 16}), ("conv", {"filters": 32, "kernel": 5})]
        >>> [(name, part.macs) for name, part in in_a_row((192, 28, 28), layers).parts]
        [('pointwise', 2408448), ('conv', 7372800)]
    """
    parts = [(name, partial(cost, name), options) for name, options in layers]
    return record.in_a_row(_checked(shape), parts)


def _checked(shape: Sequence[int]) -> Shape:
    sizes = tuple(shape) if np.ndim(shape) == 1 else ()
    if not sizes:
        raise ConvError("cost-shape", parameter="shape", value=shape)
    return tuple(at_least_one("shape", size) for size in sizes)


def _check_options(operator: str, count: Callable[..., Cost], options: Mapping[str, Any]) -> None:
    known = {
        name: option
        for name, option in inspect.signature(count).parameters.items()
        if option.kind is option.KEYWORD_ONLY
    }
    for name in options.keys() - known.keys():
        choices = ", ".join(known) or "none"
        raise ConvError("cost-option", parameter=name, operator=operator, choices=choices)
    for name, option in known.items():
        if option.default is option.empty and name not in options:
            raise ConvError("cost-missing", parameter=name, operator=operator)


def _inception(shape: Shape, *, branches: Sequence[Sequence[tuple[str, Any]]]) -> Cost:
    rows = [in_a_row(shape, branch) for branch in branches]
    sizes = {row.shape[1:] for row in rows}
    if len(sizes) != 1:
        given = ", ".join("x".join(map(str, size)) for size in sorted(sizes)) or "nothing"
        raise ConvError("cost-branches", parameter="branches", sizes=given)
    names = [f"branch {number}" for number in range(1, len(rows) + 1)]
    channels = sum(row.shape[0] for row in rows)
    return together(list(zip(names, rows, strict=True)), (channels, *rows[0].shape[1:]))


_OPERATORS: Mapping[str, Callable[..., Cost]] = {
    "conv": single.conv,
    "conv_transpose": single.conv_transpose,
    "convolve": single.signals,
    "correlate": single.signals,
    "grouped": single.conv,
    "depthwise": single.depthwise,
    "pointwise": single.pointwise,
    "depthwise_separable": several.depthwise_separable,
    "spatially_separable": several.spatially_separable,
    "flattened": several.flattened,
    "channel_shuffle": single.channel_shuffle,
    "shuffled_grouped": several.shuffled_grouped,
    "shufflenet_unit": several.shufflenet_unit,
    "inception": _inception,
    "deform_conv": several.deform_conv,
    "squeeze_excite": several.squeeze_excite,
    "max_pool": single.pool,
    "avg_pool": single.pool,
    "relu": single.by_cell,
}
