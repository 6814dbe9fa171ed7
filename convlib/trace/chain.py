"""Several traces in a row, or side by side: what each stage reads, and where each begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from convlib.ops import Array
from convlib.trace.taps import Trace, check_taps


@dataclass(frozen=True, eq=False)
class Stage:
    """One trace of a chain, and where its arrays come from.

    Attributes:
        name: What is done: ``"depthwise"``, ``"relu"``, ``"concat"`` ...
        trace: How.
        reads: The arrays that stand one behind another, by channels, in what the trace is given:
            0 for the chain's input, n for the output of stage n, counted from 1.
        weighs: The array that gives the weights, counted the same; None where they are given.
        branch: Which of several ways through the chain it belongs to, counted from 1; 0 for none.
    """

    name: str
    trace: Trace
    reads: tuple[int, ...]
    weighs: int | None = None
    branch: int = 0


@dataclass(frozen=True, eq=False, repr=False)
class Chain:
    """Stages in the order in which a person would follow them.

    Attributes:
        input: ``(channels, *spatial)``.
        stages: The last one's output is the chain's.

    Example:
        >>> from convlib.trace import conv_trace, relu_trace
        >>> chain = Chain(np.array([[1, 2, 3]])).then("conv", conv_trace, np.array([[[-1, 1]]]))
        >>> chain = chain.then("relu", relu_trace)
        >>> chain.starts.tolist(), chain.output.tolist()
        ([0, 2, 4], [[1, 1]])
    """

    input: Array
    stages: tuple[Stage, ...] = ()

    def __len__(self) -> int:
        return int(self.starts[-1])

    def __repr__(self) -> str:
        names = ", ".join(stage.name for stage in self.stages)
        return f"<Chain of {names or 'nothing yet'}: {len(self)} steps>"

    @cached_property
    def arrays(self) -> tuple[Array, ...]:
        """The input, and after it each stage's output."""
        return self.input, *(stage.trace.output for stage in self.stages)

    @property
    def output(self) -> Array:
        """What the operator returns."""
        return self.arrays[-1]

    @cached_property
    def starts(self) -> Array:
        """The step at which each stage begins, and after the last the number of all steps."""
        return np.concatenate([[0], np.cumsum([len(stage.trace) for stage in self.stages])])

    def then(
        self,
        name: str,
        follow: Callable[..., Trace],
        *given: object,
        reads: Sequence[int] | None = None,
        weighs: int | None = None,
        branch: int = 0,
        **options: object,
    ) -> Chain:
        """This chain and one stage more.

        Args:
            name: What is done.
            follow: Makes the trace of what it reads, ``given`` and ``options``.
            *given: What the trace takes after its input, such as the weight.
            reads: Which arrays it reads; None for the output of the last stage.
            weighs: Which array is the weight.
            branch: Which way through the chain it belongs to.
            **options: What the trace takes by name, such as the stride.

        Raises:
            ConvError: As ``follow``, or all stages together are more than a person could follow.
        """
        places = (len(self.stages),) if reads is None else tuple(reads)
        x = self.arrays[places[0]]
        if len(places) > 1:
            x = np.concatenate([self.arrays[place] for place in places])
        weights = () if weighs is None else (self.arrays[weighs],)
        trace = follow(x, *weights, *given, **options)
        stage = Stage(name, trace, places, weighs, branch)
        check_taps(sum(len(each.trace.src) for each in (*self.stages, stage)))
        return replace(self, stages=(*self.stages, stage))
