"""How many stamps touch each cell, for layers side by side, and what that does to pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import Label
from convlib.picture.parts import Layout, Panel, Picture
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Plot, Row, arrange
from convlib.staging.choose import layouts
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import row_ticks
from convlib.staging.steps import Steps
from convlib.trace import conv_transpose_trace

BESIDE = 0.9  # between the maps
ABOVE, HEADING = 0.9, 0.4  # a picture's room for what is said above it, and up to that middle
LETTERS = "abc"


@dataclass(frozen=True, eq=False)
class Way:
    """One of several layers that make an output of the same size.

    Attributes:
        name: Of its panels' titles: ``<name>-map`` and ``<name>-stamp``.
        stamp: How often a number is added to each cell of its patch, ``(rows, columns)``.
        options: As ``conv_transpose`` takes them.
        small: A picture, ``(rows, columns)``.
        picture: What it makes of that: brightness from 0 to 1.
    """

    name: str
    stamp: Array
    options: Any
    small: Array
    picture: Array


def stage_checkerboards(size: Sequence[int], ways: Sequence[Way]) -> Scene:
    """The maps of overlaps in step, an output value a step; below each a picture through its layer.

    Args:
        size: Rows and columns of ones that go up.
        ways: At most three.
    """
    ones, count = np.ones(size, int), len(ways)
    traces = [
        conv_transpose_trace(ones[None], way.stamp[None, None], **way.options) for way in ways
    ]
    panels = [
        Panel("transposed-ones", "input", "x", ones),
        *(Panel(f"{way.name}-stamp", "kernel", "w", way.stamp) for way in ways),
        *(
            Panel(f"{way.name}-map", "output", letter, trace.output[0], tint="stamps")
            for way, letter, trace in zip(ways, LETTERS, traces, strict=False)
        ),
    ]
    steps, maps = Steps(panels), range(1 + count, 1 + 2 * count)
    staged = zip(traces, maps, range(1, 1 + count), strict=True)
    follow(steps, *(Staged(trace, [0, made], [weight]) for trace, made, weight in staged))
    plans = layouts(panels, *_arranged(panels, maps))
    return Scene(
        panels=tuple(panels),
        layouts={name: _said(plan, ways) for name, plan in plans.items()},
        windows=(),
        ticks=row_ticks(traces[0].output.shape[1:]),
        abreast=True,
        pictures=tuple(Picture(at, way.picture) for at, way in enumerate(ways)),
        results=(maps[0],),
        **steps.columns(),
    )


def _arranged(panels: Sequence[Panel], maps: Sequence[int]) -> tuple[Layout, list[Layout]]:
    """What goes up beside the maps, or above them; each picture below its map, or beside it."""
    side = panels[maps[0]].columns
    given = Row(Column(0, 1), Column(*range(2, maps[0])), apart=BESIDE)
    shown = [Column(made, Plot(at, side, side), apart=ABOVE) for at, made in enumerate(maps)]
    beside = [Row(made, Plot(at, side, side), apart=BESIDE) for at, made in enumerate(maps)]
    wide = arrange(Row(given, *shown, apart=BESIDE), panels)
    tall = [Column(Row(*range(maps[0]), apart=BESIDE), *way) for way in (beside, shown)]
    return wide, [arrange(each, panels) for each in tall]


def _said(plan: Layout, ways: Sequence[Way]) -> Layout:
    """A layout with what is said above each picture."""
    labels = [
        Label(x, y - HEADING, f"{_written(way.small)} → {_written(way.picture)}", align="left")
        for (x, y, *_), way in zip(plan.plots, ways, strict=True)
    ]
    return replace(plan, labels=tuple(labels))


def _written(picture: Array) -> str:
    """A picture's size."""
    return " × ".join(map(str, picture.shape))
