"""What several tests share: random convolutions, plain loops that do them, captions as sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from convlib.ops import Array
from convlib.picture.parts import NARROWEST
from convlib.picture.scene import Scene
from convlib.render.theme import contents

MINUS = "\u2212"
SLACK = 1e-9
Index = tuple[int, ...]


def fixed(examples: int = 100) -> settings:
    """The same examples in every run, however long one takes."""
    return settings(derandomize=True, deadline=None, max_examples=examples)


@dataclass(frozen=True)
class Case:
    """A convolution: its arrays, and its options written out per spatial axis."""

    x: Array
    weight: Array
    stride: Index
    padding: tuple[tuple[int, int], ...]
    dilation: Index
    groups: int

    @property
    def options(self) -> dict[str, Any]:
        """As ``conv`` and ``conv_trace`` take them."""
        names = ("stride", "padding", "dilation", "groups")
        return {name: getattr(self, name) for name in names}

    @property
    def outputs(self) -> Index:
        """Places per axis, found by moving the window on until its last weight falls out."""
        return tuple(
            len(range(0, size + before + after - (kernel - 1) * dilation, stride))
            for size, kernel, stride, (before, after), dilation in zip(
                self.x.shape[1:],
                self.weight.shape[2:],
                self.stride,
                self.padding,
                self.dilation,
                strict=True,
            )
        )

    def steps(self) -> Iterator[list[tuple[Index, Index]]]:
        """Per output value in row-major order its taps: where ``x`` and ``weight`` are read.

        Positions in ``x`` are counted without the padding, so they may lie outside.
        """
        out, channels, *kernel = self.weight.shape
        for one in range(out):
            first = one // (out // self.groups) * channels
            for place in product(*map(range, self.outputs)):
                taps = []
                for channel, *at in product(range(channels), *map(range, kernel)):
                    position = (
                        p * s + k * d - before
                        for p, s, k, d, (before, _) in zip(
                            place, self.stride, at, self.dilation, self.padding, strict=True
                        )
                    )
                    taps.append(((first + channel, *position), (one, channel, *at)))
                yield taps

    def read(self, position: Index) -> Any:
        """The input there, 0 outside."""
        inside = all(0 <= p < size for p, size in zip(position, self.x.shape, strict=True))
        return self.x[position].item() if inside else 0

    def convolved(self) -> Array:
        """The result by plain loops, in Python's own numbers."""
        sums = [
            sum(self.read(src) * self.weight[ker].item() for src, ker in taps)
            for taps in self.steps()
        ]
        return np.array(sums).reshape(len(self.weight), *self.outputs)


@st.composite
def cases(draw: st.DrawFn, axes: int | None = None, plane: bool = False) -> Case:
    """Convolutions of whole numbers in 1-D, 2-D and 3-D; ``plane``: one channel, one filter."""
    rank = 2 if plane else axes or draw(st.integers(1, 3))
    groups = 1 if plane else draw(st.integers(1, 3))
    channels, filters = (1, 1) if plane else (draw(st.integers(1, 2)), draw(st.integers(1, 2)))
    kernel = [draw(st.integers(1, 3)) for _ in range(rank)]
    dilation = tuple(draw(st.integers(1, 2)) for _ in range(rank))
    padding = tuple((draw(st.integers(0, 2)), draw(st.integers(0, 2))) for _ in range(rank))
    needed = [
        max(1, (k - 1) * d + 1 - sum(p)) for k, d, p in zip(kernel, dilation, padding, strict=True)
    ]
    dice = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = [low + draw(st.integers(0, 4 - rank + 1)) for low in needed]
    return Case(
        x=dice.integers(-9, 10, (groups * channels, *sizes)),
        weight=dice.integers(-9, 10, (groups * filters, channels, *kernel)),
        stride=tuple(draw(st.integers(1, 3)) for _ in range(rank)),
        padding=padding,
        dilation=dilation,
        groups=groups,
    )


def caption_sides(caption: str) -> tuple[str, Fraction, Fraction]:
    """The name, the products' sum and the result of ``y[0, 0] = 3·0 + 3·(−1) = −3``."""
    name, products, result = caption.replace(MINUS, "-").split(" = ")
    total = Fraction(0)
    for each in products.split(" + "):
        value, weight = each.split("·")
        total += Fraction(value.strip("()")) * Fraction(weight.strip("()"))
        negative = [factor for factor in (value, weight) if factor.startswith("-")]
        assert not negative, f"negative numbers stand in brackets: {caption}"
    return name, total, Fraction(result)


def check_layouts(scene: Scene) -> None:
    """Nothing overlaps and all is inside, in every layout: panels, their titles, signs."""
    sign = contents()["geometry"]["symbol"] / 2
    for layout in scene.layouts.values():
        boxes = [
            (
                *(x, y - panel.headroom[0]),
                *(
                    x + max(panel.columns, NARROWEST * panel.titled),
                    y + panel.rows + panel.headroom[1],
                ),
            )
            for panel, (x, y) in zip(scene.panels, layout.places, strict=True)
        ]
        boxes += [(x - sign, y - sign, x + sign, y + sign) for _, x, y in layout.symbols]
        picture = (-SLACK, -SLACK, layout.width + SLACK, layout.height + SLACK)
        for box in boxes:
            assert picture[0] <= box[0] < box[2] <= picture[2], (box, picture)
            assert picture[1] <= box[1] < box[3] <= picture[3], (box, picture)
        for one, other in combinations(boxes, 2):
            beside = one[2] <= other[0] + SLACK or other[2] <= one[0] + SLACK
            above = one[3] <= other[1] + SLACK or other[3] <= one[1] + SLACK
            assert beside or above, (one, other)
