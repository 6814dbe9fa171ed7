"""The layers that can be written as code, each checked and handed to the three writers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib.code import keras, plain, pytorch
from convlib.code.record import Layer
from convlib.ops import Geometry, check_channels
from convlib.shapes import Padding

Numbers = int | Sequence[int]


def conv(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Numbers = 1,
    padding: Padding = 0,
    dilation: Numbers = 1,
    groups: int = 1,
) -> dict[str, str]:
    """A convolution in 1-D, 2-D or 3-D.

    Args:
        x: Input, ``(channels, *spatial)``.
        weight: Filters, ``(out, channels/groups, *kernel)``.
        bias: As in ``convlib.conv``, and so are the others.
        stride: One for all axes or one per axis.
        padding: An amount, one per axis, a pair per axis, or a rule.
        dilation: One for all axes or one per axis.
        groups: Into how many parts the channels are cut.

    Raises:
        ConvError: As ``convlib.conv``.

    Example:
        >>> print(conv([[1, 2, 3]], [[[1, 1]]])["numpy"])
        import numpy as np
        <BLANKLINE>
        x = np.array([[1, 2, 3]])
        weight = np.array([[[1, 1]]])
        <BLANKLINE>
        y = np.zeros((1, 2), dtype=int)
        for f, column in np.ndindex(y.shape):
            window = x[:, column : column + 2]
            y[f, column] = np.sum(window * weight[f])
    """
    x, weight = np.asarray(x), np.asarray(weight)
    check_channels(x.shape, weight.shape, groups)
    place = Geometry.of(x.shape[1:], weight.shape[2:], stride, padding, dilation)
    layer = Layer(
        x=x,
        weight=weight,
        bias=None if bias is None else np.asarray(bias),
        strides=place.strides,
        padding=place.padding,
        rule=padding if isinstance(padding, str) else "",
        dilations=place.dilations,
        groups=groups,
        outputs=place.outputs,
    )
    return {
        "pytorch": pytorch.conv(layer),
        "keras": keras.conv(layer),
        "numpy": plain.conv(layer),
    }
