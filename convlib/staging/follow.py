"""From trace to steps: the taps of a trace, or of a whole chain, written down as a scene's terms.

No picture writes a product by hand: it says in which panels the arrays of a trace stand, and what a
step is. A tap ``(src, ker, dst)`` becomes the term of the cells that stand there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.staging.moved import GONE as GONE
from convlib.staging.moved import Cells as Cells
from convlib.staging.moved import Moved, StepRows
from convlib.staging.moved import Staged as Staged
from convlib.staging.steps import Steps

StepPlan = Mapping[tuple[int, int], StepRows]  # per stage and step


def follow(
    steps: Steps,
    *staged: Staged,
    by: str | Sequence[str] = "value",
    order: str = "stages",
    silent: bool = False,
    about: Sequence[int] | None = None,
    turns: bool = False,
) -> None:
    """Write traces down as steps; several of them in step, each step with the terms of all.

    Args:
        steps: Where they are written.
        *staged: What is followed.
        by: What a step is, for all stages or per stage: ``"value"``, an output value, channel
            after channel; ``"pixel"`` likewise, but all channels of a place before the next place;
            ``"place"``, all channels of a place at once; ``"channel"``, a whole channel;
            ``"stage"``, all; ``"input"``, an input value and all that it goes to.
        order: ``"stages"``, one after another; ``"through"``, a step of the last stage has all
            that it comes from, through all stages; ``"ready"``, a later stage's step comes as soon
            as all that it reads is there.
        silent: Whether a value that nothing goes to is a step without terms rather than none.
        about: Per step the cell that it is about, where that isn't the first one that it makes.
        turns: Whether of several traces each takes a step of its own, in turn, rather than all of
            them one together.

    Example:
        >>> from convlib.picture.parts import Panel
        >>> from convlib.trace import conv_trace
        >>> trace = conv_trace([[[1, 2, 3]]], [[[[10, 1]]]])
        >>> planes = trace.source[0], trace.weight[0, 0], trace.output[0]
        >>> steps = Steps([Panel("input", "input", "x", plane) for plane in planes])
        >>> follow(steps, Staged(trace, [0, 2], [1]))
        >>> steps.columns()["src"].tolist(), steps.columns()["ker"].tolist()
        ([0, 1, 1, 2], [3, 4, 3, 4])
    """
    steps.followed.extend(staged)
    written = [_Written(steps, each, by) for each in staged]
    plans = [each.plan(order, silent) for each in written]
    keys = list(plans[0]) if len(plans) == 1 else sorted(set().union(*plans))
    first = np.cumsum([0, *(len(each.terms) for each in written)]).tolist()
    dst, rows, stamps = list[int](), list[Array](), list[bool]()
    for key in keys:
        together = [
            (start, *plan[key], one.stamps)
            for start, plan, one in zip(first, plans, written, strict=False)
            if key in plan
        ]
        for parts in [[part] for part in together] if turns else [together]:
            dst.append(next((cell for _, cell, taken, _ in parts if len(taken)), GONE))
            taken = [each + start if start else each for start, _, each, _ in parts]
            rows.append(taken[0] if len(taken) == 1 else np.concatenate(taken))
            stamps.append(any(each for *_, each in parts))
    _write(steps, written, dst if about is None else about, rows, scatter=stamps)


def race(
    steps: Steps, first: Staged, other: Staged, lines: Sequence[int] = (), rest: int = 0
) -> None:
    """Write two traces down by one clock that counts products, as ``beats`` counts them.

    A step is a value of the first one, or a line of them, and of the other as many products; a
    value of the other may take several steps, of which each goes on with what stands there.

    Args:
        steps: Where they are written.
        first: What is followed line by line.
        other: What goes on beside it, and by itself when the first one is done.
        lines: How many values of the first one are in each step; one in each if none are given.
        rest: How many products of the other one are in a step then; 0 for as many as in the last.

    Example:
        >>> from convlib.picture.parts import Panel
        >>> from convlib.trace import conv_trace
        >>> traces = [conv_trace([[[1, 2, 3]]], [[weight]]) for weight in ([[10]], [[1, 1, 1]])]
        >>> planes = [p for t in traces for p in (t.source[0], t.weight[0, 0], t.output[0])]
        >>> both = [Staged(t, [at, at + 2], [at + 1]) for at, t in zip((0, 3), traces)]
        >>> steps = Steps([Panel("input", "input", "x", plane) for plane in planes])
        >>> race(steps, *both)
        >>> steps.columns()["sums"].tolist()
        [10, 1, 20, 3, 30, 6]
        >>> steps = Steps([Panel("input", "input", "x", plane) for plane in planes])
        >>> race(steps, *both, lines=[2, 1], rest=9)
        >>> steps.columns()["starts"].tolist(), steps.columns()["sums"].tolist()
        ([0, 4, 6], [10, 20, 1, 3, 30, 6])
    """
    steps.followed.extend([first, other])
    written = [_Written(steps, each, "value") for each in (first, other)]
    values, direct = (list(each.plan("stages", False).values()) for each in written)
    ends = np.cumsum([0, *(lines or [1] * len(values))]).tolist()
    own = [values[start:end] for start, end in pairwise(ends)]
    products = np.concatenate([rows for _, rows in direct])
    counts = beats([sum(len(rows) for _, rows in line) for line in own], len(products), rest)
    cuts = np.cumsum([taken for _, taken in counts])[:-1]
    dst, rows = list[int](), list[Array]()
    for at, part in enumerate(np.split(products, cuts)):
        line = own[at] if at < len(own) else []
        dst.append(line[-1][0] if line else int(written[1].terms[part[0], 2]))
        rows.append(np.concatenate([*(each for _, each in line), part + len(written[0].terms)]))
    _write(steps, written, dst, rows, goes_on=True)


def beats(lines: Sequence[int], others: int, rest: int = 0) -> list[tuple[int, int]]:
    """How many products two ways of working take in each step, by one clock that counts them.

    Args:
        lines: Per value of the first way, or line of values, its products: a step each.
        others: All products of the other way.
        rest: How many of them are in a step when the first way is done; 0 for as many as in its
            last one.

    Example:
        >>> beats([2, 2, 3], 9), beats([4, 4], 13, rest=3)
        ([(2, 2), (2, 2), (3, 3), (0, 2)], [(4, 4), (4, 4), (0, 3), (0, 2)])
    """
    made = list[tuple[int, int]]()
    for count in lines:
        made.append((count, min(count, others)))
        others -= made[-1][1]
    size = rest or lines[-1]
    full, left = divmod(others, size)
    return [*made, *[(0, size)] * full, *[(0, left)] * bool(left)]


def _write(
    steps: Steps,
    written: Sequence[_Written],
    about: Sequence[int],
    rows: Sequence[Array],
    **how: Any,
) -> None:
    """Write down steps: per step its terms' rows, counted through all that is written."""
    terms = np.concatenate([each.terms for each in written])[np.concatenate(rows)]
    rules = {cell: rule for one in written for cell, rule in one.rules.items()}
    cells, gains, counts = terms[:, :3].astype(int), terms[:, 3], [len(each) for each in rows]
    steps.write(about, counts, cells, gains, rules or "sum", **how)


class _Written:
    """The terms of all stages of something staged, one stage behind another."""

    def __init__(self, steps: Steps, staged: Staged, by: str | Sequence[str]) -> None:
        count = len(staged.stages)
        ways = [by] * count if isinstance(by, str) else by
        self.stages = [Moved.of(steps, staged, at, ways[at]) for at in range(count)]
        self.terms = np.concatenate([stage.terms for stage in self.stages])
        self.first = np.cumsum([0, *(len(stage.terms) for stage in self.stages)])

    @property
    def stamps(self) -> bool:
        """Whether a step is an input value that is stamped."""
        return self.stages[-1].stamps

    @property
    def rules(self) -> dict[int, str]:
        """What makes the cells that aren't sums."""
        apart = (stage for stage in self.stages if stage.trace.rule != "sum")
        return {cell: stage.trace.rule for stage in apart for cell in stage.canvas.tolist()}

    def plan(self, order: str, silent: bool) -> StepPlan:
        """The steps in their order: the cell that each is about, and its terms' rows."""
        plan = {
            (at, key): (cell, rows + self.first[at])
            for at, stage in enumerate(self.stages)
            for key, (cell, rows) in stage.groups(silent)
        }
        match order:
            case "through":
                last = len(self.stages) - 1
                ends = ((key, group) for key, group in plan.items() if key[0] == last)
                return {key: (cell, self._behind(rows)) for key, (cell, rows) in ends}
            case "ready":
                return self._as_ready(plan)
        return plan

    def _behind(self, rows: Array) -> Array:
        """The terms of a last step and of all that they come from, the first stage's first."""
        found = [rows]
        needed = set(self.terms[rows, 0].tolist())
        for at in reversed(range(len(self.stages) - 1)):
            rows = self.stages[at].rows_to(needed) + self.first[at]
            needed.update(self.terms[rows, 0].tolist())
            found.append(rows)
        return np.concatenate(found[::-1])

    def _as_ready(self, plan: StepPlan) -> StepPlan:
        """The same steps, each of a later stage behind the last one that it reads."""
        made = dict[int, int]()
        places = dict[tuple[int, int], int]()
        for at, (key, (_, rows)) in enumerate(plan.items()):
            reads = (made[cell] for cell in self.terms[rows, 0].tolist() if cell in made)
            places[key] = max(reads, default=at)
            made |= dict.fromkeys(self.terms[rows, 2].tolist(), places[key])
        return {key: plan[key] for key in sorted(plan, key=places.__getitem__)}
