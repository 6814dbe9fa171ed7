"""What a reader does to a lesson's state: each act makes another state of one, or is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from convlib.controls.offer import BY_HAND
from convlib.controls.sides import amounts_of, part_setter
from convlib.controls.wishes import granted
from convlib.edits import choose, paste, set_cell, set_planes, type_in
from convlib.errors import ConvError
from convlib.lesson import Lesson, Values
from convlib.params import Choice, PaddingParam, Seed, Several

MOST_PLANES = 2  # that a point is moved along
LONGEST_TEXT = 50_000  # characters: more than any block that fits
Outcome = tuple[Values, ConvError | None]


def carry_out(lesson: Lesson, values: Values, ask: Mapping[str, Any]) -> Outcome:
    """The state that an act makes of another, and what its reader has to be told of it.

    Args:
        lesson: Whose state it is.
        values: The state.
        ask: ``{"act": "set", "control": str, "value": …}``, where the control is one of
            ``offer.controls`` or a ``Seed``; ``{"act": "edit" | "paste", "array": str, "index":
            [int, …], "text": str}``; ``{"act": "type", "array": str, "text": str}``; ``{"act":
            "named", "array": str, "name": str, "seed": int}``; or, of a point that is moved,
            ``{"act": "move", "array": str, "index": [int, int], "texts": [str, …]}``, with
            ``"control"`` and ``"value"`` of the slider that says which point is looked at.

    Raises:
        ConvError: What is asked for doesn't go with the rest, or can't be read.
        KeyError, TypeError: No player asks so.

    Example:
        >>> import convlib
        >>> lesson = convlib.lesson("single-channel")
        >>> ask = {"act": "set", "control": "stride.rows", "value": 2}
        >>> carry_out(lesson, lesson.values(), ask)[0]["stride"]
        (2, 1)
    """
    if ask["act"] == "set":
        return _set(lesson, values, ask)
    acts: dict[str, Callable[[], Values]] = {
        "edit": lambda: set_cell(lesson, values, *_place(ask)),
        "paste": lambda: paste(lesson, values, *_place(ask)),
        "type": lambda: type_in(lesson, values, _array(lesson, ask), _text(ask)),
        "named": lambda: _named(lesson, values, ask),
        "move": lambda: _moved(lesson, values, ask),
    }
    return acts[ask["act"]](), None


def _set(lesson: Lesson, values: Values, ask: Mapping[str, Any]) -> Outcome:
    """A control is moved or chosen."""
    control, value = ask["control"], ask["value"]
    if not isinstance(control, str):
        raise TypeError("a control is known by its name")
    if control == "preset":
        return lesson.values(preset=str(value)), None
    if control == "wish":
        return granted(lesson, values, _short_enough(str(value), control)), None
    name, _, part = control.partition(".")
    param = {each.name: each for each in lesson.params}[name]
    match param:
        case Choice():
            return _choose_way(lesson, values, param, param.read(value))
        case Several():
            return type_in(lesson, values, name, _short_enough(str(value), name)), None
        case Seed():
            # What was typed gives way, since it would hide the numbers that are drawn.
            changed = dict.fromkeys(lesson.grids()) | {name: param.read(value)}
        case PaddingParam() if not part:
            by_hand = value == BY_HAND
            changed = {name: amounts_of(values[name]) if by_hand else param.read(str(value))}
        case _:
            if type(value) is not int:
                raise TypeError("a slider stands on a whole number")
            changed = {name: param.read(part_setter(param, part, values[name])(value))}
    lesson.check(values | changed)
    return values | changed, None


def _choose_way(lesson: Lesson, values: Values, param: Choice, way: str) -> Outcome:
    """Go there, and say so if that takes another example's sizes in place of the reader's."""
    there = lesson.ways(values, param).get(way)
    if there is None:
        lesson.check(values | {param.name: way})
        raise KeyError(way)
    as_it_was = lesson.same(there, values | {param.name: way})
    nothing_lost = as_it_was or (param.by_example and lesson.is_preset(values))
    return there, None if nothing_lost else ConvError("another-example", parameter=param.name)


def _named(lesson: Lesson, values: Values, ask: Mapping[str, Any]) -> Values:
    seed = ask.get("seed", 0)
    if type(seed) is not int:
        raise TypeError("a seed is a whole number")
    return choose(lesson, values, _array(lesson, ask), str(ask["name"]), abs(seed))


def _moved(lesson: Lesson, values: Values, ask: Mapping[str, Any]) -> Values:
    """A point is moved, and is looked at from now on."""
    texts = ask["texts"]
    if not isinstance(texts, list) or not texts or len(texts) > MOST_PLANES:
        raise TypeError("a point is moved along its axes")
    name, index, _ = _place({**ask, "text": ""})
    changed = set_planes(
        lesson, values, name, index, [_text({**ask, "text": each}) for each in texts]
    )
    if "control" not in ask:
        return changed
    return _set(lesson, changed, {"control": ask["control"], "value": ask["value"]})[0]


def _place(ask: Mapping[str, Any]) -> tuple[str, list[int], str]:
    """The array, the index and the text of an edit."""
    array, index = ask["array"], ask["index"]
    if not isinstance(index, list) or any(type(each) is not int for each in index):
        raise TypeError("an index is a list of whole numbers")
    if not isinstance(array, str):
        raise TypeError("an array is known by its name")
    return array, index, _text(ask)


def _array(lesson: Lesson, ask: Mapping[str, Any]) -> str:
    if ask["array"] not in lesson.grids():
        raise KeyError(ask["array"])
    return str(ask["array"])


def _text(ask: Mapping[str, Any]) -> str:
    if not isinstance(ask["text"], str):
        raise TypeError("what is typed is a text")
    return _short_enough(ask["text"], str(ask["array"]))


def _short_enough(text: str, name: str) -> str:
    """A text that can be read in no time; a part of a longer one would be something else."""
    if len(text) > LONGEST_TEXT:
        raise ConvError("text-too-long", parameter=name, length=len(text), cap=LONGEST_TEXT)
    return text
