"""The way through the lessons."""

from __future__ import annotations

from itertools import pairwise

import pytest

import convlib
from convlib import Lesson, text
from convlib.path import GROUPS, after, path
from pages.parts.path import numbered

WAY = [lesson for lessons in path().values() for lesson in lessons]


def test_arithmetic_comes_right_after_one_channel_and_keeps_its_number() -> None:
    assert [lesson.order for lesson in WAY] == [1, 2, 6, 7, 8, 3, 4, 5, *range(9, 20)]


def test_every_lesson_is_on_it_once() -> None:
    assert sorted(WAY, key=lambda each: each.order) == list(convlib.all_lessons())
    assert all(lesson.group == group for group, found in path().items() for lesson in found)
    assert [group for group in GROUPS if group in path()] == list(path())


@pytest.mark.parametrize("lesson", WAY, ids=lambda each: each.slug)
def test_what_a_lesson_builds_on_comes_before_it(lesson: Lesson) -> None:
    before = {each.slug for each in WAY[: WAY.index(lesson)]}
    assert set(lesson.needs) <= before


def test_each_leads_to_the_one_behind_it_and_says_why() -> None:
    for one, other in pairwise(WAY):
        assert after(one.slug) == other
        assert text.say(f"path.why-{other.slug}").endswith((".", "?"))
    assert after(WAY[-1].slug) is None


def test_lists_name_number_and_title() -> None:
    assert [numbered(each, "en")[:4] for each in WAY[:3]] == ["1 · ", "2 · ", "6 · "]
