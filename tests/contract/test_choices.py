"""What a lesson's controls offer: every view, and nothing that makes no difference."""

from __future__ import annotations

from convlib import Lesson
from convlib.params import Choice
from convlib.render.payload import encode
from tests.contract.states import each_lesson, moved, views


@each_lesson
def test_every_view_can_be_chosen_wherever_one_is(lesson: Lesson) -> None:
    for values in views(lesson):
        for param in lesson.params:
            if isinstance(param, Choice) and param.name == "view":
                assert list(lesson.ways(values, param)) == list(param.choices)
                for way, there in lesson.ways(values, param).items():
                    assert there[param.name] == way
                    lesson.stage(there)


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
