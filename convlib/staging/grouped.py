"""A grouped convolution: lanes that never meet, and the weights with the blocks that are left."""

from __future__ import annotations

from convlib.picture.parts import Tick
from convlib.picture.scene import Scene
from convlib.staging.blocks import PanelList
from convlib.staging.follow import Staged, follow
from convlib.staging.grouped_layer import Drawn
from convlib.staging.grouped_layer import GroupedLayer as GroupedLayer
from convlib.staging.grouped_places import COUNTS, HEAD, Places, laid_out
from convlib.staging.shares import Shares
from convlib.staging.steps import Steps


def stage_grouped(layer: GroupedLayer, shares: Shares, *, key: str = "group") -> Scene:
    """The layer group by group, beside its weights; before that, what the groups leave of these.

    Args:
        layer: What is staged.
        shares: The weights that are left with so many groups, which come up first, one by one.
        key: What the groups are called.

    Example:
        >>> import numpy as np
        >>> x, weights = np.arange(8).reshape(2, 2, 2), np.ones((2, 1, 1, 2), int)
        >>> scene = stage_grouped(GroupedLayer(x, weights, 2), Shares((), 2, 2))
        >>> scene.output.tolist()
        [[[1], [5]], [[9], [13]]]
    """
    listed = PanelList()
    drawn = Drawn.on(listed, layer)
    shares = shares.within(layer.lanes.height + HEAD) if shares.shown else shares
    steps, idle = Steps(listed.panels), len(shares.shown)
    for _ in range(idle):
        steps.step()
    weights = [panel for row in drawn.kernels for panel in row]
    follow(steps, Staged(layer.trace, [drawn.sources, drawn.outputs], [weights]))
    count = len(steps)
    places = Places(drawn)
    before = [share.groups for share in shares.shown if share.groups < layer.groups]
    return Scene(
        panels=tuple(listed.panels),
        layouts={
            name: laid_out(places, shares, (name, key, len(before))) for name in ("wide", "tall")
        },
        windows=tuple(drawn.windows(idle)),
        ticks=_ticks(layer, idle, key),
        captions=dict(enumerate(shares.captions())),
        curves=(*places.curves(count, idle, before), *shares.curves(COUNTS, count)),
        results=tuple(drawn.outputs),
        **steps.columns(),
    )


def _ticks(layer: GroupedLayer, idle: int, key: str) -> tuple[Tick, ...]:
    """Where the weights are counted, and where each group begins."""
    each = len(layer.trace) // layer.groups
    return (
        *([Tick(0, "weights-left", 0)] if idle else []),
        *(Tick(idle + at * each, key, at) for at in range(layer.groups)),
    )
