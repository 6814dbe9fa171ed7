"""Two grouped layers with a shuffle between: channels that stand in lanes, and where they fly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from convlib.ops import Array, channel_shuffle
from convlib.picture.parts import Panel
from convlib.staging.blocks import PanelList
from convlib.trace import Chain, channel_shuffle_trace, conv_trace, copy_trace


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
        """All its taps: a layer, the shuffle or each channel as it is, and a layer."""
        first, second = self.first[..., None, None], self.second[..., None, None]
        made = Chain(self.x[:, None]).then("first", conv_trace, first, groups=self.groups)
        if self.shuffle:
            made = made.then("shuffle", channel_shuffle_trace, self.groups)
        else:
            made = made.then("copy", copy_trace)
        return made.then("second", conv_trace, second, groups=self.groups)

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
        sources: The input's channels, a panel for each group.
        first: The first layer's filters, likewise.
        made: What that makes, likewise.
        dealt: The same as the second layer reads it, shuffled or not, a panel for each channel.
        second: The second layer's filters, a panel for each group.
        outputs: What comes out, a panel for each channel.
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
        arrays, shown = net.chain.arrays, list[list[int]]()
        own, colours = list(range(net.groups)), [net.group_of(at) for at in net.order]
        for values, named, groups, array in (
            (net.x, ("channel", "input", "x"), own, "input"),
            (net.first, ("kernel-of", "kernel", "u"), own, "layer1"),
            (arrays[1][:, 0], ("map", "middle", "m"), own, ""),
        ):
            shown.append(listed.add(*group_blocks(values, named, groups, array)))
        dealt = listed.add(*channel_rows(arrays[2][:, 0], ("map", "middle", "s"), colours))
        none = [-1] * net.groups
        second = group_blocks(net.second, ("kernel-of", "kernel", "v"), none, "layer2")
        plain = [-1] * net.channels
        outputs = channel_rows(arrays[3][:, 0], ("output-of", "output", "y"), plain)
        sources, first, made = shown
        return cls(net, sources, first, made, dealt, listed.add(*second), listed.add(*outputs))


def group_blocks(
    values: Array, named: tuple[str, str, str], groups: list[int], array: str = ""
) -> list[Panel]:
    """Channels or filters as rows of a panel for each group.

    Args:
        values: ``(channels, numbers of each)``.
        named: Name, role and symbol.
        groups: Per panel whose colour it has, -1 for that of its role.
        array: As in ``Panel``.
    """
    parts = np.split(values, len(groups))
    return [
        Panel(
            *named,
            part,
            (at * len(part), 0),
            array=array,
            axes=1 if part.shape[1] == 1 and len(part) > 1 else 2,
            number=at,
            titled=False,
            tint=named[1],
            group=group,
            striped=False,
        )
        for at, (part, group) in enumerate(zip(parts, groups, strict=True))
    ]


def channel_rows(values: Array, named: tuple[str, str, str], groups: list[int]) -> list[Panel]:
    """Channels as panels of one row, in their groups' colours."""
    return [
        Panel(
            *named,
            row[None],
            lead=(at,),
            axes=int(len(row) > 1),
            number=at,
            titled=False,
            tint=named[1],
            group=groups[at],
            striped=False,
        )
        for at, row in enumerate(values)
    ]
