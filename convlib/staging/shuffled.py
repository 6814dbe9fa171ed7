"""Grouped, shuffled, grouped: the shuffle as three moves, and what reaches an output in the end."""

from __future__ import annotations

from collections.abc import Iterator

from convlib.picture.parts import Layout, Tick
from convlib.picture.scene import Scene
from convlib.staging.blocks import PanelList
from convlib.staging.follow import Staged, follow
from convlib.staging.shuffled_marks import NetMarks
from convlib.staging.shuffled_net import DrawnNet, ShuffledNet
from convlib.staging.shuffled_places import MOVES, NetPlaces
from convlib.staging.steps import Steps

Caption = tuple[tuple[str, str], ...]


def stage_shuffled(net: ShuffledNet) -> Scene:
    """Both layers output by output, between them the shuffle; then what reaches an output.

    Args:
        net: What is staged.

    Example:
        >>> import numpy as np
        >>> x, ones = np.array([[1], [0], [0], [0]]), np.ones((4, 2), int)
        >>> scene = stage_shuffled(ShuffledNet(x, ones, ones, 2))
        >>> len(scene), scene.output.ravel().tolist()
        (12, [1, 1, 1, 1])
    """
    listed = PanelList()
    drawn = DrawnNet.on(listed, net)
    steps = Steps(listed.panels)
    first, between, second = (stage.trace for stage in net.chain.stages)
    follow(steps, Staged(first, [drawn.sources, drawn.made], [drawn.first]), by="channel")
    idle, about = len(steps), steps.cells([drawn.dealt[1]])[:1].tolist()
    follow(steps, Staged(between, [drawn.made, drawn.dealt]), by="stage", about=about)
    for _ in range(MOVES - 1 if net.shuffle else 0):
        steps.step()
    later = len(steps)
    follow(steps, Staged(second, [drawn.dealt, drawn.outputs], [drawn.second]), by="channel")
    steps.step()
    layouts, marks = dict[str, Layout](), list[NetMarks]()
    for name in ("wide", "tall"):
        marks.append(NetMarks(NetPlaces(drawn, name == "wide", idle, len(steps)), later))
        layouts[name] = marks[-1].layout()
    return Scene(
        panels=tuple(listed.panels),
        layouts=layouts,
        windows=tuple(marks[0].windows()),
        ticks=tuple(_ticks(net, idle, later, len(steps))),
        captions=_captions(net, idle, len(steps)),
        abreast=net.x.shape[1] > 1,
        curves=tuple(marks[0].curves()),
        results=tuple(drawn.outputs),
        **steps.columns(),
    )


def _ticks(net: ShuffledNet, idle: int, later: int, steps: int) -> Iterator[Tick]:
    """Where a layer, a move of the shuffle, and the reach begin."""
    yield Tick(0, "shuffle-layer", 1)
    if net.shuffle:
        for at in range(MOVES):
            yield Tick(idle + at, ("shuffle-rows", "shuffle-turn", "shuffle-read")[at], at + 1)
    yield Tick(later, "shuffle-layer", 2)
    yield Tick(steps - 1, "shuffle-reach", net.chosen)


def _captions(net: ShuffledNet, idle: int, steps: int) -> dict[int, Caption]:
    """Where one channel goes in the second move and in the third, and what reaches an output."""
    found = {steps - 1: reach_said(net)}
    if not net.shuffle:
        return found
    groups, each = net.groups, net.each
    row, column = groups - 1, min(1, each - 1)
    channel = row * each + column
    colour = "input"
    found[idle + 1] = (
        (f"{channel}", "output"),
        (" = ", "muted"),
        (f"{row}", "middle"),
        (f" · {each} + ", "muted"),
        (f"{column}", colour),
        (": (", "muted"),
        (f"{row}", "middle"),
        (", ", "muted"),
        (f"{column}", colour),
        (") → (", "muted"),
        (f"{column}", colour),
        (", ", "muted"),
        (f"{row}", "middle"),
        (")", "muted"),
    )
    found[idle + 2] = (
        (f"{channel}", "output"),
        (": (", "muted"),
        (f"{column}", colour),
        (", ", "muted"),
        (f"{row}", "middle"),
        (") → ", "muted"),
        (f"{column}", colour),
        (f" · {groups} + ", "muted"),
        (f"{row}", "middle"),
        (" = ", "muted"),
        (f"{column * groups + row}", "result"),
    )
    return found


def reach_said(net: ShuffledNet) -> Caption:
    """Which inputs reach the output that is chosen."""
    found = net.reaching(net.chosen)
    listed = list[tuple[str, str]]()
    for at in found:
        listed += [(" ", "muted"), (f"x[{at}]", "input")]
    return (
        (f"y[{net.chosen}]", "output"),
        (" ←", "muted"),
        *listed,
        (": ", "muted"),
        (f"{len(found)}", "result"),
        (f" / {net.channels}", "muted"),
    )
