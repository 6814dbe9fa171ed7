"""All arrays of a lesson together: the sizes that typed ones settle, and their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.params.grid import Grid
from convlib.params.param import Param


def grids_of(params: Iterable[Param]) -> dict[str, Grid]:
    """The parameters that are arrays, by name."""
    return {param.name: param for param in params if isinstance(param, Grid)}


def fitted(params: Sequence[Param], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, and the sizes and counts of typed arrays where no others are given.

    Where two arrays say different things, the first one is right.

    Args:
        params: The lesson's.
        given: Values by parameter, as a person types them or as Python has them.

    Raises:
        ConvError: An array can't be read, or a parameter by which its count is worked out.

    Example:
        >>> fitted([Grid("input", cap=9, size="size")], {"input": "1 2 3; 4 5 6"})
        {'size': (2, 3), 'input': '1 2 3; 4 5 6'}
    """
    settled, named = dict[str, Any](), {param.name: param for param in params}
    for name, grid in grids_of(params).items():
        typed = grid.read(given.get(name)) if grid.size or grid.counts else None
        if not isinstance(typed, np.ndarray):
            continue
        known = {**settled, **given}
        others = {
            other: named[other].read(known.get(other, named[other].default))
            for count in grid.counts
            for other in count.others
        }
        settled |= {**grid.settled(typed.shape, others), **settled}
    return {**settled, **given}


def laid_over(
    params: Iterable[Param], values: Mapping[str, Any], backgrounds: Mapping[str, Array]
) -> dict[str, Array]:
    """The arrays of a lesson's values: each background, cut to size, and the value on it.

    Args:
        params: The lesson's, whose order the arrays keep.
        values: The present state.
        backgrounds: Per array the numbers that stand where nothing is typed, at their most.

    Example:
        >>> params = [Grid("input", cap=9, size="size")]
        >>> values = {"input": params[0].read("7"), "size": (1, 2)}
        >>> laid_over(params, values, {"input": np.ones((9, 9), int)})["input"].tolist()
        [[7, 1]]
    """
    return {
        name: grid.laid_over(backgrounds[name], values[name], grid.shape(values, most.shape))
        for name, grid in grids_of(params).items()
        if (most := backgrounds.get(name)) is not None
    }
