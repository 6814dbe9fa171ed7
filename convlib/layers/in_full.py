"""A depthwise separable layer that is counted in full rather than drawn: its sizes and products."""

from __future__ import annotations

from typing import Any

from convlib.cost import cost
from convlib.cost import in_a_row as cost_in_a_row
from convlib.errors import ConvError
from convlib.layers.cost_rows import RowLayer, conv_row, in_a_row
from convlib.lesson import CostRow, Values
from convlib.numerals import exact
from convlib.params import Param, Whole
from convlib.staging.look_and_mix import Counted

TIMES = 8  # how many times cheaper a question asks for
# As in the usual example: 7×7×3 under 3×3 to 5×5×3, and from there to 128 channels.
PARAMS: tuple[Param, ...] = (
    Whole("full_side", default=7, low=1, high=64),
    Whole("full_channels", default=3, low=1, high=512),
    Whole("full_kernel", default=3, low=1, high=8),
    Whole("full_filters", default=128, low=1, high=1024),
)


def full(values: Values) -> tuple[tuple[int, ...], list[tuple[str, dict[str, Any]]]]:
    """The layer that is counted in full: its input's shape, and what it does."""
    side, channels, kernel, filters = (values[param.name] for param in PARAMS)
    layers = [("depthwise", {"kernel": kernel}), ("pointwise", {"filters": filters})]
    return (channels, side, side), layers


def check(values: Values) -> None:
    """Refuse a kernel that is larger than the input.

    Raises:
        ConvError: It is.
    """
    side, kernel = values["full_side"], values["full_kernel"]
    if kernel > side:
        details = {"value": kernel, "span": kernel, "padded": side, "limit": side}
        raise ConvError("kernel-too-large", parameter="full_kernel", **details)


def counted(values: Values) -> Counted:
    """Its products, and those of a standard layer in its place."""
    shape, layers = full(values)
    (_, look), (_, mix) = cost_in_a_row(shape, layers).parts
    shapes = (shape, look.shape, mix.shape)
    sizes = {"filters": values["full_filters"], "kernel": values["full_kernel"]}
    standard = cost("conv", shape, **sizes)
    return Counted(shapes, standard.macs, look.macs, mix.macs)


def rows(values: Values, own: str, standard: str) -> list[CostRow]:
    """What it costs, and a standard layer in its place, under these labels."""
    shape, layers = full(values)
    sizes = {"filters": values["full_filters"], "kernel": values["full_kernel"]}
    return [
        in_a_row(own, shape, [RowLayer(*each) for each in layers]),
        conv_row(standard, shape, **sizes),
    ]


def counts(values: Values) -> dict[str, object]:
    """All that questions about it speak of."""
    made, kernel = counted(values), values["full_kernel"]
    area = kernel**2
    return {
        **{"full_look": made.look, "full_mix": made.mix, "full_total": made.together},
        **{"full_channels": values["full_channels"], "full_filters": values["full_filters"]},
        **{"full_weights": area, "full_k": kernel},
        "full_outputs": (values["full_side"] - kernel + 1) ** 2,
        "bound": exact(1 / (1 / TIMES - 1 / area)) if can_be_eight(values) else "",
    }


def share(values: Values) -> int:
    """How many per cent of the products are mixing, rounded."""
    made = counted(values)
    return round(100 * made.mix / made.together)


def first_of_eight(values: Values) -> int:
    """The least number of filters with which the layer is more than eight times cheaper."""
    area = values["full_kernel"] ** 2
    return int(TIMES * area // (area - TIMES)) + 1


def can_be_eight(values: Values) -> bool:
    """Whether any number of filters makes it so much cheaper."""
    return bool(values["full_kernel"] ** 2 > TIMES)
