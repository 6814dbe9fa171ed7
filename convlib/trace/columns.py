"""From where each output value reads, to the columns of a trace."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from convlib.ops import Array

UNWEIGHTED = np.zeros(0, int)


class Columns(TypedDict):
    """The columns of a gather trace: one step per output value."""

    starts: Array
    src: Array
    ker: Array
    dst: Array


def gathered(src: Array, ker: Array | None = None, keep: Array | None = None) -> Columns:
    """The columns of a trace in which step after step makes output value after output value.

    Args:
        src: What each step reads, flat indices, ``(steps, taps)``.
        ker: Which weights it takes, in any shape that broadcasts to that; None for no weights.
        keep: Which of these taps there are, ``(steps, taps)``; None for all.

    Example:
        >>> gathered(np.array([[0, 1], [1, 2]]))["starts"].tolist()
        [0, 2, 4]
    """
    steps, per_step = src.shape
    weights = np.broadcast_to(np.array(-1) if ker is None else ker, src.shape)
    steps_of_taps = np.repeat(np.arange(steps), per_step)
    if keep is None:
        starts = np.arange(steps + 1) * per_step
        return Columns(starts=starts, src=src.ravel(), ker=weights.ravel(), dst=steps_of_taps)
    starts = np.concatenate([[0], np.cumsum(keep.sum(axis=1))])
    return Columns(starts=starts, src=src[keep], ker=weights[keep], dst=steps_of_taps[keep.ravel()])
