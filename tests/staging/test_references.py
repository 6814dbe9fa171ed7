"""All that staging settles, of each view of each lesson, as it was when somebody last looked."""

from __future__ import annotations

from difflib import unified_diff

import pytest

from convlib import lesson
from tests.staging.written import FOLDER, kept, lines, references

KEPT = [(path.stem, name) for path in sorted(FOLDER.glob("*.txt")) for name in kept(path.stem)]


@pytest.mark.parametrize(("slug", "preset"), KEPT)
def test_a_view_is_staged_as_its_reference_says(slug: str, preset: str) -> None:
    """Where a difference is meant: ``python -m tests.staging.written``, and look at all of it."""
    found, wanted = lines(lesson(slug).build(preset=preset)), kept(slug)[preset]
    changes = "\n".join(unified_diff(wanted, found, "reference", "staged", n=0, lineterm=""))
    assert not changes, f"{slug} {preset}\n{changes}"


def test_every_view_has_its_reference() -> None:
    assert {*KEPT} == {(lesson.slug, preset) for lesson, preset in references()}
