"""What the help teaches is there, and what it proposes works."""

from __future__ import annotations

import re
import shlex

import pytest

from convlib import Lesson, __version__, all_lessons
from convlib.__main__ import main
from convlib.cli.commands import parsers
from convlib.cli.flags import FLAGS
from convlib.cli.teach import EXAMPLES, examples_of, facts
from convlib.text import say

Said = pytest.CaptureFixture[str]


def shown(words: str, capsys: Said) -> str:
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_the_version_is_told(capsys: Said) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"convlib {__version__}\n"


@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.slug)
def test_a_lesson_is_told_with_all_that_can_be_set_of_it(lesson: Lesson) -> None:
    told = facts(lesson)
    rows = re.findall(r"^  (\S+) +(\S.*)$", told, re.MULTILINE)
    for param in lesson.params:
        label = f"{say(f'control.{param.name}')}: "
        assert any(name == param.name and words.startswith(label) for name, words in rows)
    for preset in lesson.presets:
        assert (preset.name, say(f"control.preset-{preset.name}")) in rows
    assert max(map(len, told.splitlines())) <= 100


def test_bounds_choices_and_defaults_are_told(capsys: Said) -> None:
    assert main(["list", "arithmetic"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "kernel Kernel: 1 to 7, or rows and columns such as 3x2; default: 3" in told
    assert "direction Direction: direct, transposed; default: direct" in told
    assert "padding Padding: valid, same, full, causal, or an amount up to 12 such as" in told
    assert "identity, box, gaussian, sobel-x, sobel-y" in told
    assert main(["list", "multi-channel"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "channels Input channels: a whole number from 1 to 4; default: 3" in told
    told = " ".join(shown("export --help", capsys).split())
    assert "0.1 to 10, where a frame lasts 0.7 seconds at 1; default: 1" in told


@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.slug)
def test_what_is_proposed_for_a_lesson_is_a_state_of_it(lesson: Lesson) -> None:
    parser, _ = parsers()
    lines = [line for line in examples_of(lesson).splitlines() if line.startswith("  ")]
    assert len(lines) == 2
    for line in lines:
        words = line.split()
        arguments = parser.parse_args(words[words.index("export") :])
        assert arguments.lesson == lesson.slug
        lesson.values(**dict(each.split("=") for each in arguments.set))
        if arguments.preset:
            lesson.preset(arguments.preset)


@pytest.mark.parametrize("words", EXAMPLES.values())
def test_an_example_is_understood(words: str) -> None:
    parser, _ = parsers()
    arguments = parser.parse_args(shlex.split(words.partition(" >")[0]))
    if chosen := getattr(arguments, "lesson", None):
        given = dict(each.split("=") for each in arguments.set)
        preset = {"preset": arguments.preset} if arguments.preset else {}
        next(each for each in all_lessons() if each.slug == chosen).values(**preset, **given)


def test_every_option_is_told_once(capsys: Said) -> None:
    told = shown("export --help", capsys)
    options = re.findall(r"^  (?:-\w(?: \w+)?, )?--([a-z-]+)", told, re.MULTILINE)
    wanted = [*FLAGS, "all", "format", "help", "output", "preset", "set"]
    assert sorted(options) == sorted(wanted)


@pytest.mark.parametrize(
    ("words", "start"),
    {
        "-h": "usage: python -m convlib [-h]",
        "-h export": "usage: python -m convlib export [LESSON]",
        "export -o film.gif --help": "usage: python -m convlib export [LESSON]",
        "export --set -h": "usage: python -m convlib export [LESSON]",
        "export --wrong --help": "usage: python -m convlib export [LESSON]",
        "export arithmetic -h": "Convolution arithmetic (arithmetic)\n",
        "export --preset dilation arithmetic --help": "Convolution arithmetic (arithmetic)\n",
        "make --help": "usage: python -m convlib make FILE",
        "compare x -h": "usage: python -m convlib compare",
    }.items(),
)
def test_help_is_given_wherever_it_is_asked_for(words: str, start: str, capsys: Said) -> None:
    assert shown(words, capsys).startswith(start)


@pytest.mark.parametrize(
    ("words", "told"),
    {"nope --help": "command is “nope”", "export nope --help": "lesson is “nope”"}.items(),
)
def test_help_for_what_there_is_not(words: str, told: str, capsys: Said) -> None:
    assert main(words.split()) == 2
    assert capsys.readouterr().err.startswith(told)
