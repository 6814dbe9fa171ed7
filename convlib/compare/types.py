"""How each type of convolution is built at the sizes that are compared, as layers in branches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from convlib.compare.record import Layers, Sizes
from convlib.errors import ConvError

# Of inception's module 3a, which has 256 channels: what each branch makes.
# Source: Szegedy et al., "Going deeper with convolutions", CVPR 2015, table 1.
MADE = (64, 128, 32, 32)
REDUCED = {1: (96, 192), 2: (16, 192)}  # what two of them reduce its 192 channels to first
EIGHTHS = 8
WIDER = 2  # cells by which the larger kernel of inception's is larger


class Type(NamedTuple):
    """A type of convolution.

    Attributes:
        lesson: The slug of its lesson.
        changes: As in ``Row``.
        branches: Its branches' layers.
        steps: How many follow each other, where that is not its layers' number.
    """

    lesson: str
    changes: str
    branches: Callable[[Sizes], list[Layers]]
    steps: int = 0


def _conv(sizes: Sizes, **options: Any) -> tuple[str, dict[str, Any]]:
    """A layer that keeps the picture's size, but for its stride."""
    usual = {"filters": sizes.filters, "kernel": sizes.kernel, "stride": sizes.stride}
    return "conv", {**usual, "padding": "same", **options}


def _standard(sizes: Sizes) -> list[Layers]:
    return [[_conv(sizes)]]


def _three_dimensional(_: Sizes) -> list[Layers]:
    raise ConvError("compare-depth", parameter="depth")


def _pointwise(sizes: Sizes) -> list[Layers]:
    return [[_conv(sizes, kernel=1)]]


def _transposed(sizes: Sizes) -> list[Layers]:
    """What comes out is as large as the input times the stride."""
    beyond = sizes.kernel - sizes.stride
    crop = (max(beyond, 0) // 2, max(beyond, 0) - max(beyond, 0) // 2)
    options = {"filters": sizes.filters, "kernel": sizes.kernel, "stride": sizes.stride}
    border = {"padding": (crop, crop), "output_padding": max(-beyond, 0)}
    return [[("conv_transpose", {**options, **border})]]


def _dilated(sizes: Sizes) -> list[Layers]:
    return [[_conv(sizes, dilation=sizes.dilation)]]


def _spatially_separable(sizes: Sizes) -> list[Layers]:
    """Over all channels, as Inception v3 has it: k×1, then 1×k."""
    k, s = sizes.kernel, sizes.stride
    return [
        [_conv(sizes, kernel=(k, 1), stride=(s, 1)), _conv(sizes, kernel=(1, k), stride=(1, s))]
    ]


def _depthwise(sizes: Sizes) -> list[Layers]:
    if sizes.filters % sizes.channels:
        details = {"value": sizes.filters, "channels": sizes.channels}
        raise ConvError("compare-depthwise", parameter="filters", **details)
    return [[_conv(sizes, groups=sizes.channels)]]


def _depthwise_separable(sizes: Sizes) -> list[Layers]:
    look = _conv(sizes, filters=sizes.channels, groups=sizes.channels)
    return [[look, _conv(sizes, kernel=1, stride=1)]]


def _flattened(sizes: Sizes) -> list[Layers]:
    k, s, by_itself = sizes.kernel, sizes.stride, {"groups": sizes.filters}
    down = _conv(sizes, kernel=(k, 1), stride=(s, 1), **by_itself)
    across = _conv(sizes, kernel=(1, k), stride=(1, s), **by_itself)
    return [[_conv(sizes, kernel=1, stride=1), down, across]]


def _check_groups(sizes: Sizes) -> None:
    both = sizes.channels, sizes.filters
    if any(each % sizes.groups for each in both):
        fitting = [g for g in range(1, min(both) + 1) if not any(each % g for each in both)]
        details = {"channels": both[0], "filters": both[1], "choices": ", ".join(map(str, fitting))}
        raise ConvError("groups-divide", parameter="groups", value=sizes.groups, **details)


def _grouped(sizes: Sizes) -> list[Layers]:
    _check_groups(sizes)
    return [[_conv(sizes, groups=sizes.groups)]]


def _shuffled(sizes: Sizes) -> list[Layers]:
    _check_groups(sizes)
    shuffle: tuple[str, dict[str, Any]] = ("channel_shuffle", {"groups": sizes.groups})
    groups = {"groups": sizes.groups}
    return [[_conv(sizes, **groups), shuffle, _conv(sizes, stride=1, **groups)]]


def _pointwise_grouped(sizes: Sizes) -> list[Layers]:
    _check_groups(sizes)
    return [[_conv(sizes, kernel=1, groups=sizes.groups)]]


def _inception(sizes: Sizes) -> list[Layers]:
    """Four branches whose channels have the shares of module 3a."""
    if sizes.filters % EIGHTHS:
        details = {"value": sizes.filters, "eighths": EIGHTHS}
        raise ConvError("compare-inception", parameter="filters", **details)
    made = [sizes.filters * each // sum(MADE) for each in MADE]
    pool = {"kernel": sizes.kernel, "stride": sizes.stride, "padding": "same"}

    def reduced(at: int) -> tuple[str, dict[str, Any]]:
        few, of = REDUCED[at]
        return _conv(sizes, filters=max(1, round(sizes.channels * few / of)), kernel=1, stride=1)

    return [
        [_conv(sizes, filters=made[0], kernel=1)],
        [reduced(1), _conv(sizes, filters=made[1])],
        [reduced(2), _conv(sizes, filters=made[2], kernel=sizes.kernel + WIDER)],
        [("max_pool", pool), _conv(sizes, filters=made[3], kernel=1, stride=1)],
    ]


def _deformable(sizes: Sizes) -> list[Layers]:
    """Two numbers for each point of the kernel, and the layer that reads at these points."""
    return [[_conv(sizes, filters=2 * sizes.kernel**2)], [_conv(sizes)]]


def _squeeze(sizes: Sizes) -> list[Layers]:
    if sizes.filters % sizes.reduction:
        details = {"value": sizes.reduction, "filters": sizes.filters}
        raise ConvError("compare-reduction", parameter="reduction", **details)
    return [[_conv(sizes), ("squeeze_excite", {"reduction": sizes.reduction})]]


TYPES = {
    "standard": Type("multi-channel", "both", _standard),
    "3d": Type("3d", "space", _three_dimensional),
    "1x1": Type("1x1", "channels", _pointwise),
    "transposed": Type("transposed", "both", _transposed),
    "dilated": Type("dilated", "space", _dilated),
    "spatially-separable": Type("spatially-separable", "space", _spatially_separable),
    "depthwise": Type("depthwise", "space", _depthwise),
    "depthwise-separable": Type("depthwise-separable", "both", _depthwise_separable),
    "flattened": Type("flattened", "both", _flattened),
    "grouped": Type("grouped", "channels", _grouped),
    "shuffled-grouped": Type("shuffled-grouped", "channels", _shuffled),
    "pointwise-grouped": Type("pointwise-grouped", "channels", _pointwise_grouped),
    "inception": Type("inception", "space", _inception),
    "deformable": Type("deformable", "space", _deformable, steps=2),
    "squeeze-excitation": Type("squeeze-excitation", "channels", _squeeze, steps=4),
}
