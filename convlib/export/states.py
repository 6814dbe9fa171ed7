"""Further states of a lesson that a file holds, so that its controls work without a server."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any

from convlib.controls.shown import text_of
from convlib.controls.sides import part_setter, parts_of
from convlib.errors import ConvError
from convlib.lesson import Lesson, Values
from convlib.params import Choice, Param, shortened, whole_number

Packed = Mapping[str, Iterable[Any]]
Wanted = Mapping[str, Sequence[Any]]
Setter = Callable[[Values], Values]
MOST_STATES = 200
MOST_TRIED = 2000  # combinations, of which some are the same or don't go together
MOST_NUMBER = 1_000_000
RANGE = re.compile(r"\s*(\d{1,6})\s*\.\.\s*(\d{1,6})\s*")
ROOM = 40  # characters of what somebody typed that a sentence repeats


def read_packed(written: Sequence[str], lesson: Lesson) -> dict[str, tuple[str, ...]]:
    """What is to be packed as somebody typed it: ``stride=1..3``, ``padding=0,1,same``.

    Args:
        written: A parameter each, a part of one such as ``stride.rows``, or ``preset``, with the
            values that it takes in the file.
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

    Presets and ways of a choice lead to where the page's controls lead; each of these states then
    takes all combinations of the other values. Those that don't go together are left out.

    Args:
        lesson: Whose states they are.
        own: What is given of the state that the file opens with.
        packed: By parameter, a part of one such as ``"stride.rows"``, or ``"preset"``, the values
            that it takes.

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
    starts = _starts(lesson, first, wanted)
    setters = {
        name: list(_setters(lesson, name, wanted[name])) for name in _amounts(lesson, wanted)
    }
    count = len(starts) * math.prod(len(each) + 1 for each in setters.values())
    if count > MOST_TRIED:
        raise _too_many(wanted, count)
    found, problem = dict[str, Values](), None
    for start, changes in product(starts, product(*([None, *each] for each in setters.values()))):
        try:
            values = _changed(lesson, start, filter(None, changes))
        except ConvError as error:
            problem = problem or error
        else:
            found.setdefault(text_of(lesson, values), values)
    if len(found) > MOST_STATES:
        raise _too_many(wanted, len(found))
    if problem and len(found) == 1:
        raise problem
    return found


def _starts(lesson: Lesson, first: Values, wanted: Wanted) -> list[Values]:
    """The own state, the presets, and what their choices lead to."""
    starts = [first, *(lesson.values(preset=str(name)) for name in wanted.get("preset", ()))]
    for param in lesson.params:
        if isinstance(param, Choice) and param.name in wanted:
            ways = [param.read(value) for value in wanted[param.name]]
            led = [lesson.ways(values, param) for values in starts]
            starts += [there[way] for there in led for way in ways if way in there]
    found = dict[str, Values]()
    for values in starts:
        found.setdefault(text_of(lesson, values), values)
    return list(found.values())


def _amounts(lesson: Lesson, wanted: Iterable[str]) -> list[str]:
    """What is neither a preset nor a choice; a part comes after what is set as a whole."""
    listed = {param.name for param in lesson.params if isinstance(param, Choice)} | {"preset"}
    return sorted((name for name in wanted if name not in listed), key=lambda name: "." in name)


def _setters(lesson: Lesson, name: str, values: Iterable[Any]) -> Iterator[Setter]:
    """What each value of a parameter, or of a part of it, makes of a state."""
    param, part = _part(lesson, name)
    for value in dict.fromkeys(values):
        yield partial(_set, param, part, int(value) if part else param.read(value))


def _set(param: Param, part: str, value: Any, values: Values) -> Values:
    present = values[param.name]
    return {param.name: part_setter(param, part, present)(value) if part else value}


def _changed(lesson: Lesson, start: Values, changes: Iterable[Setter]) -> Values:
    """A state with some changes.

    Raises:
        ConvError: They don't go together.
    """
    values = start
    for change in changes:
        values = values | change(values)
    if values is not start:
        lesson.check(values)
    return values


def _part(lesson: Lesson, name: str) -> tuple[Param, str]:
    """The parameter of a name, and the part of it that is meant; "" for all of it.

    Raises:
        ConvError: There is none.
    """
    params = {param.name: param for param in lesson.params}
    owner, _, part = name.partition(".")
    parts = parts_of(params[owner]) if owner in params else ()
    if owner not in params or (part and part not in parts):
        of_it = [f"{owner}.{each}" for each in parts]
        choices = ", ".join(of_it or ["preset", *params])
        raise ConvError("unknown-name", parameter=shortened(name, ROOM), choices=choices)
    return params[owner], part


def _checked(lesson: Lesson, wanted: Wanted) -> None:
    """Refuse what is wrong by itself, whatever else stands beside it."""
    for name, values in wanted.items():
        param, part = (None, "") if name == "preset" else _part(lesson, name)
        for value in values:
            if param is None:
                lesson.preset(str(value))
            elif part:
                number = whole_number(name, value, 0, MOST_NUMBER)
                param.read(part_setter(param, part, param.default)(number))
            else:
                param.read(value)


def _too_many(names: Iterable[str], count: int) -> ConvError:
    return ConvError("packed-states", parameter=", ".join(names), states=count, cap=MOST_STATES)
