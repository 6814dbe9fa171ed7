"""Layers in a row, each checked on what the one before it makes, and handed to three writers."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import ArrayLike

from convlib.code import keras, plain, pytorch
from convlib.code.building import Layers, blank, built
from convlib.code.record import WrittenRow
from convlib.ops import widened


def in_a_row(x: ArrayLike, layers: Layers) -> dict[str, str]:
    """Several layers, each on what the one before it makes, as one program.

    Args:
        x: Input, ``(channels, *spatial)``.
        layers: For each its operator's name in ``convlib`` and what that takes besides the input:
            ``conv``, ``grouped``, ``depthwise``, ``pointwise``, ``conv_transpose``, ``relu`` and
            ``channel_shuffle``; or ``resize``, which takes a ``scale``. Of several layers with
            weights each may have a ``name``, with which the names of its arrays begin.

    Raises:
        ConvError: There is no such operator, or it refuses what it is given.

    Example:
        >>> layers = [
        ...     ("depthwise", {"weight": [[[1, 1]], [[1, -1]]]}),
        ...     ("pointwise", {"weight": [[10, 1]]}),
        ... ]
        >>> print(in_a_row([[1, 2], [3, 4]], layers)["numpy"])
        import numpy as np
        <BLANKLINE>
        x = np.array([[1, 2],
                      [3, 4]])
        depthwise_weight = np.array([[[ 1,  1]],
                                     [[ 1, -1]]])
        pointwise_weight = np.array([[10,  1]])
        <BLANKLINE>
        y = np.zeros((2, 1), dtype=int)
        for f, column in np.ndindex(y.shape):
            window = x[f, column : column + 2]
            y[f, column] = np.sum(window * depthwise_weight[f, 0])
        <BLANKLINE>
        inputs = y
        y = np.zeros((1, 1), dtype=int)
        for column in range(1):
            y[:, column] = pointwise_weight @ inputs[:, column]
    """
    source = widened(x, "x")
    return _written(WrittenRow(source, built(source.shape, layers)))


def at_random(shape: Sequence[int], layers: Layers) -> dict[str, str]:
    """Layers in a row, with numbers drawn at random: where there are too many to write.

    Args:
        shape: Of the input, ``(channels, *spatial)``.
        layers: For each its operator's name, and its options as ``convlib.cost.cost`` takes them:
            sizes rather than weights. Else as ``in_a_row``.

    Raises:
        ConvError: As ``in_a_row``.

    Example:
        >>> layers = [("pointwise", {"filters": 16}), ("relu", {})]
        >>> print(at_random((192, 28, 28), layers)["pytorch"])
        import torch
        from torch import nn
        <BLANKLINE>
        x = torch.rand(192, 28, 28)
        <BLANKLINE>
        layer = nn.Sequential(nn.Conv2d(192, 16, 1, bias=False), nn.ReLU())
        y = layer(x[None])[0]  # it takes a batch
    """
    source = blank(*shape)
    return _written(WrittenRow(source, built(source.shape, layers, drawn=True), drawn=True))


def _written(row: WrittenRow) -> dict[str, str]:
    return {"pytorch": pytorch.row(row), "keras": keras.row(row), "numpy": plain.row(row)}
