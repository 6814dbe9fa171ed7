"""A 1×1 convolution pixel by pixel: the fibre of all channels there, and the filters' matrix."""

from __future__ import annotations

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import NARROWEST, Layout, Panel, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Item, Row, in_pairs
from convlib.staging.choose import layouts
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import fibre_windows, plane_panels, row_ticks
from convlib.staging.steps import Steps
from convlib.trace import Chain, pointwise_trace, relu_trace

APART, BEHIND = 0.6, 0.35  # cells between planes, and where they lie behind each other
NARROW = 17.8  # cells that a phone has beside each other, in which a figure can still be read


def stage_fibre(x: Array, weights: Array, bias: Array, *, cut: bool = False) -> Scene:
    """Pixel by pixel, and there filter by filter: a step for the sum, one for the ReLU.

    Args:
        x: Input, ``(channels, rows, columns)``.
        weights: A row for each filter, ``(filters, channels)``.
        bias: ``(filters, 1)``.
        cut: Whether a ReLU follows.

    Example:
        >>> x = np.array([[[1, 2]], [[3, 4]]])
        >>> stage_fibre(x, np.array([[1, 10]]), np.array([[100]])).output.tolist()
        [[[131, 142]]]
    """
    depth, filters = len(x), len(weights)
    chain = Chain(x).then("1x1", pointwise_trace, weights[..., None, None], bias[:, 0])
    chain = chain.then("relu", relu_trace) if cut else chain
    panels: list[Panel] = [
        *plane_panels("channel", "input", "x", x, array="input"),
        Panel("1x1-filters", "kernel", "w", weights, array="weights"),
        Panel("bias", "kernel", "b", bias, array="bias", axes=1, note=" "),
        *(plane_panels("1x1-sum", "middle", "y", chain.arrays[1]) if cut else ()),
        *plane_panels("output-of", "output", "z" if cut else "y", chain.arrays[-1]),
    ]
    planes = [list(range(at, at + filters)) for at in range(depth + 2, len(panels), filters)]
    steps, last = Steps(panels), len(panels) - filters
    staged = Staged(chain, [list(range(depth)), *planes], [depth], [depth + 1])
    follow(steps, staged, by="pixel", order="ready")
    # Per pixel and filter the filter works, and then, if there is one, the ReLU.
    pixels = [pixel for pixel in np.ndindex(x.shape[1:]) for _ in range(filters * (1 + cut))]
    rows = [row for f in range(filters) for row in ([f, -1] if cut else [f])]
    at_work = np.array(rows * (len(pixels) // len(rows)))
    return Scene(
        panels=tuple(panels),
        layouts=_layouts(panels, depth, filters),
        windows=(
            *fibre_windows(range(depth), pixels, "input"),
            Window(depth, 1, depth, at_work, np.where(at_work < 0, -1, 0)),
        ),
        ticks=row_ticks(x.shape[1:], each=filters * (1 + cut)),
        results=tuple(range(last, len(panels))),
        **steps.columns(),
    )


def _layouts(panels: list[Panel], depth: int, filters: int) -> dict[str, Layout]:
    """The planes behind each other, arranged so that cells are large; for a phone in pairs."""
    planes = list(range(depth))
    made = [list(range(at, at + filters)) for at in range(depth + 2, len(panels), filters)]
    source, results = _behind(planes), Column(*map(_behind, made), apart=APART)
    matrix: tuple[Item, ...] = ("∗", depth, "+", depth + 1)
    beside = Column(source, Row(*matrix), apart=APART)
    wide: list[Item] = [
        Row(beside, "=", results),
        Column(source, Row(*matrix, "=", results), apart=APART),
        Row(source, *matrix, "=", results),
    ]
    if len(made) == 1:
        wide.append(Row(beside, "=", in_pairs(*made[0], apart=APART)))
    lines: list[Item] = [Row(*matrix), *(in_pairs(*each, apart=APART) for each in made)]
    abreast = Row(*planes, apart=APART)
    fits = sum(max(panels[at].columns, NARROWEST) + APART for at in planes) - APART <= NARROW
    return layouts(
        panels,
        wide,
        Column(abreast if fits else in_pairs(*planes, apart=APART), *lines, apart=APART),
    )


def _behind(planes: list[int]) -> Row:
    """Planes as if each lay behind the one before it."""
    return Row(*planes, apart=BEHIND, drop=0.3)
