"""What a lesson's controls offer: every view, all that is valid, nothing that changes nothing."""

from __future__ import annotations

import pytest

from convlib import ConvError, Lesson
from convlib.controls.ask import carry_out
from convlib.controls.bounds import runs
from convlib.controls.offer import Control, controls
from convlib.controls.sides import part_setter
from convlib.controls.tell import tell
from convlib.lesson import Values
from convlib.params import Choice
from convlib.render.payload import encode
from tests.contract.states import each_lesson, moved, views

SLIDERS_TRIED = 12  # numbers of each run that are set; its ends are always among them


@each_lesson
def test_every_view_can_be_chosen_wherever_one_is(lesson: Lesson) -> None:
    for values in views(lesson):
        for control in controls(lesson, values, "en"):
            if control["id"] == "view":
                view = next(each for each in lesson.params if each.name == "view")
                assert isinstance(view, Choice)
                assert [way for way, _, why in control["options"] if not why] == [*view.choices]
                for way in view.choices:
                    there, _ = carry_out(lesson, values, put("view", way))
                    assert there["view"] == way
                    lesson.stage(there)


@each_lesson
def test_a_slider_offers_what_goes_with_the_rest_and_nothing_else(lesson: Lesson) -> None:
    """Also one over so many numbers that they are found by halving."""
    for values in views(lesson):
        for slider in sliders(lesson, values):
            name, _, part = slider["id"].partition(".")
            param = next(each for each in lesson.params if each.name == name)
            value_of = part_setter(param, part, values[name])
            numbers = range(slider["low"], slider["high"] + 1)
            fitting = lesson.offered(values, {n: value_of(n) for n in numbers}, name)
            assert slider["offered"] == runs(fitting), (slider["id"], values)
            assert slider["value"] is None or slider["value"] in fitting
            present = numbers[0] if slider["value"] is None else slider["value"]
            stops = {
                "above": range(present + 1, numbers[-1] + 1),
                "below": numbers[: present - numbers[0]],
            }
            stopped = {side for side, beyond in stops.items() if set(beyond) - set(fitting)}
            assert {side for side, reason in slider["stops"].items() if reason} == stopped


@each_lesson
def test_what_a_control_offers_can_be_set_and_the_rest_gets_a_sentence(lesson: Lesson) -> None:
    staged = set[str]()
    for values in views(lesson):
        for slider in sliders(lesson, values):
            for low, high in slider["offered"]:
                for number in some_of(range(low, high + 1)):
                    there, problem = carry_out(lesson, values, put(slider["id"], number))
                    assert problem is None
                    state = str(lesson.write(there))
                    if state not in staged:
                        staged.add(state)
                        lesson.stage(there)
            for number in refused_by(slider):
                with pytest.raises(ConvError) as caught:
                    carry_out(lesson, values, put(slider["id"], number))
                assert tell(caught.value, "en").endswith(".")
        for menu in (each for each in controls(lesson, values, "en") if "options" in each):
            for way, said, why in menu["options"]:
                assert said
                if why:
                    with pytest.raises(ConvError):
                        carry_out(lesson, values, put(menu["id"], way))
                else:
                    lesson.check(carry_out(lesson, values, put(menu["id"], way))[0])


def sliders(lesson: Lesson, values: Values) -> list[Control]:
    """The sliders of a state, those of rows, columns and sides too."""
    found = [*controls(lesson, values, "en"), *controls(lesson, values, "en", apart=True)]
    return [
        each for each in {each["id"]: each for each in found}.values() if each["kind"] == "slider"
    ]


def put(control: str, value: object) -> dict[str, object]:
    return {"act": "set", "control": control, "value": value}


def some_of(numbers: range) -> list[int]:
    """The ends of some numbers, and others evenly between them."""
    step = max(1, len(numbers) // SLIDERS_TRIED)
    return sorted({*numbers[::step], numbers[-1]})


def refused_by(slider: Control) -> set[int]:
    """Numbers just outside of what a slider offers, and of what it can stand on."""
    edges = {each for low, high in slider["offered"] for each in (low - 1, high + 1)}
    return edges | {slider["low"] - 1, slider["high"] + 1}


@each_lesson
def test_parameters_are_idle_where_they_change_nothing(lesson: Lesson) -> None:
    working, movable = dict[str, set[str]](), dict[str, set[str]]()
    for values in views(lesson):
        before, view = encode(lesson.stage(values)), values.get("view", "")
        idle, here = lesson.idle(values), working.setdefault(view, set())
        for param in lesson.params:
            offered = lesson.offered(values, dict(enumerate(moved(param))), param.name)
            if param.name not in idle and len({moved(param)[at] for at in offered}) > 1:
                movable.setdefault(view, set()).add(param.name)
            if param.name not in here:
                scenes = (
                    encode(lesson.stage(values | {param.name: moved(param)[at]})) for at in offered
                )
                if any(scene != before for scene in scenes):
                    assert param.name not in idle, values
                    here.add(param.name)
    assert {view: names - working[view] for view, names in movable.items()} == {
        view: set() for view in movable
    }, "what can be moved makes a difference somewhere"


@each_lesson
def test_arrays_are_idle_where_their_numbers_change_nothing(lesson: Lesson) -> None:
    for values in views(lesson):
        before = encode(lesson.stage(values))
        for name, array in lesson.arrays(values).items():
            if name in lesson.grids():
                changed = encode(lesson.stage(values | {name: array + 1})) != before
                assert changed == (name not in lesson.idle(values)), (name, values.get("view"))
