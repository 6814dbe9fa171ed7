"""A grouped layer: parameters, numbers, and what groups leave of its weights."""

from __future__ import annotations

import math

from convlib.cost import Cost, cost
from convlib.layers.channels import ChannelState
from convlib.lesson import Values
from convlib.params import Param, PerAxis, Whole
from convlib.staging.grouped_layer import GroupedLayer
from convlib.staging.shares import Caption, Share, Shares

MOST_CHANNELS, MOST_FILTERS = 6, 9
SIZES: tuple[Param, ...] = (
    Whole("groups", default=2, low=1, high=MOST_CHANNELS),
    Whole("channels", default=4, low=1, high=MOST_CHANNELS),
    Whole("filters", default=4, low=1, high=MOST_FILTERS),
    PerAxis("size", default=(3, 5), low=1, high=6),
    PerAxis("kernel", default=(3, 3), low=1, high=3),
)
STATE = ChannelState(sizes=SIZES, most=8, seeded=range(-2, 3), bias=False, stays=True)


def layer(values: Values) -> GroupedLayer:
    """The values' numbers, as they are staged."""
    x, weights = STATE.operands(values)
    return GroupedLayer(x, weights, values["groups"])


def dividing(channels: int, filters: int) -> list[int]:
    """The numbers of groups into which both can be cut.

    Example:
        >>> dividing(4, 4), dividing(6, 9)
        ([1, 2, 4], [1, 3])
    """
    common = math.gcd(channels, filters)
    return [number for number in range(1, common + 1) if common % number == 0]


def shares(values: Values) -> Shares:
    """The weights of the layer on the stage, with all numbers of groups that there can be."""
    channels, filters = values["channels"], values["filters"]
    shown = [
        Share(groups, _cost(values, groups).parameters, _caption(values, groups))
        for groups in dividing(channels, filters)
    ]
    return Shares(tuple(shown), channels, filters, values["groups"])


def _cost(values: Values, groups: int) -> Cost:
    """What the layer costs with so many groups."""
    sizes = {name: values[name] for name in ("filters", "kernel")}
    return cost("conv", (values["channels"], *values["size"]), groups=groups, **sizes)


def _caption(values: Values, groups: int) -> Caption:
    """How the weights are counted."""
    down, across = values["kernel"]
    return counted(
        values["filters"],
        values["channels"],
        groups,
        (down, across),
        _cost(values, groups).parameters,
    )


def counted(
    filters: int, channels: int, groups: int, kernel: tuple[int, int], weights: int
) -> Caption:
    """Weights as a product, and what it comes to, as a caption.

    Example:
        >>> "".join(text for text, _ in counted(4, 4, 2, (3, 3), 72))
        'g = 2: 4 · 4/2 · 3·3 = 72'
    """
    return (
        (f"g = {groups}: ", "muted"),
        (str(filters), "output"),
        (" · ", "muted"),
        (str(channels), "input"),
        *(((f"/{groups}", "muted"),) if groups > 1 else ()),
        (" · ", "muted"),
        ("·".join(map(str, kernel)), "kernel"),
        (" = ", "muted"),
        (f"{weights:,}", "result"),
    )
