"""Scenes of a convolution in 3-D: a cube that moves through slices, and the 2-D one beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import PADDING, Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Row
from convlib.staging.blocks import BlockCorner, PanelList, block_windows, falling, rising
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import corners_of, kinds_of, plane_panels
from convlib.staging.steps import Steps
from convlib.trace import Trace, conv_trace


@dataclass(frozen=True, eq=False)
class Volume:
    """A volume of one channel under a 3-D filter, and a 2-D filter that is as deep as the volume.

    Attributes:
        x: The volume, ``(slices, rows, columns)``.
        weights: The 3-D filter, ``(slices, rows, columns)``.
        flat: The 2-D filter, a kernel for each slice.
        options: Stride and padding for all three axes, as ``conv`` takes them.
    """

    x: Array
    weights: Array
    flat: Array
    options: dict[str, Any]

    @cached_property
    def trace(self) -> Trace:
        """The 3-D convolution's taps."""
        return conv_trace(self.x[None], self.weights[None, None], **self.options)

    @cached_property
    def flat_trace(self) -> Trace:
        """The taps of the 2-D convolution that takes the slices for channels."""
        options: dict[str, Any] = {
            name: value if isinstance(value, str) else value[1:]
            for name, value in self.options.items()
        }
        return conv_trace(self.x, self.flat[None], **options)

    @property
    def size(self) -> tuple[int, int, int]:
        """Slices, rows and columns of the 3-D filter."""
        planes, rows, columns = self.weights.shape
        return planes, rows, columns

    def ticks(self) -> tuple[Tick, ...]:
        """Where the output's slices begin."""
        planes, rows, columns = self.trace.geometry.outputs
        return tuple(Tick(at * rows * columns, "slice", at) for at in range(planes))

    @property
    def front(self) -> int:
        """How many slices of padding stand before the volume's first one."""
        return self.trace.geometry.padding[0][0]

    @property
    def places(self) -> list[BlockCorner]:
        """The first slice, row and column under the cube at each of its places."""
        geometry = self.trace.geometry
        each = (
            tuple(at * stride for at, stride in zip(cell, geometry.strides, strict=True))
            for cell in product(*map(range, geometry.outputs))
        )
        return [(plane, row, column) for plane, row, column in each]

    @property
    def flat_places(self) -> list[BlockCorner]:
        """Where the 2-D filter stands: always from the volume's first slice on."""
        return [(self.front, *corner) for corner in corners_of(self.flat_trace.geometry)]

    def slice_panels(self, *, beside: bool) -> list[Panel]:
        """The padded volume; hatched is what no window visits, the 2-D filter's neither."""
        (_, _), (top, _), (left, _) = self.trace.geometry.padding
        kinds = kinds_of(self.trace)[0]
        if beside:
            inside = slice(self.front, self.front + len(self.x))
            kinds[inside] &= PADDING | kinds_of(self.flat_trace)
        return list(self._slices(kinds, (-top, -left)))

    def _slices(self, kinds: Array, origin: tuple[int, int]) -> Iterator[Panel]:
        for at, plane in enumerate(self.trace.source[0], start=-self.front):
            inside = 0 <= at < len(self.x)
            yield Panel(
                "slice" if inside else "3d-padding",
                "input",
                "x",
                plane,
                origin,
                kinds[at + self.front],
                array="input" if inside else "",
                plane=at if inside else -1,
                lead=(at,),
                number=at,
                note="" if inside else " ",
            )


def filter_panels(name: str, symbol: str, array: str, weights: Array) -> list[Panel]:
    """A filter's planes under one title, which says how large the filter is."""
    note = " × ".join(map(str, (*weights.shape[1:], len(weights))))
    first, *others = plane_panels(name, "kernel", symbol, weights, array=array, note=note)
    return [first, *(replace(panel, titled=False) for panel in others)]


def stage_volume(volume: Volume) -> Scene:
    """The cube moving along all three axes."""
    listed = PanelList()
    slices = listed.add(*volume.slice_panels(beside=False))
    kernels = listed.add(*filter_panels("3d-filter", "w", "weights", volume.weights))
    outputs = listed.add(*plane_panels("output-of", "output", "y", volume.trace.output[0]))
    steps = Steps(listed.panels)
    follow(steps, Staged(volume.trace, [slices, outputs], [kernels]))
    filtered, results = Row("∗", listed.rising(kernels)), Row("=", rising(*outputs))
    made = Row(*filtered.items, *results.items)
    wide = (
        Row(rising(*slices), made),
        Row(rising(*slices), Column(filtered, results)),
        Column(rising(*slices), made),
    )
    tall = Row(falling(*slices), Column("∗", falling(*kernels), "=", falling(*outputs)))
    return listed.scene(
        steps,
        (wide, (tall,)),
        windows=(
            *block_windows(kernels, volume.size, [(0, 0, 0)] * len(steps)),
            *block_windows(slices, volume.size, volume.places),
        ),
        ticks=volume.ticks(),
        results=tuple(outputs),
    )


def stage_beside(volume: Volume) -> Scene:
    """The cube, and after it the 2-D filter that takes the same slices for channels."""
    listed = PanelList()
    slices = listed.add(*volume.slice_panels(beside=True))
    kernels = listed.add(*filter_panels("3d-cube", "w", "weights", volume.weights))
    flat = listed.add(*filter_panels("3d-flat", "v", "flat", volume.flat))
    (plane,) = listed.add(Panel("3d-plane", "output", "z", volume.flat_trace.output[0]))
    outputs = listed.add(*plane_panels("output-of", "output", "y", volume.trace.output[0]))
    steps = Steps(listed.panels)
    follow(steps, Staged(volume.trace, [slices, outputs], [kernels]))
    first, inside = len(steps), slices[volume.front : volume.front + len(flat)]
    follow(steps, Staged(volume.flat_trace, [inside, plane], [flat]))
    size, later = (len(flat), *volume.size[1:]), len(steps) - first
    still: list[BlockCorner | None] = [(0, 0, 0)]
    windows = (
        *block_windows(kernels, volume.size, still * first + [None] * later),
        *block_windows(flat, size, [None] * first + still * later),
        *_over_slices(volume, slices, len(flat)),
    )
    lines = (
        Row("∗", listed.rising(kernels), "=", rising(*outputs)),
        Row("∗", listed.rising(flat), "=", plane),
    )
    cube = Row(falling(*slices), Column("∗", falling(*kernels), "=", falling(*outputs)))
    tall = Column(cube, Row("∗", rising(*flat)), Row("=", plane))
    return listed.scene(
        steps,
        (
            (Column(rising(*slices), *lines), Row(rising(*slices), Column(*lines))),
            (tall,),
        ),
        windows=windows,
        ticks=(*volume.ticks(), Tick(first, "flat", 2)),
        results=tuple(outputs),
    )


def _over_slices(volume: Volume, slices: list[int], depth: int) -> list[Window]:
    """The windows over the slices: the cube's, then those of the filter that takes all of them."""
    cube = block_windows(slices, volume.size, volume.places)
    whole = block_windows(slices, (depth, *volume.size[1:]), volume.flat_places)
    return [
        replace(
            one,
            row=np.concatenate([one.row, other.row]),
            column=np.concatenate([one.column, other.column]),
        )
        for one, other in zip(cube, whole, strict=True)
    ]
