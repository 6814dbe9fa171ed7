"""Changing a lesson's numbers: a cell, a block, or all of an array by a name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from convlib.errors import ConvError
from convlib.lesson import Lesson, Values
from convlib.numerals import parse_grid, parse_number
from convlib.ops import Array
from convlib.params import Grid, Seed
from convlib.params.sizes import AXES

RANDOM = "random"


def set_cell(lesson: Lesson, values: Values, name: str, index: Sequence[int], text: str) -> Values:
    """The state with one number of an array changed.

    Args:
        lesson: Whose state it is.
        values: The state.
        name: The array's name.
        index: Row and column, from 0, and before them the plane of an array that has planes; the
            padding is no part of an array.
        text: The number as it was typed.

    Raises:
        ConvError: There is no such array or cell, or the text is no number.

    Example:
        >>> import convlib
        >>> lesson = convlib.lesson("single-channel")
        >>> changed = set_cell(lesson, lesson.values(), "weights", (0, 0), "-1")
        >>> changed["weights"].tolist()
        [[-1, 1, 2], [2, 2, 0], [0, 1, 2]]
    """
    param, array = _array(lesson, values, name)
    _check_cell(name, array, index)
    return _overlaid(lesson, values, param, array, index, [[parse_number(text, name)]])


def set_planes(
    lesson: Lesson, values: Values, name: str, index: Sequence[int], texts: Sequence[str]
) -> Values:
    """The state with the numbers changed that lie behind each other in an array's planes.

    Args:
        lesson: Whose state it is.
        values: The state.
        name: The array's name.
        index: Row and column, from 0.
        texts: The number of each of its first planes as it was typed.

    Raises:
        ConvError: As ``set_cell``.
    """
    for plane, text in enumerate(texts):
        values = set_cell(lesson, values, name, (plane, *index), text)
    return values


def paste(lesson: Lesson, values: Values, name: str, index: Sequence[int], text: str) -> Values:
    """The state with a block laid over an array, which grows where the block reaches beyond it.

    Args:
        lesson: Whose state it is.
        values: The state.
        name: The array's name.
        index: Row and column where the block begins.
        text: The block as ``parse_grid`` reads it.

    Raises:
        ConvError: There is no such array or cell, the text can't be read, or it reaches too far.
    """
    param, array = _array(lesson, values, name)
    _check_cell(name, array, index)
    block = parse_grid(text, name, param.cap)
    if param.row:
        block = param.in_a_row(block)
    reach = zip(array.shape[-AXES:], index[-AXES:], block.shape, strict=True)
    shape = tuple(max(have, at + want) for have, at, want in reach)
    cap = (param.cap, param.cap) if param.size else array.shape[-AXES:]
    if any(np.greater(shape, cap)):
        rows, columns = shape
        details = {"rows": rows, "columns": columns, "cap": max(cap)}
        raise ConvError("grid-too-large", parameter=name, **details)
    larger = values | param.sized(shape)
    return _overlaid(lesson, larger, param, lesson.arrays(larger)[name], index, block.tolist())


def type_in(lesson: Lesson, values: Values, name: str, text: str) -> Values:
    """The state with a parameter typed anew; a whole array settles its sizes and counts.

    What its number of planes is divided by, such as the channels of all filters, stays as it is.

    Args:
        lesson: Whose state it is.
        values: The state.
        name: The parameter's name.
        text: What was typed.

    Raises:
        ConvError: The text can't be read, or doesn't go with the rest.

    Example:
        >>> import convlib
        >>> lesson = convlib.lesson("multi-channel")
        >>> changed = type_in(lesson, lesson.values(channels=2), "weights", "1 | 2 | 3 | 4")
        >>> changed["filters"], changed["channels"], changed["kernel"]
        (2, 2, (1, 1))
    """
    params = {param.name: param for param in lesson.params}
    param = params[name]
    counts = param.counts if isinstance(param, Grid) else ()
    known = {other: values[other] for count in counts for other in count.others}
    fitted = lesson.fit({**known, name: param.read(text)})
    return _checked(lesson, values | {each: params[each].read(fitted[each]) for each in fitted})


def choose(lesson: Lesson, values: Values, name: str, choice: str, seed: int = 0) -> Values:
    """The state with an array that is known by a name, or drawn at random.

    Args:
        lesson: Whose state it is.
        values: The state.
        name: The array's name.
        choice: One of the parameter's names, or ``"random"``.
        seed: What ``"random"`` draws from.

    Raises:
        ConvError: There is no such array or name.
    """
    param, array = _array(lesson, values, name)
    if choice == RANDOM:
        seeds = [each.name for each in lesson.params if isinstance(each, Seed)]
        drawn = lesson.arrays(values | dict.fromkeys(seeds, seed) | {name: None})[name]
        return _checked(lesson, values | {name: drawn})
    if choice not in param.names:
        choices = ", ".join((*param.names, RANDOM))
        raise ConvError("choice", parameter=name, value=choice[:20], choices=choices)
    rows, columns = array.shape[-AXES:]
    size = param.names[choice]((rows, columns)).shape
    return _checked(lesson, values | {name: choice} | param.sized(size))


def _array(lesson: Lesson, values: Values, name: str) -> tuple[Grid, Array]:
    grids = lesson.grids()
    if name not in grids:
        raise ConvError("unknown-name", parameter=name[:20], choices=", ".join(grids))
    return grids[name], lesson.arrays(values)[name]


def _check_cell(name: str, array: Array, index: Sequence[int]) -> None:
    fits = len(index) == array.ndim and all(
        0 <= at < size for at, size in zip(index, array.shape, strict=True)
    )
    if not fits:
        place = ", ".join(map(str, index))[:20]
        shape = "×".join(map(str, array.shape))
        raise ConvError("no-cell", parameter=name, place=place, shape=shape)


def _overlaid(
    lesson: Lesson,
    values: Values,
    param: Grid,
    array: Array,
    index: Sequence[int],
    block: list[list[float]],
) -> Values:
    """The state with a block put into an array in which it fits."""
    row, column = index[-AXES:]
    changed = array.astype(float)
    rows, columns = slice(row, row + len(block)), slice(column, column + len(block[0]))
    target = changed[index[0]] if len(index) > AXES else changed
    target[rows, columns] = np.array(block)
    return _checked(lesson, values | {param.name: param.read(changed.tolist())})


def _checked(lesson: Lesson, values: Values) -> Values:
    lesson.check(values)
    return values
