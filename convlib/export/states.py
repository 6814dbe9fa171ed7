"""Further states of a lesson that a file holds, so that its controls work without a server."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from convlib.controls.shown import text_of
from convlib.errors import ConvError
from convlib.lesson import Lesson, Values
from convlib.params import shortened

Packed = Mapping[str, Iterable[Any]]
MOST_STATES = 200
RANGE = re.compile(r"\s*(\d{1,6})\s*\.\.\s*(\d{1,6})\s*")
ROOM = 40  # characters of what somebody typed that a sentence repeats


def read_packed(written: Sequence[str], lesson: Lesson) -> dict[str, tuple[str, ...]]:
    """What is to be packed as somebody typed it: ``stride=1..3``, ``padding=0,1,same``.

    Args:
        written: A parameter each, or ``preset``, with the values that it takes in the file.
        lesson: Whose parameters they are.

    Returns:
        The values by parameter, as ``states_of`` takes them.

    Raises:
        ConvError: The lesson has no such parameter, or a value can't be.

    Example:
        >>> import convlib
        >>> read_packed(["stride=1..3", "padding=0,1"], convlib.lesson("single-channel"))
        {'stride': ('1', '2', '3'), 'padding': ('0', '1')}
    """
    found: dict[str, tuple[str, ...]] = {}
    for each in written:
        name, equals, typed = (part.strip() for part in each.partition("="))
        if not name or not equals or not typed:
            raise ConvError("packed-equals", parameter="packed", value=shortened(each, ROOM))
        if name in found:
            raise ConvError("set-twice", parameter=shortened(name, ROOM))
        found[name] = tuple(value for part in typed.split(",") for value in _run(name, part))
    _checked(lesson, found)
    return found


def packed_values(packed: Packed | tuple[str, ...], lesson: Lesson) -> Packed:
    """The values by parameter, however they were given; raises what ``read_packed`` does."""
    if not isinstance(packed, Mapping):
        return read_packed(packed, lesson)
    typed = [f"{name}={values}" for name, values in packed.items() if isinstance(values, str)]
    return {**packed, **read_packed(typed, lesson)}


def _run(name: str, typed: str) -> Iterable[str]:
    """The values of a part: those of a range, or the one that it is."""
    if ".." not in typed:
        return (typed.strip(),)
    found = RANGE.fullmatch(typed)
    first, last = (int(found[1]), int(found[2])) if found else (1, 0)
    if first > last:
        name = shortened(name, ROOM)
        raise ConvError("packed-range", parameter=name, value=shortened(typed.strip(), ROOM))
    if last - first >= MOST_STATES:
        raise _too_many([name], last - first + 1)
    return map(str, range(first, last + 1))


def states_of(lesson: Lesson, own: Mapping[str, Any], packed: Packed) -> dict[str, Values]:
    """The states that a file holds, by the texts that name them: its own, then all combinations.

    Combinations that don't go together are left out.

    Args:
        lesson: Whose states they are.
        own: What is given of the state that the file opens with.
        packed: By parameter, or by ``"preset"``, the values that it takes.

    Raises:
        ConvError: The lesson has no such parameter, a value can't be or goes with nothing else, or
            there are too many.

    Example:
        >>> import convlib
        >>> found = states_of(convlib.lesson("single-channel"), {}, {"stride": [1, 2]})
        >>> list(found)
        ['', 'stride=2']
    """
    wanted = {name: tuple(values) for name, values in packed.items()}
    _checked(lesson, wanted)
    own = own or {"preset": lesson.presets[0].name}  # which nothing at all stands for
    first = lesson.values(**own)
    choices = [_beside(lesson, first, name, values) for name, values in wanted.items()]
    count = math.prod(map(len, choices))
    if count > MOST_STATES:
        raise _too_many(wanted, count)
    found, problem = {text_of(lesson, first): first}, None
    for combination in product(*choices):
        given = {name: value for name, value in zip(wanted, combination, strict=True) if value}
        try:
            values = lesson.values(**(given if "preset" in given else {**own, **given}))
        except ConvError as error:
            problem = problem or error
        else:
            found.setdefault(text_of(lesson, values), values)
    if problem and len(found) == 1:
        raise problem
    return found


def _beside(lesson: Lesson, own: Values, name: str, values: Sequence[Any]) -> list[str]:
    """The values of a parameter as text, after its own one; "" where that is no preset's."""
    if name == "preset":
        return ["", *dict.fromkeys(map(str, values))]
    param = next(param for param in lesson.params if param.name == name)
    return list(dict.fromkeys(param.write(each) for each in (own[name], *map(param.read, values))))


def _checked(lesson: Lesson, wanted: Mapping[str, Sequence[Any]]) -> None:
    """Refuse what is wrong by itself, whatever else stands beside it."""
    params = {param.name: param for param in lesson.params}
    for name, values in wanted.items():
        if name != "preset" and name not in params:
            choices = ", ".join(["preset", *params])
            raise ConvError("unknown-name", parameter=shortened(name, ROOM), choices=choices)
        for value in values:
            if name == "preset":
                lesson.preset(str(value))
            else:
                params[name].read(value)


def _too_many(names: Iterable[str], count: int) -> ConvError:
    return ConvError("packed-states", parameter=", ".join(names), states=count, cap=MOST_STATES)
