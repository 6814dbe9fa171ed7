"""A layer of many channels, with groups or a multiplier: parameters, numbers, checks and sizes.

A lesson declares a ``ChannelState`` of the parameters that it has, and gets the rest from it. Which
layer it is, the parameters' names say:

- ``channels`` and ``filters``: each filter reads all channels, with a kernel for each of them.
- ``groups`` besides: each filter reads the channels of its own group.
- no ``filters``: depthwise, each channel has a kernel of its own, or ``multiplier`` of them.

Without ``kernel`` the kernels are 1×1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.layers import standard
from convlib.layers.backgrounds import Background, backgrounds
from convlib.lesson import Values
from convlib.named.kernels import KERNELS
from convlib.ops import Array, Geometry, conv
from convlib.params import Count, Grid, Param, PerAxis, Seed, Whole, fitted, laid_over


@dataclass(frozen=True, eq=False)
class ChannelState:
    """What a lesson of many channels declares, and what follows from it.

    Attributes:
        sizes: What its layer has of ``channels``, ``filters``, ``groups``, ``multiplier`` (each a
            ``Whole``), ``size``, ``kernel``, ``stride``, ``dilation`` (each a ``PerAxis``) and
            ``padding``.
        most: Cells along an axis, padding included, whose numbers can still be read.
        image: The lesson's own input, ``(channels, rows, columns)``.
        bank: Its own kernels, ``(filters, kernels of each, rows, columns)``; of a depthwise layer
            ``(channels, kernels of each, rows, columns)``.
        seeded: What a seed draws each weight from.
        bias: Whether a number is added to each filter's sum.
        stays: Whether the lesson's own kernels stay with the channels that they read, so that more
            groups only take some away; else a filter's first kernels are the same in any group.

    Example:
        >>> counts = [Whole(name, 4, 1, 8) for name in ("channels", "filters", "groups")]
        >>> axes = [PerAxis("size", (5, 5), 1, 8), PerAxis("kernel", (3, 3), 1, 3)]
        >>> state = ChannelState((*counts, *axes), most=8)
        >>> values = {param.name: param.default for param in state.params}
        >>> [array.shape for array in state.operands(values)]
        [(4, 5, 5), (4, 1, 3, 3), (4,)]
    """

    sizes: tuple[Param, ...]
    most: int
    image: ArrayLike | None = None
    bank: ArrayLike | None = None
    seeded: Sequence[int] = range(-2, 3)
    bias: bool = True
    stays: bool = False

    @property
    def params(self) -> tuple[Param, ...]:
        """All parameters of the layer."""
        return *self.sizes, *self.numbers

    @cached_property
    def numbers(self) -> tuple[Param, ...]:
        """Those of them that are its numbers: the seed and the arrays."""
        kernel: dict[str, Any] = {"size": "kernel", "names": KERNELS} if self._has("kernel") else {}
        size, channels, planes = self._high("size"), self._high("channels"), self._high(*self._axes)
        return (
            Seed("seed"),
            Grid("input", size, "size", planes=channels, counts=(Count("channels"),)),
            Grid("weights", self._high("kernel"), planes=planes, counts=(self._kernels,), **kernel),
            *([Grid("bias", self._most_filters)] if self.bias else []),
        )

    def fit(self, given: Values) -> Values:
        """What is given, and what typed planes settle: sizes, channels, filters or the multiplier.

        Raises:
            ConvError: They can't be read.
        """
        return fitted(self.params, given)

    def layer(self, values: Values) -> Values:
        """The layer's sizes, also those that are no parameters of the lesson.

        Example:
            >>> depthwise = ChannelState(
            ...     (Whole("channels", 3, 1, 4), Whole("multiplier", 1, 1, 2)), 8
            ... )
            >>> depthwise.layer({"channels": 3, "multiplier": 2})
            {'kernel': (1, 1), 'groups': 3, 'channels': 3, 'multiplier': 2, 'filters': 6}
        """
        own = {param.name: values[param.name] for param in self.sizes}
        if not self._has("filters"):
            channels = own["channels"]
            own |= {"filters": channels * own.get("multiplier", 1), "groups": channels}
        return {"kernel": (1, 1), "groups": 1, **own}

    def geometry(self, values: Values) -> Geometry:
        """How the window stands on every channel.

        Raises:
            ConvError: The kernel is larger than the padded input.
        """
        return standard.geometry(self.layer(values))

    def options(self, values: Values) -> dict[str, Any]:
        """How the window moves, and the groups of a layer that has some, as ``conv`` takes them."""
        made = self.layer(values)
        grouped = self._has("groups") or not self._has("filters")
        return standard.options(made) | ({"groups": made["groups"]} if grouped else {})

    def check(self, values: Values) -> None:
        """Refuse what doesn't fit, or is too much to look at.

        Raises:
            ConvError: The groups don't divide channels and filters, the kernel is larger than the
                padded input, or that is too large.
        """
        made = self.layer(values)
        channels, filters, groups = (made[name] for name in ("channels", "filters", "groups"))
        if channels % groups or filters % groups:
            common, numbers = math.gcd(channels, filters), range(1, self._high("groups") + 1)
            choices = ", ".join(str(number) for number in numbers if common % number == 0)
            details = {"value": groups, "channels": channels, "filters": filters}
            raise ConvError("groups-divide", parameter="groups", choices=choices, **details)
        standard.check_direct(made, self.most)

    def arrays(self, values: Values) -> dict[str, Array]:
        """Input ``(channels, H, W)``, weights ``(kernels, kH, kW)`` and bias ``(1, filters)``.

        The kernels are those of the first filter, then those of the second one, and so on.
        """
        made, numbers = self.layer(values), backgrounds(values["seed"], self._backgrounds)
        lead = made[self._axes[0]]
        each = self._kernels.of(made) // lead
        bank = numbers["weights"][:lead]
        if self.stays:
            first = np.arange(lead) // (lead // made["groups"]) * each
            bank = bank[np.arange(lead)[:, None], first[:, None] + np.arange(each)]
        bank = bank[:, :each]
        numbers["weights"] = bank.reshape(-1, *bank.shape[2:])
        if self.bias:
            numbers["bias"] = numbers["bias"][:, : made["filters"]]
        return laid_over(self.numbers, values, numbers)

    def operands(self, values: Values) -> tuple[Array, ...]:
        """Input, weights ``(filters, kernels of each, kH, kW)`` and bias, as ``conv`` has them."""
        x, kernels, *bias = self.arrays(values).values()
        weights = kernels.reshape(self.layer(values)["filters"], -1, *kernels.shape[1:])
        return x, weights, *(each[0] for each in bias)

    def output(self, values: Values) -> Array:
        """What the layer makes, ``(filters, rows, columns)``."""
        return conv(*self.operands(values), **self.options(values))

    def counts(self, values: Values) -> dict[str, int]:
        """All that questions about the layer speak of."""
        made, (rows, columns) = self.layer(values), self.geometry(values).outputs
        (down, across), kernels = made["kernel"], self._kernels.of(made)
        depth = kernels // made["filters"]
        return {
            **{name: made[name] for name in ("channels", "filters", "groups")},
            "down": down,
            "across": across,
            "rows": rows,
            "columns": columns,
            "outputs": rows * columns,
            "depth": depth,
            "kernels": kernels,
            "weights": down * across,
            "products": down * across * depth,
        }

    @cached_property
    def _backgrounds(self) -> dict[str, Background]:
        size, kernel, filters = self._high("size"), self._high("kernel"), self._most_filters
        image = (self._high("channels"), size, size)
        bank = (*map(self._high, self._axes), kernel, kernel)
        made = {
            "input": Background(image, range(10), range(4), self.image),
            "weights": Background(bank, self.seeded, range(-1, 2), self.bank),
        }
        if self.bias:
            made["bias"] = Background((1, filters), range(-3, 4), classic=[range(1, filters + 1)])
        return made

    @property
    def _axes(self) -> tuple[str, str]:
        """What counts the bank's kernels: filters or channels, and the kernels of each."""
        return ("filters", "channels") if self._has("filters") else ("channels", "multiplier")

    @property
    def _kernels(self) -> Count:
        """What counts the kernels of all filters together."""
        if self._has("filters"):
            return Count("filters", "channels", "groups" if self._has("groups") else "")
        return Count("multiplier", "channels") if self._has("multiplier") else Count("channels")

    @property
    def _most_filters(self) -> int:
        return self._high("filters") if self._has("filters") else self._high(*self._axes)

    def _has(self, name: str) -> bool:
        return any(param.name == name for param in self.sizes)

    def _high(self, *names: str) -> int:
        """The most of a parameter, 1 where there is none; of several the product."""
        bounded = (param for param in self.sizes if isinstance(param, Whole | PerAxis))
        return math.prod(param.high for param in bounded if param.name in names)
