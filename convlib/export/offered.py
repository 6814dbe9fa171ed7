"""What the controls of a file offer: the states that it holds, and why nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Any

from convlib.controls.ask import carry_out
from convlib.controls.bounds import runs
from convlib.controls.offer import Control
from convlib.controls.shown import shown, text_of
from convlib.controls.sides import is_square, part_of
from convlib.controls.tell import tell
from convlib.errors import ConvError
from convlib.lesson import Lesson, Values
from convlib.params import Param
from convlib.text import say

Lead = tuple[str, str]  # the state that a control leads to, and what has to be said there


class Offered:
    """The controls of a file that holds some states of a lesson.

    Args:
        lesson: Whose states they are.
        states: By the texts that name them.
        packed: The parameters, and parts of them, that were asked for; without ``"preset"`` there
            is no list of them, although some of the states may be presets.
        language: Of the words.
    """

    def __init__(
        self,
        lesson: Lesson,
        states: Mapping[str, Values],
        packed: Collection[str],
        language: str,
    ) -> None:
        self.lesson, self.states, self.language = lesson, states, language
        owners = {name.partition(".")[0] for name in packed}
        wishes = lesson.wishes(next(iter(states.values())))
        wished = {name for wish in wishes for name in wish.settings}
        self._kinds = {"slider", "choice", "rule", *({"preset"} & owners)}
        self._kinds |= {"wish"} if wished & owners else set()
        self._missing = say("control.not-packed", language)
        self._absent = say("control.absent", language)
        self._params = {param.name: param for param in lesson.params}
        parts = {name.partition(".")[0] for name in packed if "." in name}
        self._apart = parts | {param.name for param in lesson.params if self._is_uneven(param)}

    def _is_uneven(self, param: Param) -> bool:
        return any(not is_square([param], values) for values in self.states.values())

    def answer(self, state: str) -> dict[str, Any]:
        """A state as a player shows it, without its scene."""
        said = shown(self.lesson, self.states[state], None, self.language, apart=self._apart)
        return {**said, "controls": self._narrowed(state, said["controls"]), "axes": False}

    def _narrowed(self, state: str, controls: list[Control]) -> list[Control]:
        """The controls of a state, each with ``leads``: what each of its values leads to.

        A control whose kind the file can't have, such as a field to type in, is left out. What has
        rows and columns of its own in one state has them in all.
        """
        ways = {"slider": self._slider, "wish": self._wished}
        return [
            ways.get(each["kind"], self._listed)(state, each)
            for each in controls
            if each["kind"] in self._kinds
        ]

    def _slider(self, state: str, control: Control) -> Control:
        name, _, part = control["id"].partition(".")
        param, present = self._params[name], control["value"]
        packed = {part_of(param, part, values[name]) for values in self.states.values()}
        valid = [n for n in packed if n is not None and _is_in(n, control["offered"])]
        leads = self._leads(state, control["id"], sorted({*valid} - {present}))
        here = sorted(map(int, leads)) if present is None else sorted({*map(int, leads), present})
        stops = self._stops(control, here)
        return {**control, "offered": runs(here), "stops": stops, "leads": leads}

    def _stops(self, control: Control, here: list[int]) -> dict[str, str]:
        """Why it goes no further: as the lesson says it, or because the file holds no more."""
        at = control["low"] if control["value"] is None else control["value"]
        ways = {"below": range(at - 1, control["low"] - 1, -1)}
        ways["above"] = range(at + 1, control["high"] + 1)
        stops = {}
        for side, beyond in ways.items():
            first = next((number for number in beyond if number not in here), None)
            if first is not None:
                refused = "" if _is_in(first, control["offered"]) else control["stops"].get(side)
                stops[side] = refused or self._missing
        return stops

    def _listed(self, state: str, control: Control) -> Control:
        """A list, in which what the file doesn't hold is greyed and says so."""
        open_to = [way for way, _, why in control["options"] if not why and way != control["value"]]
        leads = self._leads(state, control["id"], open_to)
        known = {*leads, control["value"]}
        options = [
            [way, said, why] if why or way in known else [way, said, self._missing, self._absent]
            for way, said, why in control["options"]
        ]
        return {**control, "options": options, "leads": leads}

    def _wished(self, state: str, control: Control) -> Control:
        """The settings that the file holds, by the sizes that they give; one is no choice."""
        leads = self._leads(state, control["id"], (way for way, *_ in control["options"]))
        leads = leads if len(leads) > 1 else {}
        left, options, groups = iter(control["options"]), list[list[str]](), list[list[Any]]()
        for name, count in control["groups"]:
            held = [each for each in islice(left, count) if each[0] in leads]
            options += held
            groups += [[name, len(held)]] if held else []
        nothing = ["", self._absent, self._missing, ""]
        return {**control, "options": options or [nothing], "groups": groups, "leads": leads}

    def _leads(self, state: str, control: str, candidates: Iterable[Any]) -> dict[str, Lead]:
        """What each value of a control leads to, as far as the file holds that."""
        leads: dict[str, Lead] = {}
        for value in candidates:
            ask = {"act": "set", "control": control, "value": value}
            try:
                values, problem = carry_out(self.lesson, self.states[state], ask)
            except (ConvError, KeyError):
                continue
            there = text_of(self.lesson, values)
            if there in self.states:
                leads[str(value)] = there, tell(problem, self.language) if problem else ""
        return leads


def _is_in(number: int, offered: list[list[int]]) -> bool:
    return any(first <= number <= last for first, last in offered)


def useful(answers: Mapping[str, list[Control]]) -> dict[str, list[Control]]:
    """The controls by state, without those that lead nowhere from any of the states.

    A rule stands beside the name of a slider, which therefore stays with it.
    """
    live = {
        (each["kind"], each["id"])
        for state, controls in answers.items()
        for each in controls
        if any(there != state for there, _ in each["leads"].values())
    }
    ruled = {of for kind, of in live if kind == "rule"}
    return {
        state: [
            each
            for each in controls
            if (each["kind"], each["id"]) in live
            or (each["kind"] == "slider" and each["of"] in ruled)
        ]
        for state, controls in answers.items()
    }
