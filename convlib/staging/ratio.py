"""How much cheaper a depthwise separable layer is: over its filters, a line for each kernel."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import Label
from convlib.picture.parts import Curve, Layout, Panel, Tick
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Plot, Row, Space, arrange
from convlib.staging.steps import Steps

# Both axes double from mark to mark: filters from 1 to 1,024 across, shares from 2 to 1/64 down.
OCTAVES, HALVINGS = 10, 7
ACROSS, DOWN = 1.55, 1.0  # cells from mark to mark
LEFT, RIGHT, BELOW = 2.2, 2.4, 1.7  # room beside and below the curves, for what is written there
ABOVE = 0.8  # likewise
FINE = 8  # points of a curve from mark to mark
KERNELS = (2, 3, 5, 7)
EXACT = 1e-9


def ratio(filters: float, kernel: int) -> float:
    """A depthwise separable layer's products as a share of a standard layer's.

    Source: Howard et al., MobileNets, arXiv:1704.04861, section 3.1.

    Example:
        >>> round(1 / ratio(128, 3), 1)
        8.4
    """
    return 1 / filters + 1 / kernel**2


def stage_ratio(filters: int, kernel: int) -> Scene:
    """The ratio 1/Dout + 1/k², the layer as a dot that walks along its line from one filter on.

    Args:
        filters: Dout, from 1 to 1,024.
        kernel: Rows of the kernel, and columns, from 1 to 8.

    Example:
        >>> scene = stage_ratio(128, 3)
        >>> round(float(scene.output[0, 0]), 1), len(scene)
        (8.4, 8)
    """
    walk = [*(2**at for at in range(OCTAVES + 1) if 2**at < filters), filters]
    fewer = np.array([[1 / ratio(filters, kernel)]])
    panel = Panel("times-fewer", "output", "n", fewer, axes=0, note=" ", scaled=False)
    steps = Steps([panel])
    for _ in walk:
        steps.step()
    plot = Column(Space(0, ABOVE), Plot(0, *_size()), apart=0)
    plans = {"wide": arrange(Row(plot, 0), [panel]), "tall": arrange(Column(0, plot), [panel])}
    return Scene(
        panels=(panel,),
        layouts={
            name: replace(plan, labels=tuple(_labels(plan, kernel))) for name, plan in plans.items()
        },
        windows=(),
        ticks=tuple(Tick(at, "filters", count) for at, count in enumerate(walk)),
        captions={at: _caption(count, kernel) for at, count in enumerate(walk)},
        made={len(walk) - 1: (0,)},
        curves=(
            *_axes(),
            *(Curve(0, "line", "line", _line(each)) for each in KERNELS if each != kernel),
            Curve(0, "middle", "dashed", _line(kernel)),
            Curve(0, "output", "line", tuple(_line(kernel, count) for count in walk)),
            Curve(0, "output", "dot", tuple(np.array([_point(at, kernel)]) for at in walk)),
        ),
        **steps.columns(),
    )


def _size() -> tuple[float, float]:
    return LEFT + OCTAVES * ACROSS + RIGHT, HALVINGS * DOWN + BELOW


def _point(filters: float, kernel: int) -> tuple[float, float]:
    """Where a layer stands in the plot."""
    return LEFT + math.log2(filters) * ACROSS, (1 - math.log2(ratio(filters, kernel))) * DOWN


def _line(kernel: int, until: float = 2.0**OCTAVES) -> Array:
    """A kernel's line, up to so many filters."""
    octaves = math.log2(until)
    fine = np.linspace(0, octaves, max(2, round(octaves * FINE) + 1))
    return np.array([_point(2.0**at, kernel) for at in fine])


def _axes() -> Iterator[Curve]:
    """Filters along the lower edge, shares along the left one, and a thin line for equal cost."""
    right, bottom = LEFT + OCTAVES * ACROSS, HALVINGS * DOWN
    corners = np.array([(LEFT, 0), (LEFT, bottom), (right, bottom)])
    yield Curve(0, "line", "line", corners)
    yield Curve(0, "line", "thin", np.array([(LEFT, DOWN), (right, DOWN)]))


def _labels(plan: Layout, kernel: int) -> Iterator[Label]:
    """The numbers on both axes, what they count, and the kernel at the end of each line."""
    left, top, *_ = plan.plots[0]
    bottom = top + HALVINGS * DOWN
    for at in range(0, OCTAVES + 1, 2):
        yield Label(left + LEFT + at * ACROSS, bottom + 0.4, f"{2**at:,}")
    yield Label(left + LEFT + OCTAVES * ACROSS / 2, bottom + 1.1, key="filters-axis")
    for at in range(HALVINGS + 1):
        share = "2" if at == 0 else "1" if at == 1 else f"1/{2 ** (at - 1)}"
        yield Label(left + LEFT - 0.3, top + at * DOWN, share, align="right")
    yield Label(left, top - 0.6, key="share-axis", align="left")
    for each in _apart([*KERNELS, *([kernel] if kernel not in KERNELS else [])]):
        role = "output" if each == kernel else "muted"
        x, y = _point(2.0**OCTAVES, each)
        yield Label(left + x + 0.4, top + y, f"k = {each}", role=role, align="left")


def _apart(kernels: Sequence[int]) -> list[int]:
    """The kernels whose lines end far enough from the present one's, which stands last."""
    *others, present = sorted(kernels, key=lambda each: each == kernels[-1])
    end = _point(2.0**OCTAVES, present)[1]
    return [each for each in others if abs(_point(2.0**OCTAVES, each)[1] - end) > DOWN / 2] + [
        present
    ]


def _caption(filters: int, kernel: int) -> tuple[tuple[str, str], ...]:
    """The ratio with its numbers put in, and what it comes to."""
    share = ratio(filters, kernel)
    decimal, times = f"{share:.3f}", f"{1 / share:.1f}"
    equals = [
        " = " if abs(float(written) - number) < EXACT else " ≈ "
        for written, number in ((decimal, share), (times, 1 / share))
    ]
    return (
        (f"1/{filters}", "output"),
        (" + ", "muted"),
        (f"1/{kernel}²", "kernel"),
        (equals[0], "muted"),
        (decimal, "result"),
        (f"{equals[1]}1/", "muted"),
        (times, "result"),
    )
