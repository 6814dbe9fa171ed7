"""A block too large to draw, its weights counted beside those of a 3×3 layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import Curve, Layout, Panel, Tick
from convlib.picture.scene import Scene
from convlib.staging.arrange import TIGHT, Column, Item, Plot, Row, Space, arrange
from convlib.staging.bars import SIDE, Bar, Layers
from convlib.staging.steps import Steps

KERNEL = 3  # of the layer that it is counted beside
LONGEST = 10.0  # of the bars, in cells
TALLEST, ACROSS = 2.4, 2.8  # of the channels, and from one layer's to the next one's
ASIDE, ROOM = 1.5, 5.0  # from a cell to its number in full, and the room of that
BESIDE = 1.2  # between the block's weights and their share
NAMES = ("standard", "first", "second", "together", "share")
ROLES = ("kernel", "middle", "output", "output", "output")
Said = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Weights:
    """A block's weights, counted.

    Attributes:
        channels: How many come in, and go out.
        reduction: By how much the first layer divides them.

    Example:
        >>> made = Weights(256, 16)
        >>> made.standard, made.layer, made.together, made.share, made.times
        (589824, 4096, 8192, '1.4', 72.0)
    """

    channels: int
    reduction: int

    @property
    def narrow(self) -> int:
        """How many numbers the two layers have between them."""
        return self.channels // self.reduction

    @property
    def standard(self) -> int:
        """Of a 3×3 layer with as many channels."""
        return KERNEL**2 * self.channels**2

    @property
    def layer(self) -> int:
        """Of each of the two layers."""
        return self.channels * self.narrow

    @property
    def together(self) -> int:
        """Of both."""
        return 2 * self.layer

    @property
    def share(self) -> str:
        """How many per cent of the 3×3 layer's these are, rounded."""
        return f"{100 * self.together / self.standard:.2g}"

    @property
    def times(self) -> float:
        """How many times more the 3×3 layer has."""
        return self.standard / self.together

    def captions(self) -> Iterator[Said]:
        """What is counted in each step."""
        wide, narrow = str(self.channels), str(self.narrow)
        square = f"{KERNEL} · {KERNEL}"
        yield _counted(((square, "kernel"), (wide, "input"), (wide, "output")), self.standard)
        yield _counted(((wide, "input"), (narrow, "middle")), self.layer)
        yield _counted(((narrow, "middle"), (wide, "output")), self.layer)
        both = f"{self.layer:,}"
        yield _counted(((both, "middle"), (both, "output")), self.together, " + ")
        sign = " = " if float(self.share) * self.standard == 100 * self.together else " ≈ "
        quotient = (f"{self.together:,}", "output"), (" ÷ ", "muted")
        yield (
            *quotient,
            *((f"{self.standard:,}", "kernel"), (sign, "muted"), (f"{self.share} %", "result")),
        )


def _counted(parts: Said, total: int, sign: str = " · ") -> Said:
    """Numbers with a sign between them, and what they come to."""
    first, *others = parts
    rest = (each for part in others for each in ((sign, "muted"), part))
    return (first, *rest, (" = ", "muted"), (f"{total:,}", "result"))


def count_scene(channels: int, reduction: int) -> Scene:
    """Bars to one scale: of the 3×3 layer, and of the block's two, which come one by one.

    Args:
        channels: As in ``Weights``.
        reduction: As in ``Weights``.

    Example:
        >>> scene = count_scene(256, 16)
        >>> [panel.values.item() for panel in scene.panels]
        [589824.0, 4096.0, 4096.0, 8192.0, 1.4]
    """
    made = Weights(channels, reduction)
    numbers = (made.standard, made.layer, made.layer, made.together, float(made.share))
    panels = [
        Panel(f"se-{name}", role, "n", np.array([[number]]), axes=0, note=" ", scaled=False)
        for name, role, number in zip(NAMES, ROLES, map(float, numbers), strict=True)
    ]
    steps = Steps(panels)
    for _ in panels:
        steps.step()
    return Scene(
        panels=tuple(panels),
        layouts={name: _layout(made, panels, name) for name in ("wide", "tall")},
        windows=(),
        ticks=(Tick(0, "se-standard", 0), Tick(1, "se-own", 0)),
        captions=dict(enumerate(made.captions())),
        made={at: (at,) for at in range(len(panels))},
        curves=(*_layers(made).curves(), *_bars(made, len(panels))),
        **steps.columns(),
    )


def _layers(made: Weights) -> Layers:
    """The two layers between their channels, to scale."""
    counts, unit = (made.channels, made.narrow, made.channels), TALLEST / made.channels
    roles = ("input", "middle", "output")
    return Layers(0, counts, roles, ("middle", "output"), unit, TALLEST, ACROSS)


def _layout(made: Weights, panels: list[Panel], name: str) -> Layout:
    """The 3×3 layer's weights, and below them what the block adds."""
    drawn, *bars = Plot(0, 2 * (SIDE + ACROSS), TALLEST), Plot(1, LONGEST, 1), Plot(2, LONGEST, 1)
    added = Row(1, "+", 2, "=", 3, Space(BESIDE), 4, apart=0)
    item: Item = Row(Column(0, bars[0], added, bars[1]), drawn, apart=BESIDE)
    if name == "tall":
        item = Column(0, bars[0], Row(1, "+", 2), Row("=", 3, Space(1), 4), bars[1], drawn)
    layout = arrange(item, panels, TIGHT)
    (x, y), (left, top, *_) = layout.places[0], layout.plots[2]
    end = left + max(made.together / max(made.standard, made.together) * LONGEST, 0.0)
    look: dict[str, Any] = {"size": LARGE, "align": "left"}
    labels = (
        Label(x + ASIDE, y + 0.5, f"{made.standard:,}", "weights-are", "kernel", **look),
        Label(
            min(end + 0.4, left + LONGEST - ROOM),
            top + (0.5 if end < left + LONGEST - ROOM else 1.4),
            f"{made.together:,}",
            "weights-are",
            "output",
            since=3,
            **look,
        ),
    )
    return replace(layout, labels=(*labels, *_layers(made).labels(layout)))


def _bars(made: Weights, steps: int) -> Iterator[Curve]:
    """The 3×3 layer's bar, and that of the block, whose parts come step by step."""
    unit, now = LONGEST / max(made.standard, made.together), np.arange(steps)
    yield from Bar(1, ((made.standard, "kernel"),)).curves(unit, LONGEST, steps)
    shares = tuple((now >= since).astype(float) for since in (1, 2))
    parts = (made.layer, "middle"), (made.layer, "output")
    yield from Bar(2, parts, shares=shares).curves(unit, LONGEST, steps)
