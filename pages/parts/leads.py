"""Where a row of the comparison leads: its lesson with the same sizes, or in small."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Any

import convlib
from convlib import ConvError, Lesson, text
from convlib.compare import Sizes
from convlib.controls.shown import text_of
from convlib.lesson import Values

LINKS = 512  # that are kept
SIDE = 5  # rows and columns of a small input at most, if its field doesn't need more
COUNTS = (4, 3, 2, 1)  # channels of it
LETTERS = {"kernel": "k", "stride": "s", "dilation": "d", "groups": "g"}
Asked = dict[str, Any]


@lru_cache(LINKS)
def lead(slug: str, sizes: Sizes, name: str, language: str) -> tuple[str, str] | None:
    """A lesson's address with these sizes, and what it has in their place where it can't have them.

    None where there is no such lesson.

    Args:
        slug: Of the lesson.
        sizes: That are compared.
        name: Of the type, which alone says whether the dilation is meant.
        language: Of the words.

    Example:
        >>> lead("dilated", Sizes(height=5, width=5), "dilated", "en")
        ('dilated?size=5&padding=same', '')
        >>> lead("squeeze-excitation", Sizes(), "squeeze-excitation", "en")[1]
        'in small: 4×4, 4 channels'
    """
    lessons = {each.slug: each for each in convlib.all_lessons()}
    if slug not in lessons:
        return None
    lesson = lessons[slug]
    for tried in (sizes, *_smaller(lesson, sizes)):
        asked = _asked(lesson, tried, name)
        values = _values(lesson, asked)
        if values is not None:
            query = text_of(lesson, values)
            said = _said(asked, _asked(lesson, sizes, name), sizes, language)
            return f"{slug}?{query}" if query else slug, said
    return slug, text.say("table.example", language)


def _values(lesson: Lesson, asked: Asked) -> Values | None:
    """A lesson's values, the size kept by padding where it can pad; None if it can't."""
    for padding in ({"padding": "same"}, {}):
        try:
            return lesson.values(**asked, **padding)
        except ConvError:
            continue
    return None


def _smaller(lesson: Lesson, sizes: Sizes) -> Iterator[Sizes]:
    """Few enough cells to be followed one by one, the nearest to what is compared first."""
    most = {param.name: getattr(param, "high", 0) for param in lesson.params}
    kernels = range(min(sizes.kernel, most.get("kernel", 1)), 0, -1)
    dilations = range(min(sizes.dilation, most.get("dilation", 1)), 0, -1)
    groups = (2, 1) if sizes.groups > 1 else (1,)
    for kernel, dilation, cut, count in product(kernels, dilations, groups, COUNTS):
        field = (kernel - 1) * dilation + 1
        side = min(max(SIDE, field), most.get("size") or SIDE)
        yield Sizes(
            height=min(sizes.height, side),
            width=min(sizes.width, side),
            channels=min(sizes.channels, count),
            filters=min(sizes.filters, count, most.get("filters") or count),
            kernel=kernel,
            stride=min(sizes.stride, most.get("stride") or sizes.stride),
            groups=cut,
            dilation=dilation,
            reduction=min(2, count),
        )


def _asked(lesson: Lesson, sizes: Sizes, name: str) -> Asked:
    """The sizes by the names that a lesson has for them."""
    wanted = {
        "size": (sizes.height, sizes.width),
        "channels": sizes.channels,
        "filters": sizes.filters,
        "kernel": (sizes.kernel, sizes.kernel),
        "stride": (sizes.stride, sizes.stride),
        "groups": sizes.groups,
        "reduction": sizes.reduction,
        **({"dilation": (sizes.dilation, sizes.dilation)} if name == "dilated" else {}),
    }
    known = {param.name for param in lesson.params}
    return {each: value for each, value in wanted.items() if each in known}


def _said(asked: Asked, wanted: Asked, sizes: Sizes, language: str) -> str:
    """The sizes that a lesson is opened with, where they aren't those that are compared."""
    strides = {} if "stride" in asked or "kernel" not in asked else {"stride": (sizes.stride,) * 2}
    if asked == wanted and strides.get("stride", (1, 1)) == (1, 1):
        return ""
    parts = ["×".join(map(str, asked["size"]))] if "size" in asked else []
    counts = [asked[name] for name in ("channels", "filters") if name in asked]
    if len(counts) == 1:
        parts.append(text.say("table.channels", language, number=counts[0]))
    elif counts:
        parts.append(" → ".join(map(str, counts)))
    taken = {**dict.fromkeys(strides, (1, 1)), **asked}
    for name, letter in LETTERS.items():
        number = taken.get(name)
        if number is not None and number != {**strides, **wanted}[name]:
            parts.append(f"{letter} {number[0] if isinstance(number, tuple) else number}")
    return text.say("table.small", language, sizes=", ".join(parts))
