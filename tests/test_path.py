"""The way through the lessons."""

from __future__ import annotations

import json
from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import convlib
from convlib import Lesson, text
from convlib.path import GROUPS, after, path
from pages.parts.path import numbered, show_needs, show_next
from pages.parts.style import coloured

ROOT = Path(__file__).resolve().parents[1]

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


@pytest.mark.parametrize("lesson", WAY, ids=lambda each: each.slug)
def test_a_lesson_links_what_it_builds_on_and_what_comes_next(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[str, str]] = []
    told: list[str] = []
    streamlit = SimpleNamespace(
        container=lambda **_: nullcontext(),
        page_link=lambda page, label, **_: shown.append((page, label)),
        markdown=lambda said, **_: told.append(said),
    )
    monkeypatch.setattr("pages.parts.path.st", streamlit)
    pages: Any = {each.slug: each.slug for each in WAY}
    show_needs(lesson, pages, "en")
    show_next(lesson, pages, "en")
    needed = [each for slug in lesson.needs for each in WAY if each.slug == slug]
    following = WAY[WAY.index(lesson) + 1 :][:1]
    assert shown == [
        *((each.slug, numbered(each, "en")) for each in needed),
        *((each.slug, f"**Next: {numbered(each, 'en')}**") for each in following),
    ]
    assert told[len(told) - len(following) :] == [
        text.say(f"path.why-{each.slug}") for each in following
    ]


def test_a_card_shows_a_lesson_that_it_is_called_by_tells_of_and_leads_to() -> None:
    page = AppTest.from_file(str(ROOT / "pages" / "main.py")).run(timeout=60)
    shown = [json.loads(each.proto.json).get("slug") for each in page.main.get("bidi_component")]
    links = [(each.proto.page, each.proto.label) for each in page.main.get("page_link")]
    ideas = [each.value for each in page.main.markdown]
    for lesson, seen, link in zip(WAY, shown[1:], links, strict=True):
        assert seen == lesson.slug
        assert link == (lesson.slug, f"**{numbered(lesson, 'en')}**")
        assert coloured(text.prose(lesson.slug)["idea"]) in ideas
    groups = [each.value for each in page.main.subheader]
    assert groups == [text.say(f"path.{group}") for group in path()]
    listed = [each.proto.page for each in page.sidebar.get("page_link")]
    assert listed == ["", *(lesson.slug for lesson in WAY)]
