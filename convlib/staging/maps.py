"""How a layer's channels, kernels, maps and sums stand beside and below each other."""

from __future__ import annotations

from collections.abc import Sequence

from convlib.picture.parts import NARROWEST
from convlib.staging.arrange import Column, Item, Row, Space, in_pairs
from convlib.staging.blocks import PanelList

SUMMED = "Σ +"  # what stands before it is summed up, and the bias is added
APART = 0.5  # between what is made of one channel and of the next


def maps_laid_out(
    listed: PanelList,
    sources: list[int],
    kernels: list[list[int]],
    maps: list[list[int]],
    sums: list[tuple[int, int]],
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The ways to lay out the maps of a layer, for a wide screen and for a narrow one.

    Of one filter: a line for each channel and the sum at the end, or lines and sum in pairs. Of
    several: filter beside filter and the sums below, or a line for each filter.

    Args:
        listed: The scene's panels, which the numbers name.
        sources: The channels.
        kernels: Per filter its kernels.
        maps: Per filter what its kernels make.
        sums: Per filter its bias and its output.
    """
    every, depth = range(len(kernels)), range(len(sources))
    totals = [Row(SUMMED, bias, "=", output) for bias, output in sums]

    def line(channel: int, filters: Sequence[int], first: bool = True) -> Row:
        """A channel, if it is the first time, and what filters make of it."""
        items: list[Item] = [sources[channel], "∗"] if first else ["∗"]
        for at in filters:
            between = [""] if at != filters[0] else []
            items += [*between, kernels[at][channel], "=", maps[at][channel]]
        return Row(*items, apart=0)

    lines = [line(channel, every) for channel in depth]
    if len(sums) == 1:
        row = Row(Column(*lines), *totals[0].items)
        return (row, in_pairs(*lines, totals[0])), (Column(*lines, totals[0]),)
    below: list[Item] = [Space(listed.width(sources[0]))]
    for (bias, output), kernel in zip(sums, kernels, strict=True):
        narrower = listed.width(kernel[0]) - NARROWEST
        below += [SUMMED, bias, Space(narrower), "=", output]
    beside = [Column(*(line(c, [at], first=at == 0) for c in depth), totals[at]) for at in every]
    return (
        (Column(*lines, Row(*below, apart=0)), _by_filter(listed, sources, kernels, maps, totals)),
        (Column(*beside, apart=1),),
    )


def _by_filter(
    listed: PanelList,
    sources: list[int],
    kernels: list[list[int]],
    maps: list[list[int]],
    totals: list[Row],
) -> Column:
    """The channels in a row; below each what the filters make of it, filter under filter."""
    made = listed.width(kernels[0][0]) + listed.width(maps[0][0])
    wide = max(made, listed.width(sources[0]))

    def below(kernel: int, plane: int) -> Row:
        return Row("∗", kernel, "=", plane, Space(wide - made), apart=0)

    room = Space(wide - listed.width(sources[0]))
    above = [Row("", source, room, "", apart=0) for source in sources]
    return Column(
        Row(*above, apart=APART),
        *(
            Row(*map(below, *pair), total, apart=APART)
            for *pair, total in zip(kernels, maps, totals, strict=True)
        ),
    )
