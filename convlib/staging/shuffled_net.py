"""Two grouped layers with a shuffle between: channels that stand in lanes, and where they fly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from convlib.ops import Array, channel_shuffle
from convlib.picture.parts import Panel
from convlib.staging.blocks import PanelList
from convlib.trace import Chain, shuffled_grouped_chain


@dataclass(frozen=True, eq=False)
class ShuffledNet:
    """Two grouped 1×1 layers, with or without a shuffle between.

    Attributes:
        x: Input, ``(channels, cells)``.
        first: The first layer's weights, a row for each filter, ``(channels, channels/groups)``.
        second: The second layer's, likewise.
        groups: Of both layers and of the shuffle.
        shuffle: Whether there is one.
        chosen: The output channel whose inputs are shown in the end.
    """

    x: Array
    first: Array
    second: Array
    groups: int
    shuffle: bool = True
    chosen: int = 0

    @cached_property
    def chain(self) -> Chain:
        """All its taps."""
        weights = self.first[..., None, None], self.second[..., None, None]
        options: dict[str, Any] = {"groups": self.groups, "shuffle": self.shuffle}
        return shuffled_grouped_chain(self.x[:, None], *weights, **options)

    @property
    def channels(self) -> int:
        """Of the input, and of all that is made of it."""
        return len(self.x)

    @property
    def each(self) -> int:
        """Channels of a group."""
        return self.channels // self.groups

    @cached_property
    def order(self) -> list[int]:
        """The channels as the second layer reads them, by their numbers in the first one."""
        numbers = np.arange(self.channels)
        if self.shuffle:
            numbers = channel_shuffle(numbers.reshape(-1, 1, 1), self.groups).ravel()
        return [int(number) for number in numbers]

    def group_of(self, channel: int) -> int:
        """Whose colour a channel of the input or of the first layer has."""
        return channel // self.each

    def members(self, channel: int) -> range:
        """All channels of the group of one."""
        start = self.group_of(channel) * self.each
        return range(start, start + self.each)

    def read_by(self, output: int) -> list[int]:
        """The first layer's channels that an output channel reads."""
        return [self.order[place] for place in self.members(output)]

    def reaching(self, output: int) -> list[int]:
        """The input channels that reach an output channel.

        Example:
            >>> ones = np.ones((6, 2), int)
            >>> ShuffledNet(np.ones((6, 1)), ones, ones, 3).reaching(0)
            [0, 1, 2, 3]
        """
        found = {source for read in self.read_by(output) for source in self.members(read)}
        return sorted(found)


@dataclass(frozen=True, eq=False)
class DrawnNet:
    """The panels of such a net: their numbers in the scene.

    Attributes:
        net: What is drawn.
        sources: The input's channels.
        first: The first layer's filters.
        made: What that makes.
        dealt: The same as the second layer reads it; the same panels where nothing is shuffled.
        second: The second layer's filters.
        outputs: What comes out.
    """

    net: ShuffledNet
    sources: list[int]
    first: list[int]
    made: list[int]
    dealt: list[int]
    second: list[int]
    outputs: list[int]

    @classmethod
    def on(cls, listed: PanelList, net: ShuffledNet) -> DrawnNet:
        """Put the net's panels after those that are there."""
        groups = [net.group_of(at) for at in range(net.channels)]
        arrays = net.chain.arrays
        sources = listed.add(*channel_rows(net.x, ("channel", "input", "x"), groups, "input"))
        first = listed.add(*_weights(net.first, "u", groups, "layer1"))
        made = listed.add(*channel_rows(arrays[1][:, 0], ("map", "middle", "m"), groups))
        dealt = made
        if net.shuffle:
            colours = [net.group_of(at) for at in net.order]
            dealt = listed.add(*channel_rows(arrays[2][:, 0], ("map", "middle", "s"), colours))
        second = listed.add(*_weights(net.second, "v", None, "layer2"))
        outputs = listed.add(*channel_rows(arrays[-1][:, 0], ("output-of", "output", "y"), None))
        return cls(net, sources, first, made, dealt, second, outputs)


def channel_rows(
    values: Array, named: tuple[str, str, str], groups: list[int] | None, array: str = ""
) -> list[Panel]:
    """Channels as panels of one row, in their groups' colours."""
    return [
        Panel(
            *named,
            row[None],
            (at if array else 0, 0),
            array=array,
            lead=(at,),
            axes=int(len(row) > 1),
            number=at,
            titled=False,
            tint=named[1],
            group=groups[at] if groups else -1,
            striped=False,
        )
        for at, row in enumerate(values)
    ]


def _weights(values: Array, symbol: str, groups: list[int] | None, array: str) -> list[Panel]:
    """Filters as panels of one row."""
    return [
        Panel(
            *("kernel-of", "kernel", symbol, row[None], (at, 0)),
            array=array,
            lead=(at,),
            axes=1,
            number=at,
            titled=False,
            tint="kernel",
            group=groups[at] if groups else -1,
            striped=False,
        )
        for at, row in enumerate(values)
    ]
