"""What sets a state: parameters, links, the command line, paths; right, or refused by name."""

from __future__ import annotations

import io
import json
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, quote, quote_plus, urlencode

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import convlib
from convlib import ConvError, Lesson
from convlib.__main__ import main
from convlib.controls.shown import text_of
from convlib.controls.tell import tell
from convlib.params import Grid, PaddingParam, Param, PerAxis, Seed, Several, Whole, decimal
from pages.home import unknown_lesson
from pages.parts.address import SPEEDS, read_address, slug_of
from pages.parts.play import sensible_values_of, values_of
from tests.asgi import post
from tests.cases import fixed
from tests.readers.spelled import Spelled, blocks, numbers

LESSONS = convlib.all_lessons()
CLASSIC = convlib.lesson("single-channel")
LONG = 20_000  # characters
SECONDS = 2.0  # of the processor

WHOLE = Whole("filters", 1, 0, 9)
SIZE = PerAxis("kernel", (3, 3), 1, 9)
PADDING = PaddingParam("padding", ("same", "valid"), 9)
RATES = Several("rates", (1,), 1, 9, 4)
SPELLINGS = ("{}", "{}", " {} ", "{}.0", "{}e0", "{}.", "np.int64({})", "int({})", "{}0e-1", "{}/1")


@st.composite
def wholes(draw: st.DrawFn, low: int = 1) -> tuple[str, int]:
    """A whole number of one digit, and a way to write it."""
    value = draw(st.integers(low, 9))
    return draw(st.sampled_from(SPELLINGS)).format(value), value


@fixed(100)
@given(wholes(0), st.sampled_from(["{}", "+{}", "'{}'", '"{}"', "\N{NO-BREAK SPACE}{}"]))
def test_a_whole_number_is_what_it_was_made_from(made: tuple[str, int], around: str) -> None:
    text, value = made
    assert WHOLE.read(around.format(text.strip())) == value
    assert Seed("seed").read(text) == value


BETWEEN = ("{}x{}", "{} x {}", "{}×{}", "({}, {})", "[{} {}]", "{{{}, {}}}", "({},{})", "{} {}")


@fixed(150)
@given(wholes(), wholes(), st.sampled_from(BETWEEN))
def test_a_pair_is_what_it_was_made_from(
    one: tuple[str, int], other: tuple[str, int], between: str
) -> None:
    text = between.format(one[0].strip(), other[0].strip())
    assert SIZE.read(text) == (one[1], other[1])
    assert RATES.read(text.replace("x", ",").replace("×", ",")) == (one[1], other[1])
    assert PADDING.read(text) == ((one[1], one[1]), (other[1], other[1]))


@fixed(100)
@given(st.lists(wholes(0), min_size=4, max_size=4))
def test_a_padding_is_what_it_was_made_from(made: list[tuple[str, int]]) -> None:
    a, b, c, d = (text.strip() for text, _ in made)
    values = [value for _, value in made]
    meant = ((values[0], values[1]), (values[2], values[3]))
    for text in (f"{a}:{b}x{c}:{d}", f"(({a}, {b}), ({c}, {d}))", f"[[{a},{b}],[{c},{d}]]"):
        assert PADDING.read(text) == meant


@fixed(150)
@given(numbers(), st.sampled_from([WHOLE, SIZE, PADDING, RATES, Seed("seed")]))
def test_of_any_number_a_parameter_takes_the_whole_one_or_none(
    made: tuple[str, Fraction], param: Param
) -> None:
    text, value = made
    try:
        read = param.read(text)
    except ConvError as error:
        told = error
    else:
        assert set(np.ravel(np.array(read)).tolist()) == {value}
        return
    assert told.key in ("whole-number", "out-of-bounds")
    assert told.parameter == param.name
    if value.denominator == 1:
        assert told.key == "out-of-bounds"
        assert not 1 <= value <= getattr(param, "high", 9)


@fixed(150)
@given(numbers() | numbers(","))
def test_an_option_of_the_shell_is_the_number_that_it_was_made_from(
    made: tuple[str, Fraction],
) -> None:
    text, value = made
    assert decimal(text) == float(value)


@pytest.mark.parametrize("param", [WHOLE, SIZE, PADDING, RATES, Seed("seed")], ids=type)
@pytest.mark.parametrize(
    "text",
    [
        *("[" + " " * LONG + "1", "[[" + " " * LONG + ",1]", "(1" + " " * LONG + ",", "1 " * LONG),
        *("1:" * LONG, "1x" * LONG, "(" * LONG + "1", "1," * LONG, "[1,[" * (LONG // 4)),
        *("1" + " " * LONG + "x", "9" * LONG, "1e" + "9" * LONG, " " * LONG, "'" * LONG),
    ],
    ids=lambda text: text[:4],
)
def test_a_long_text_is_refused_in_no_time(param: Param, text: str) -> None:
    start = time.process_time()
    with pytest.raises(ConvError) as caught:
        param.read(text)
    assert len(str(caught.value)) < 200
    assert time.process_time() - start < SECONDS


# Links


@st.composite
def states(draw: st.DrawFn) -> tuple[Lesson, dict[str, Any]]:
    """A lesson, and its values after some numbers were typed in, if that goes."""
    lesson = draw(st.sampled_from(LESSONS))
    values = lesson.values(preset=draw(st.sampled_from(lesson.presets)).name)
    params: list[Grid | Seed] = [param for param in lesson.params if isinstance(param, Grid | Seed)]
    is_changed = draw(st.booleans())
    if params and is_changed:
        param = draw(st.sampled_from(params))
        if isinstance(param, Seed):
            return lesson, values | {param.name: draw(st.integers(0, 9999))}
        array = lesson.arrays(values).get(param.name)
        if array is not None:
            number = draw(st.integers(-9, 9) | st.floats(-99, 99))
            changed = array.astype(float)
            changed.flat[draw(st.integers(0, changed.size - 1))] = number
            values |= {param.name: param.read(changed.tolist())}
            with suppress(ConvError):
                lesson.check(values)  # offsets that are too far, say, are no state
                return lesson, values
            assume(False)
    return lesson, values


@fixed(60)
@given(states(), st.sampled_from([quote, quote_plus]))
def test_a_link_is_the_state_that_it_was_made_from(
    made: tuple[Lesson, dict[str, Any]], quoting: Callable[..., str]
) -> None:
    lesson, values = made
    written = lesson.write(values)
    pairs = parse_qsl(urlencode(written, quote_via=quoting), keep_blank_values=True)
    opened = read_address(lesson, pairs)
    assert not opened.problems
    assert lesson.same(opened.values, values)
    assert lesson.same(values_of(lesson, text_of(lesson, values)), values)


ODD_NAMES = st.sampled_from(["theem", "", "préset", "grid-help", "__class__", "self", "slug", "Ø"])
ODD_VALUES = st.text(max_size=8) | st.sampled_from(["nan", "\x00", "\ud800", "{parameter}", "%s"])


@fixed(80)
@given(states(), ODD_NAMES, ODD_VALUES, st.data())
def test_what_is_wrong_in_a_link_is_named_and_the_rest_is_kept(
    made: tuple[Lesson, dict[str, Any]], name: str, value: str, data: st.DataObject
) -> None:
    lesson, values = made
    pairs = list(lesson.write(values).items())
    pairs.insert(data.draw(st.integers(0, len(pairs))), (name, value))
    opened = read_address(lesson, pairs)
    assert [problem.key for problem in opened.problems] == ["unknown-name"]
    assert f"“{name}”" in tell(opened.problems[0])
    assert lesson.same(opened.values, values)
    again, problems = sensible_values_of(lesson, urlencode(pairs, errors="replace"))
    assert len(problems) == 1
    assert lesson.same(again, values)


@fixed(40)
@given(st.sampled_from(LESSONS), st.data())
def test_a_name_that_is_set_twice_is_told(lesson: Lesson, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*(param.name for param in lesson.params), "step", "by"]))
    one, other = data.draw(st.lists(st.text(max_size=3), min_size=2, max_size=2, unique=True))
    opened = read_address(lesson, [(name, one), (name, other)])
    assert opened.problems[0].key == "set-twice"
    assert [p.key for p in read_address(lesson, [(name, one), (name, one)]).problems] == [
        problem.key for problem in read_address(lesson, [(name, one)]).problems
    ]


own = st.sampled_from(["by", "speed", "show", "loop", "hues", "predict", "contrast", "step"])


@fixed(150)
@given(st.sampled_from(LESSONS), st.data())
def test_any_link_is_a_state_or_sentences(lesson: Lesson, data: st.DataObject) -> None:
    names = st.sampled_from([param.name for param in lesson.params]) | own | st.just("preset")
    amounts = st.integers(-2, 20).map(str) | wholes().map(lambda made: made[0])
    texts = amounts | st.text("0123456789x:.,-+;| ", max_size=8) | ODD_VALUES
    pairs = data.draw(st.lists(st.tuples(names | ODD_NAMES, texts), max_size=5))
    opened = read_address(lesson, pairs)
    lesson.check(opened.values)
    assert lesson.same(lesson.values(**lesson.write(opened.values)), opened.values)
    assert opened.options["speed"] in SPEEDS
    for problem in opened.problems:
        assert 0 < len(tell(problem)) < 900
    if not opened.problems:  # all that it says of the lesson's values is taken as it stands
        for name, text in pairs:
            if name == "step":
                assert opened.options["position"] == int(text) - 1
            param = {each.name: each for each in lesson.params}.get(name)
            if param is not None and text.strip():
                assert param.write(opened.values[name]) == param.write(param.read(text))


@fixed(100)
@given(st.text("abckstride=&%+;20F[]#?\x00é", max_size=30), st.sampled_from(LESSONS))
def test_any_text_of_a_state_is_one_or_a_sentence(state: str, lesson: Lesson) -> None:
    values, problems = sensible_values_of(lesson, state)
    lesson.check(values)
    answered = post(f"/play/{lesson.slug}", {"state": state, "ask": None})
    assert answered.status == 200
    assert bool(answered.data["problem"]) is bool(problems)


# Paths

UNSAFE = st.text("abc-_/.%<>[]()!&#;:?@\\ \u202eé日\t", max_size=20)


@fixed(150)
@given(UNSAFE | st.text(max_size=12), st.booleans())
def test_any_path_is_a_lesson_or_a_sentence(path: str, is_quoted: bool) -> None:
    written = quote(path, errors="replace") if is_quoted else path.replace("?", "").replace("#", "")
    url = f"http://host:1/{written}"
    problem = unknown_lesson(url)
    slug = slug_of(url)
    if problem is None:
        assert slug == "" or slug in {lesson.slug for lesson in LESSONS}
    else:
        assert problem.key == "unknown-lesson"
        assert len(str(problem)) < 500
        assert slug[:10] in str(problem)


# The command line


def run(*argv: str) -> tuple[int, str, list[tuple[Any, dict[str, Any]]]]:
    """The exit status, what stands on standard error, and the scenes that would be written."""
    made: list[tuple[Any, dict[str, Any]]] = []

    def save(path: Path, scene: Any, **options: Any) -> None:
        made.append((scene, options))
        path.write_bytes(b"")

    said, errors = io.StringIO(), io.StringIO()
    with (
        tempfile.TemporaryDirectory() as folder,
        patch("convlib.cli.works.save", save),
        redirect_stdout(said),
        redirect_stderr(errors),
    ):
        status = main([each.replace("FILM", f"{folder}/film.gif") for each in argv])
    return status, errors.getvalue(), made


@fixed(40)
@given(blocks(), wholes(), st.integers(10, 1000))
def test_what_is_set_in_a_shell_is_what_it_was_made_from(
    block: Spelled, stride: tuple[str, int], hundredths: int
) -> None:
    speed = f"{hundredths // 100},{hundredths % 100:02}"
    words = ("export", "single-channel", "-o", "FILM", "--set", f"weights={block.text}")
    sets = ("--set", f"stride={min(stride[1], 4)}", "--set", "size=8", "--speed", speed)
    status, said, ((scene, options),) = run(*words, *sets)
    assert (status, said) == (0, "")
    assert scene.panels[1].values.tolist() == block.floats
    assert options["seconds"] == pytest.approx(70 / hundredths)


WORDS = st.sampled_from(
    [
        *("list", "export", "compare", "single-channel", "dilated", "stride=2", "kernel=3x2", "="),
        *("--preset", "--set", "--by", "--theme", "--show", "--hues", "--speed", "--width"),
        *("--all", "--size", "--in", "--out", "--kernel", "--sort", "--format"),
    ]
)


@fixed(150)
@given(st.lists(WORDS | st.text(max_size=6).filter(lambda text: "\0" not in text), max_size=6))
def test_any_words_in_a_shell_are_done_or_refused_in_one_line(words: list[str]) -> None:
    assume("-h" not in words and not any(word.startswith("-h") for word in words))
    assume("--all" not in words)
    try:
        status, said, _ = run(*words, "-o", "FILM")
    except SystemExit:  # what --help does
        return
    assert status in (0, 2)
    assert said.count("\n") == (status == 2)


@fixed(60)
@given(wholes(), wholes(), st.sampled_from(BETWEEN))
def test_sizes_that_are_compared_are_what_they_were_made_from(
    rows: tuple[str, int], columns: tuple[str, int], between: str
) -> None:
    def compared(*words: str) -> str:
        said = io.StringIO()
        with redirect_stdout(said):
            assert main(["compare", "--format", "csv", *words]) == 0
        return said.getvalue()

    text = between.format(rows[0].strip(), columns[0].strip())
    plain = compared("--size", f"{rows[1]}x{columns[1]}", "--out", f"{rows[1]}")
    assert compared("--size", text, "--out", rows[0]) == plain


# Answers


class Tags(HTMLParser):
    """The tags of some HTML, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins."""
        self.found.append((tag, tuple(attrs)))


HOSTILE = st.sampled_from(
    ["<img src=//a.example>", "![](//a.example)", "[a](//b)", "<b onclick=x>", "&lt;", "{given}"]
)


@fixed(60)
@given(st.text(max_size=12) | HOSTILE | numbers().map(lambda made: made[0]), st.data())
def test_what_is_typed_as_an_answer_never_is_html(typed: str, data: st.DataObject) -> None:
    lesson = data.draw(st.sampled_from([lesson for lesson in LESSONS if lesson.questions]))
    values = lesson.values()
    asked = [each.name for each in lesson.questions if each.asked(values)]
    assume(asked)
    name = data.draw(st.sampled_from(asked))
    answered = post(
        f"/reply/{lesson.slug}", {"state": "", "question": name, "typed": typed, "lang": "en"}
    )
    assert answered.status == 200
    said = json.loads(answered.text)["said"]
    plain = {("p", ()), ("b", ()), ("em", ()), ("code", ()), ("summary", ())}
    for tag, attributes in Tags(said).found:
        own = (tag, attributes) == ("details", (("class", "why"),))
        role = tag == "span" and [key for key, _ in attributes] == ["data-role"]
        assert (tag, attributes) in plain or own or role
