"""One stage's taps as terms: each array's cells put where its panels stand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from convlib.ops import Array
from convlib.staging.steps import Steps
from convlib.trace import Chain, Stage, Trace

Cells = int | Sequence[int] | Array  # a panel, panels one behind another, or cells by their ids
GONE = -1  # in place of the cell of what is not drawn, such as a zero beyond the edge
StepRows = tuple[int, Array]  # the cell that a step is about, and its terms' rows


@dataclass(frozen=True, eq=False)
class Staged:
    """A trace or a chain, and where its arrays stand.

    Panels hold an array plane by plane. What reads a padded array may stand with its padding or
    without; then the zeros take no part. A canvas of which a part is cut off may stand whole, or
    as what is left of it; then nothing is written beyond.

    Attributes:
        what: The taps.
        arrays: Where the input stands, and after it what each stage makes.
        weights: Per stage where its weights stand; None where it has none.
        biases: Per stage where its bias stands, a cell for each channel; None where it has none.
    """

    what: Trace | Chain
    arrays: Sequence[Cells]
    weights: Sequence[Cells | None] = ()
    biases: Sequence[Cells | None] = ()

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The chain's; a trace by itself is one."""
        return self.what.stages if isinstance(self.what, Chain) else (Stage("", self.what, (0,)),)


@dataclass(frozen=True, eq=False)
class Moved:
    """One stage's taps as terms, its bias among them, in the trace's order.

    Attributes:
        trace: The stage's.
        source: Per cell of the source the id of what stands for it, or ``GONE``.
        weight: Per weight its cell's id; empty where nothing is weighted.
        canvas: Per cell of the canvas the id of what stands for it, or ``GONE``.
        bias: Per channel the id of its bias's cell; empty where there is none.
        by: What a step is, as for ``follow``.
    """

    trace: Trace
    source: Array
    weight: Array
    canvas: Array
    bias: Array
    by: str

    @classmethod
    def of(cls, steps: Steps, staged: Staged, at: int, by: str) -> Moved:
        """The terms of a stage.

        Raises:
            ValueError: An array doesn't fit the panels that it is said to stand in.
        """
        stage = staged.stages[at]
        trace = stage.trace
        read = [_ids(steps, staged.arrays[place]) for place in stage.reads]
        bias = staged.biases[at] if at < len(staged.biases) else None
        weights = staged.weights[at] if at < len(staged.weights) else None
        if stage.weighs is not None:
            weights = staged.arrays[stage.weighs]
        return cls(
            trace,
            _placed(_joined(read), trace.source.size, trace.cells),
            _placed(_ids(steps, weights), trace.weight.size),
            _placed(_ids(steps, staged.arrays[at + 1]), trace.canvas.size, _kept(trace)),
            _ids(steps, bias)[0],
            by,
        )

    @cached_property
    def terms(self) -> Array:
        """The terms ``(src, ker, out, gain)``, one row each."""
        return self._columns[0]

    @cached_property
    def _columns(self) -> tuple[Array, Array, Array]:
        """The terms, and per term its cell of the canvas and the source cell that it comes with."""
        taps = self.trace
        kept = (self.source[taps.src] != GONE) & (self.canvas[taps.dst] != GONE)
        src, ker, dst = (column[kept] for column in (taps.src, taps.ker, taps.dst))
        weights = self.weight[ker] if self.weight.size else ker
        gain = np.ones(len(src), int) if taps.gain is None else taps.gain[kept]
        terms = np.stack([self.source[src], weights, self.canvas[dst], gain], axis=1)
        return self._with_bias(terms, dst, src) if self.bias.size else (terms, dst, src)

    def _with_bias(self, terms: Array, dst: Array, src: Array) -> tuple[Array, Array, Array]:
        """The same, and behind the last term of each value its channel's bias."""
        made, count = self._made, len(dst)
        channel = made // math.prod(self.trace.shape[1:])
        ones = np.ones(len(made), int)
        added = self.bias[channel], -ones, self.canvas[made], ones
        last = np.full(self.canvas.size, count - 1)
        last[dst] = np.arange(count)
        order = np.argsort(np.concatenate([np.arange(count), last[made] + 0.5]), kind="stable")
        along = src[last[made]] if count else made
        columns = (terms, np.stack(added, axis=1)), (dst, made), (src, along)
        terms, dst, src = (np.concatenate(pair)[order] for pair in columns)
        return terms, dst, src

    @cached_property
    def _made(self) -> Array:
        """The cells of the canvas that are drawn."""
        return np.flatnonzero(self.canvas != GONE)

    @property
    def stamps(self) -> bool:
        """Whether a step is an input value that is stamped."""
        return self.by == "input" and self.trace.scatter

    @cached_property
    def keys(self) -> Array:
        """Per term which step it belongs to."""
        _, dst, src = self._columns
        return src if self.by == "input" else self._keys_of(dst)

    def _keys_of(self, dst: Array) -> Array:
        """The steps that cells of the canvas are made in, counted by what is drawn of it."""
        drawn = np.cumsum(self.canvas != GONE) - 1
        whole = len(self._made) == self.canvas.size
        channels, *plane = self.trace.shape if whole else self.trace.output.shape
        channel, place = np.divmod(drawn[dst], math.prod(plane))
        ways = {
            "value": drawn[dst],
            "pixel": place * channels + channel,
            "place": place,
            "channel": channel,
            "stage": np.zeros_like(dst),
        }
        return ways[self.by]

    @cached_property
    def about(self) -> dict[int, int]:
        """Per step the first cell that it makes, or would make; of a stamp what is stamped."""
        if self.by == "input":
            column = self.terms[::-1, 0 if self.stamps else 2].astype(int).tolist()
            return dict(zip(self.keys[::-1].tolist(), column, strict=True))
        made = self._made[::-1]
        return dict(zip(self._keys_of(made).tolist(), self.canvas[made].tolist(), strict=True))

    def groups(self, silent: bool) -> Iterator[tuple[int, StepRows]]:
        """Per step its key, the cell that it is about, and its terms' rows."""
        order = np.argsort(self.keys, kind="stable")
        keys, starts = np.unique(self.keys[order], return_index=True)
        rows = dict(zip(keys.tolist(), np.split(order, starts[1:]), strict=False))
        none = np.zeros(0, int)
        for key in sorted(self.about) if silent else rows:
            yield key, (self.about[key], rows.get(key, none))

    def rows_to(self, cells: set[int]) -> Array:
        """The rows of the terms that go to some cells, cell after cell."""
        found = [self._by_cell[cell] for cell in sorted(cells) if cell in self._by_cell]
        return np.concatenate(found) if found else np.zeros(0, int)

    @cached_property
    def _by_cell(self) -> dict[int, Array]:
        """Per cell that is made the rows of its terms."""
        order = np.argsort(self.terms[:, 2], kind="stable")
        cells, starts = np.unique(self.terms[order, 2], return_index=True)
        return dict(zip(cells.tolist(), np.split(order, starts[1:]), strict=True))


def _ids(steps: Steps, cells: Cells | None) -> tuple[Array, Array]:
    """The ids of cells, and the same without a panel's holes."""
    if cells is None:
        return np.zeros(0, int), np.zeros(0, int)
    if isinstance(cells, np.ndarray):
        return cells.ravel(), cells.ravel()
    panels = [cells] if isinstance(cells, int) else cells
    return steps.cells(panels), steps.cells(panels, holes=False)


def _joined(parts: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    everything, solid = zip(*parts, strict=True)
    return np.concatenate(everything), np.concatenate(solid)


def _placed(ids: tuple[Array, Array], size: int, inner: Array | None = None) -> Array:
    """Per cell of an array the id of what stands for it, ``GONE`` for nothing.

    Args:
        ids: What stands there, with and without holes.
        size: Cells of the array.
        inner: Per cell its place in the part of the array that may stand alone, or -1.
    """
    for each in ids:
        if each.size == size:
            return each
    if inner is None or ids[0].size != inner.max(initial=-1) + 1:
        raise ValueError(f"{ids[0].size} cells don't hold an array of {size}")
    flat = inner.ravel()
    return np.where(flat < 0, GONE, ids[0][flat])


def _kept(trace: Trace) -> Array:
    """Per cell of the canvas its place in the output, -1 where it is cut off."""
    kept = np.full(trace.shape, -1)
    kept[trace.crop or ...] = np.arange(trace.output.size).reshape(trace.output.shape)
    return kept
