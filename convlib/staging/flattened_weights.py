"""A filter too large to draw, its weights counted: all of them, and those of three lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from convlib.picture.parts import Curve, Panel, Tick
from convlib.picture.scene import Scene
from convlib.staging.arrange import TIGHT, Column, Item, Plot, Row, Space, arrange
from convlib.staging.bars import Bar
from convlib.staging.flattened_counts import ROLES as PARTS
from convlib.staging.steps import Steps

LONGEST = 18.0  # of the bars, in cells
BESIDE = 2.0  # between the lines' weights and how many times fewer they are
NAMES = ("whole", "depth", "down", "across", "together", "times")
ROLES = ("kernel", "kernel", "middle", "output", "output", "output")
Said = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Weights:
    """A filter's weights, counted.

    Attributes:
        channels: How many channels it reads.
        kernel: Its rows, and as many columns.

    Example:
        >>> made = Weights(64, 3)
        >>> made.whole, made.lines, made.together, made.times
        (576, (64, 3, 3), 70, '8.2')
    """

    channels: int
    kernel: int

    @property
    def whole(self) -> int:
        """Of the whole filter."""
        return self.channels * self.kernel**2

    @property
    def lines(self) -> tuple[int, int, int]:
        """Of each line."""
        return self.channels, self.kernel, self.kernel

    @property
    def together(self) -> int:
        """Of the three lines."""
        return sum(self.lines)

    @property
    def times(self) -> str:
        """How many times fewer the lines have, rounded."""
        times = self.whole / self.together
        return f"{times:.1f}" if times >= 1 else f"{times:.2g}"

    def captions(self) -> Iterator[Said]:
        """What is counted in each step."""
        whole, together = f"{self.whole:,}", str(self.together)
        sides = [(str(each), role) for each, role in zip(self.lines, PARTS, strict=True)]
        yield _joined([(text, "kernel") for text, _ in sides], " · ", whole)
        yield from ((side,) for side in sides)
        yield _joined(sides, " + ", together)
        sign = " = " if float(self.times) == self.whole / self.together else " ≈ "
        yield (
            *((whole, "kernel"), (" ÷ ", "muted"), (together, "output")),
            *((sign, "muted"), (self.times, "result")),
        )


def _joined(parts: list[tuple[str, str]], sign: str, result: str) -> Said:
    """Numbers with a sign between them, and what they come to."""
    first, *others = parts
    rest = (each for part in others for each in ((sign, "muted"), part))
    return (first, *rest, (" = ", "muted"), (result, "result"))


def count_scene(channels: int, kernel: int) -> Scene:
    """Bars to one scale: of the whole filter, and of the three lines, which come one by one.

    Args:
        channels: As in ``Weights``.
        kernel: As in ``Weights``.

    Example:
        >>> scene = count_scene(64, 3)
        >>> [panel.values.item() for panel in scene.panels]
        [576.0, 64.0, 3.0, 3.0, 70.0, 8.2]
    """
    made = Weights(channels, kernel)
    numbers = (made.whole, *made.lines, made.together, float(made.times))
    panels = [
        Panel(f"flat-{name}", role, "n", np.array([[number]]), axes=0, note=" ", scaled=False)
        for name, role, number in zip(NAMES, ROLES, map(float, numbers), strict=True)
    ]
    steps = Steps(panels)
    for _ in panels:
        steps.step()
    together = Row(1, "+", 2, "+", 3, "=", 4, Space(BESIDE), 5, apart=0)
    bars = [Plot(at, LONGEST, 1) for at in (0, 1)]
    wide: Item = Column(0, bars[0], together, bars[1])
    tall: Item = Column(0, bars[0], Row(1, "+", 2), Row("+", 3, "=", 4), bars[1], 5)
    layouts = {"wide": arrange(wide, panels, TIGHT), "tall": arrange(tall, panels, TIGHT)}
    return Scene(
        panels=tuple(panels),
        layouts=layouts,
        windows=(),
        ticks=(Tick(0, "flat-whole", 0), Tick(1, "flat-lines", 1)),
        captions=dict(enumerate(made.captions())),
        made={at: (at,) for at in range(len(panels))},
        curves=tuple(_bars(made, len(panels))),
        **steps.columns(),
    )


def _bars(made: Weights, steps: int) -> Iterator[Curve]:
    """The whole filter's bar, and that of the lines, whose parts come step by step."""
    unit = LONGEST / max(made.whole, made.together)
    yield from Bar(0, ((made.whole, "kernel"),)).curves(unit, LONGEST, steps)
    now = np.arange(steps)
    shares = tuple((now >= since).astype(float) for since in (1, 2, 3))
    parts = tuple(zip(made.lines, PARTS, strict=True))
    yield from Bar(1, parts, shares=shares).curves(unit, LONGEST, steps)
