"""What the help teaches: examples, and of a lesson what can be set and which presets it has."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from convlib.cli.parser import called
from convlib.cli.prose import plain
from convlib.errors import ConvError
from convlib.lesson import Lesson
from convlib.params import Choice, Grid, PaddingParam, PerAxis, Seed, Several, Whole
from convlib.text import prose, say

COLUMNS = 96
EXAMPLES = {  # by their words in the catalogue
    "gif": "export arithmetic --preset padding_strides_odd -o odd.gif",
    "set": "export single-channel --set weights=sobel-x --set size=7 --theme dark -o sobel.gif",
    "step": "export single-channel --step 5 -o step.pdf",
    "film": "export depthwise-separable --aspect 16:9 --large -o slide.mp4",
    "page": "export arithmetic --with stride=1..3 --with padding=0..2 -o arithmetic.html",
    "pipe": "export dilated -o - --format gif > dilated.gif",
    "course": "export --all -o course",
    "make": "make figures.toml",
}


def examples() -> str:
    """Commands that work, each with what it makes."""
    lines = (
        f"  # {say(f'example.{name}')}\n  {called()} {words}" for name, words in EXAMPLES.items()
    )
    return "\n".join((f"{say('cli.examples')}:", *lines, "", wrapped(say("cli.of-lesson"))))


def facts(lesson: Lesson) -> str:
    """A lesson's title and idea, its parameters with what they take, and its presets."""
    said = prose(lesson.slug)
    params = {param.name: _about(param) for param in lesson.params}
    presets = {each.name: say(f"control.preset-{each.name}") for each in lesson.presets}
    return "\n\n".join(
        (
            f"{said['title']} ({lesson.slug})\n{wrapped(plain(said['idea']))}",
            f"{say('cli.parameters')}:\n{_table(params)}",
            f"{say('cli.presets')}:\n{_table(presets)}",
        )
    )


def examples_of(lesson: Lesson) -> str:
    """Commands that export a lesson, and where the options are named."""
    ways = (f"--preset {lesson.presets[-1].name}", f"--set {_setting(lesson)}")
    lines = (f"  {called()} export {lesson.slug} {way} -o {lesson.slug}.gif" for way in ways)
    return "\n".join((f"{say('cli.examples')}:", *lines, "", say("cli.more", command=called())))


def _setting(lesson: Lesson) -> str:
    """A number that can be set by itself, one more or one less than it is."""
    for param in lesson.params:
        if isinstance(param, Whole | PerAxis):
            usual = param.default if isinstance(param, Whole) else param.default[0]
            for number in (usual + 1, usual - 1):
                with suppress(ConvError):
                    lesson.values(**{param.name: number})
                    return f"{param.name}={number}"
    return f"{lesson.params[0].name}={_default(lesson.params[0])}"


def wrapped(text: str) -> str:
    """A text in lines that fit a terminal."""
    return textwrap.fill(text, COLUMNS, break_on_hyphens=False, break_long_words=False)


def _table(rows: Mapping[str, str]) -> str:
    """Names with their words beside them."""
    width = max(map(len, rows)) + 4
    return "\n".join(
        textwrap.fill(
            words,
            COLUMNS,
            initial_indent=f"  {name:{width - 2}}",
            subsequent_indent=" " * width,
            break_on_hyphens=False,
        )
        for name, words in rows.items()
    )


def _about(param: Any) -> str:
    """What a parameter is called, what it takes, and its default."""
    default = _default(param)
    told = f"; {say('cli.default', value=default)}" if default else ""
    return f"{say(f'control.{param.name}')}: {_takes(param)}{told}"


def _default(param: Any) -> str:
    return str(param.write(param.default))


def _takes(param: Any) -> str:
    """What may be written for a parameter."""
    match param:
        case Choice():
            return ", ".join(param.choices)
        case PaddingParam():
            return say("takes.padding", choices=", ".join(param.rules), high=param.high)
        case PerAxis():
            example = f"{min(param.high, 3)}x{max(param.low, 2)}"
            return say("takes.per-axis", low=param.low, high=param.high, example=example)
        case Several():
            bounds = vars(param) | {"example": _default(param)}
            return say("takes.several", **bounds)
        case Seed():
            return say("takes.seed", high=param.high)
        case Whole():
            return say("takes.whole", low=param.low, high=param.high)
    return _grid(param)


def _grid(param: Grid) -> str:
    """What may be written for numbers."""
    numbers = say(f"takes.{'planes' if param.planes else 'row' if param.row else 'grid'}")
    names = ", ".join(param.names)
    return say("takes.named", numbers=numbers, choices=names) if names else numbers
