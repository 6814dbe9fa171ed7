"""One file a type of convolution, each with its ``LESSON``; and how to find them all."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from convlib.errors import ConvError
from convlib.lesson import ROOM, Lesson
from convlib.params import shortened


@cache
def all_lessons() -> tuple[Lesson, ...]:
    """Every lesson, in the curriculum's order.

    Example:
        >>> [lesson.slug for lesson in all_lessons()][:1]
        ['convolution-vs-correlation']
    """
    modules = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
    return tuple(sorted((module.LESSON for module in modules), key=lambda lesson: lesson.order))


def lesson(slug: str) -> Lesson:
    """The lesson of that name.

    Raises:
        ConvError: There is none.
    """
    for each in all_lessons():
        if each.slug == slug:
            return each
    choices = ", ".join(each.slug for each in all_lessons())
    value = shortened(str(slug), ROOM)
    raise ConvError("unknown-lesson", parameter="lesson", value=value, choices=choices)
