"""The order in which the lessons are read: group after group, within each by their numbers."""

from __future__ import annotations

import convlib
from convlib.lesson import Lesson

GROUPS = ("operation", "arithmetic", "channels", "factored", "grouped", "beyond")


def path() -> dict[str, list[Lesson]]:
    """The lessons of each group that has any, groups and lessons in the order of the path.

    Example:
        >>> list(path())[:2], [lesson.order for lesson in path()["operation"]]
        (['operation', 'arithmetic'], [1, 2])
    """
    lessons = convlib.all_lessons()
    members = {group: [each for each in lessons if each.group == group] for group in GROUPS}
    return {group: found for group, found in members.items() if found}


def after(slug: str) -> Lesson | None:
    """The lesson that comes next on the path; None behind the last one.

    Example:
        >>> found = after("single-channel")
        >>> found and found.slug
        'arithmetic'
    """
    in_a_row = [lesson for found in path().values() for lesson in found]
    at = next(at for at, lesson in enumerate(in_a_row) if lesson.slug == slug)
    return in_a_row[at + 1] if at + 1 < len(in_a_row) else None
