"""The catalogue: every sentence that the code says is there, complete, and none is left over."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from convlib import ConvError, Lesson, all_lessons, text
from convlib.export.choices import CHOICES
from pages.parts.facts import WORDS
from pages.parts.form import SIZES, offered
from pages.parts.networks import network_map
from tests.cases import MINUS

ROOT = Path(__file__).resolve().parents[1]
PLAYER = ROOT / "assets" / "player"
SOURCES = [*(ROOT / "convlib").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function or class of this name in the program, with where it stands."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                found = called.attr if isinstance(called, ast.Attribute) else ""
                if isinstance(called, ast.Name):
                    found = called.id
                if found == name:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def placeholders(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


# Where errors are raised by a name written out, the name, and the call.
ERRORS = [
    (where, str(call.args[0].value), call)
    for where, call in calls("ConvError")
    if isinstance(call.args[0], ast.Constant)
]


def test_an_error_has_a_sentence_that_uses_all_it_is_told() -> None:
    sentences = text.section("error")
    assert [where for where, key, _ in ERRORS if key not in sentences] == []
    for where, key, call in ERRORS:
        told = {argument.arg for argument in call.keywords}
        used = placeholders(sentences[key])
        assert told - {None} <= used, where
        assert None in told or used <= told, where  # None: more of them by **


def test_every_error_sentence_is_used() -> None:
    words = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    }
    assert text.section("error").keys() - words == set()


def test_every_word_of_the_player_is_used() -> None:
    """By its name in the player's source, or that of what it is the help or the number of."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in PLAYER.glob("*.js"))
    used = set(re.findall(r"[\w-]+", source))
    starts = set(re.findall(r"`([\w-]+-)\$\{", source))
    unused = [
        name
        for name in text.section("player")
        if name not in used
        and re.sub("-(help|none|one|other)$", "", name) not in used
        and not name.startswith(tuple(starts))
    ]
    assert unused == []


def test_every_word_of_the_export_panel_is_used() -> None:
    """By its name in the panel's source, or as a field, a group of them or a choice."""
    names = ("export.js", "form.js", "fields.js", "packing.js")
    source = "\n".join((PLAYER / name).read_text(encoding="utf-8") for name in names)
    used = set(re.findall(r"[\w-]+", source)) | {"title"}
    used |= {f"size-{name}" for name in (*SIZES, "own")}
    used |= {f"steps-{name}" for name in ("all", "one", "some")}
    for field in offered("en")["fields"]:
        choices = (value or "usual" for value, _ in field.get("choices", ()))
        used |= {field["name"], field["group"], f"{field['name']}-usual"}
        used |= {f"{field['name']}-{value}" for value in choices}
    assert text.section("export").keys() - used <= CHOICES.keys()  # which an error may be about


# What the player's modules take out of their words: by a fixed name, or one that a value ends.
TAKEN = re.compile(r"""\bwords(?:\.(\w+)|\["([\w-]+)"\]|\[`([\w-]+-)\$\{)""")
FOREIGN = {"data", "replace"}  # of a text node and of a sentence that are called so


def test_every_word_that_the_player_says_exists() -> None:
    table, network = {*WORDS}, {*network_map("en")["words"]}
    file = {*text.section("export")}
    given = {  # modules with words of their own
        **dict.fromkeys(("facts", "quiz", "table", "tabs", "listing"), table),
        **dict.fromkeys(("export", "form", "fields", "packing"), file),
        "networks": network,
    }
    for path in PLAYER.glob("*.js"):
        known = given.get(path.stem) or {*text.section("player")}
        for exact, quoted, start in TAKEN.findall(path.read_text(encoding="utf-8")):
            name = exact or quoted
            assert not name or name in known | FOREIGN, f"{path.name}: {name}"
            assert not start or any(each.startswith(start) for each in known), path.name


def test_every_name_of_a_control_is_used() -> None:
    used = {"padding-amount", "padding-help", "planes-help", "grid-help"}
    for lesson in all_lessons():
        used |= {f"preset-{preset.name}" for preset in lesson.presets}
        for param in lesson.params:
            ways = (*getattr(param, "choices", ()), *getattr(param, "rules", ()))
            used |= {param.name, *(f"{param.name}-{way}" for way in ways)}
    words = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    unused = {
        name
        for name in text.section("control")
        if name not in used | words and f"control.{name}" not in words
    }
    assert unused == set()


def test_an_error_begins_with_what_is_wrong_and_ends_as_a_sentence() -> None:
    for sentence in text.section("error").values():
        assert sentence.startswith(("{parameter}", "“{parameter}”"))
        assert sentence.endswith(".")


def test_what_is_said_by_a_fixed_name_is_in_the_catalogue() -> None:
    known = text.words()
    for where, call in calls("say"):
        key = call.args[0]
        if isinstance(key, ast.Constant) and "." in str(key.value):
            assert key.value in known, where
        if isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
            start = str(key.values[0].value)
            assert any(each.startswith(start) for each in known), where


@pytest.mark.parametrize("language", text.languages())
def test_every_language_says_the_same_with_the_same_placeholders(language: str) -> None:
    table = text.words(language)
    english = text.words()
    assert table.keys() <= english.keys()
    for key, sentence in table.items():
        assert placeholders(sentence) == placeholders(english[key]), key
        assert sentence.strip() == sentence, key


@pytest.mark.parametrize("language", text.languages())
def test_no_two_files_say_the_same_key(language: str) -> None:
    files = sorted((text.FOLDER / language).glob("*.toml"))
    keys = [
        (section, key)
        for file in files
        for section, words in tomllib.loads(file.read_text(encoding="utf-8")).items()
        for key in words
    ]
    twice = [key for key, count in Counter(keys).items() if count > 1]
    assert twice == [], "the last file would speak for all lessons"


def test_english_comes_first() -> None:
    assert text.languages()[0] == text.DEFAULT == "en"


def test_say_puts_values_in_and_falls_back_to_english() -> None:
    assert text.say("tick.row", number=2) == "row 2"
    assert text.say("tick.row", "xx", number=2) == "row 2"
    assert text.say("panel.input") == "Input"
    with pytest.raises(KeyError):
        text.say("panel.nothing")


def test_a_section_by_its_own_names() -> None:
    assert text.section("tick")["row"] == "row {number}"
    assert not any(name.startswith(("tick.", "panel.")) for name in text.section("tick"))
    assert text.section("panel", "xx")["output"] == "Output"


def test_prose_is_cut_at_its_headings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "made-up.md").write_text(
        "# A title\n\nThe idea,\nin two lines.\n\n## Why\n\nBecause.\n\n### Deeper\n\nMore.\n\n"
        "## How\n\nSo.\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(text, "FOLDER", tmp_path)
    expected = {
        "title": "A title",
        "idea": "The idea,\nin two lines.",
        "Why": "Because.\n\n### Deeper\n\nMore.",
        "How": "So.",
    }
    assert text.prose("made-up") == expected
    assert list(text.prose("made-up")) == list(expected)
    assert text.prose("made-up", "xx") == expected
    with pytest.raises(FileNotFoundError):
        text.prose("nothing")


def test_an_error_can_be_told_in_a_language_and_taken_apart() -> None:
    error = ConvError("below-one", parameter="stride", value=0)
    assert str(error) == error.sentence("en") == "stride is 0, but it has to be 1 or more."
    assert (error.key, error.parameter, error.details) == ("below-one", "stride", {"value": 0})
    assert isinstance(error, ValueError)


def test_braces_in_what_was_typed_are_left_alone() -> None:
    error = ConvError("choice", parameter="theme", value="{parameter}{x", choices="light")
    assert "“{parameter}{x”" in str(error)


COUNTED = text.section("count")
SINGULAR = "1 axis"  # though it ends as plurals do


@pytest.mark.parametrize("number", [0, 1, 2, "1", "7×1"])
@pytest.mark.parametrize("name", sorted({key.rpartition("-")[0] for key in COUNTED}))
def test_what_is_counted_is_one_or_several(name: str, number: int | str) -> None:
    said = text.filled(f"{{n:{name}}}", n=number)
    assert said.startswith(f"{number} ")
    assert said.endswith("s") == (str(number) != "1" or said == SINGULAR)


def test_python_s_own_formats_stay() -> None:
    assert text.filled("{n:,} of {a!r}, {b}", n=12345, a="x", b=1) == "12,345 of 'x', 1"


SEVERAL = "|".join(
    said.removeprefix("{number} ") for key, said in COUNTED.items() if "-other" in key
)
FILES = sorted((text.FOLDER / "en").glob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_sentence_counts_one_as_several(file: Path) -> None:
    """Where all that it is told is 1."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    counted = re.compile(rf"(?<!/)\b1 ({SEVERAL})\b")
    for section in ("error", "size", "code", "cli", "quiz", "cost", "panel", "tick"):
        for key, sentence in table.get(section, {}).items():
            told: dict[str, Any] = dict.fromkeys(placeholders(sentence), 1)
            told["parameter"] = "It"
            assert not counted.search(text.filled(sentence, **told)), f"{section}.{key}"


@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.slug)
def test_no_question_counts_one_as_several(lesson: Lesson) -> None:
    """Also behind a sum, whose result may be 1; a product's words speak of its last factor."""
    counted = re.compile(rf"(?<![·×{MINUS}+/] )\{{\w+\}} ({SEVERAL})\b")
    for name, sentences in text.questions(lesson.slug).items():
        assert not counted.search(" | ".join(sentences)), name
