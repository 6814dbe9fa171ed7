"""All that staging settles, of each view of each lesson, as it was when somebody last looked."""

from __future__ import annotations

from difflib import unified_diff

import pytest

from convlib import Lesson
from tests.staging.written import FOLDER, kept, lines, references

EVERY = [*references()]


@pytest.mark.parametrize(("lesson", "preset"), EVERY, ids=lambda each: getattr(each, "slug", each))
def test_a_view_is_staged_as_its_reference_says(lesson: Lesson, preset: str) -> None:
    """Where that is meant: ``python -m tests.staging.written``, and look at the difference."""
    found, wanted = lines(lesson.build(preset=preset)), kept(lesson.slug)[preset]
    changes = "\n".join(unified_diff(wanted, found, "reference", "staged", n=0, lineterm=""))
    assert found == wanted, f"{lesson.slug} {preset}\n{changes}"


def test_no_reference_is_left_over() -> None:
    there = {(path.stem, name) for path in FOLDER.glob("*.txt") for name in kept(path.stem)}
    assert there == {(lesson.slug, preset) for lesson, preset in EVERY}
