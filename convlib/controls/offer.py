"""The controls of a lesson, made from its parameters; each offers only what is valid at present.

A control is a dict that goes through JSON as it is. All have ``id`` (the parameter's name, and
behind a dot the part that it sets), ``kind`` and ``label``; ``of`` is the parameter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from convlib.controls.bounds import bounds
from convlib.controls.sides import AMOUNT, AXES, SIDES, amounts_of, is_square, part_of, part_setter
from convlib.controls.tell import tell
from convlib.controls.wishes import wishes
from convlib.errors import ConvError
from convlib.lesson import Lesson, Values
from convlib.params import Choice, PaddingParam, Param, PerAxis, Several, Whole
from convlib.text import say, section

Control = dict[str, Any]
BY_HAND = "amount"  # the way of setting a padding that is no rule
# The colour of a slider, that of its number in the formula; others are drawn in ink.
ROLES = {
    **dict.fromkeys(("size", "length", "depth", "channels", "f-size", "side", "depth_in"), "input"),
    **dict.fromkeys(("height", "width", "din"), "input"),
    "dout": "output",
    **dict.fromkeys(("padding", "padding_depth"), "input"),
    **dict.fromkeys(("kernel", "kernel_depth", "g-size", "filters", "multiplier"), "kernel"),
}


def controls(
    lesson: Lesson, values: Values, language: str, *, apart: bool | Collection[str] = False
) -> list[Control]:
    """All controls of a state that make a difference: choices, presets, sliders, fields, wishes.

    Args:
        lesson: Whose state it is.
        values: The state.
        language: Of the labels.
        apart: Whether rows and columns have controls of their own where they are alike too; or the
            names of the parameters of which alone they have.

    Example:
        >>> import convlib
        >>> lesson = convlib.lesson("single-channel")
        >>> kernel = controls(lesson, lesson.values(), "en")[2]
        >>> kernel["id"], kernel["value"], kernel["offered"]
        ('kernel', 3, [[1, 5]])
    """
    offer = Offer(lesson, values, language)
    params = lesson.at_work(values)
    if isinstance(apart, bool):
        every = apart or not is_square(params, values)
        apart = {param.name for param in params} if every else set()
    found = [offer.presets()]
    for param in params:
        found += offer.of(param, param.name in apart)
    return [*found, *wishes(lesson, values, language)]


def is_apart(lesson: Lesson, values: Values) -> bool:
    """Whether rows and columns differ, so that they need controls of their own."""
    return not is_square(lesson.at_work(values), values)


def has_axes(lesson: Lesson, values: Values) -> bool:
    """Whether anything has rows and columns that could have controls of their own."""
    return any(isinstance(param, PerAxis) for param in lesson.at_work(values))


class Offer:
    """What the controls of one state offer."""

    def __init__(self, lesson: Lesson, values: Values, language: str) -> None:
        self.lesson, self.values, self.language = lesson, values, language

    def presets(self) -> Control:
        """The presets by name; None where the state is none of them."""
        names = [preset.name for preset in self.lesson.presets]
        written = self.lesson.write(self.values)
        return {
            **self._named("preset", "preset"),
            "kind": "preset",
            "value": written.get("preset") if written else names[0],
            "none": self._say("preset-none"),
            "options": [[name, self._say(f"preset-{name}"), ""] for name in names],
            "known": {each.name: each.known for each in self.lesson.presets if each.known},
        }

    def of(self, param: Param, apart: bool) -> Iterator[Control]:
        """The controls of a parameter: one for each part of it."""
        match param:
            case Choice():
                yield self._choice(param)
            case PerAxis():
                for part in AXES if apart else ("",):
                    yield self._slider(param, part, range(param.low, param.high + 1))
            case PaddingParam():
                yield self._rule(param)
                by_hand = not isinstance(self.values[param.name], str)
                for part in SIDES if apart and by_hand else (AMOUNT,):
                    yield self._slider(param, part, range(param.high + 1))
            case Whole():
                yield self._slider(param, "", range(param.low, param.high + 1))
            case Several():
                present = param.write(self.values[param.name]).replace(",", ", ")
                field = {"kind": "several", "value": present, "help": self._say("several-help")}
                yield {**self._named(param.name, param.name), **field}

    def _choice(self, param: Choice) -> Control:
        ways = self.lesson.ways(self.values, param)
        reasons = {way: "" if way in ways else self._refusal(param, way) for way in param.choices}
        return {
            **self._named(param.name, param.name),
            "kind": "choice",
            "value": self.values[param.name],
            "options": [[w, self._say(f"{param.name}-{w}"), why] for w, why in reasons.items()],
        }

    def _rule(self, param: PaddingParam) -> Control:
        """The rule of a padding, or by hand."""
        present = self.values[param.name]
        rules: dict[str, Any] = {rule: rule for rule in param.rules}
        rules[BY_HAND] = amounts_of(present)
        reasons = {rule: self._refusal(param, value) for rule, value in rules.items()}
        return {
            **self._named(param.name, param.name),
            "kind": "rule",
            "value": present if isinstance(present, str) else BY_HAND,
            "options": [[rule, self._say(f"padding-{rule}"), why] for rule, why in reasons.items()],
            "help": self._say(f"{param.name}-help"),
        }

    def _slider(self, param: Param, part: str, numbers: range) -> Control:
        """A slider over the numbers of one part that go with all the rest at present."""
        value_of = part_setter(param, part, self.values[param.name])
        present = part_of(param, part, self.values[param.name])
        at = numbers.start if present is None else present
        found = bounds(numbers, at, lambda number: self._reason(param, value_of(number)))
        stops = {"below": found.below, "above": found.above}
        label = self._say(param.name)
        if part not in ("", AMOUNT):
            label = say("control.part", self.language, name=label, part=self._say(part))
        return {
            **self._named(f"{param.name}.{part}" if part else param.name, param.name),
            "label": label,
            "kind": "slider",
            "letter": section("letter", self.language).get(param.name, ""),
            "role": ROLES.get(param.name, "ink"),
            "value": present,
            "low": numbers.start,
            "high": numbers.stop - 1,
            "offered": found.offered,
            "stops": {side: tell(error, self.language) for side, error in stops.items() if error},
        }

    def _reason(self, param: Param, value: Any) -> ConvError | None:
        try:
            self.lesson.check(self.values | {param.name: value})
        except ConvError as error:
            return error
        return None

    def _refusal(self, param: Param, value: Any) -> str:
        error = self._reason(param, value)
        return tell(error, self.language) if error else ""

    def _named(self, name: str, of: str) -> Control:
        return {"id": name, "of": of, "label": self._say(of)}

    def _say(self, key: str) -> str:
        return say(f"control.{key}", self.language)
