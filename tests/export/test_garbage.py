"""Whatever Python gives for an option, a path or a scene: a file comes of it, or one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convlib
from convlib import ConvError
from convlib.export.choices import CHOICES
from convlib.export.formats import FORMATS, format_named
from convlib.export.save import job_of

SCENE = convlib.lesson("single-channel").build(size=2, kernel=1)
LONGEST = 700  # characters of a sentence
NUMBERS = st.integers() | st.floats() | st.sampled_from([0, 1, 2, 3, 640, True, False])
TYPED = st.sampled_from(
    ["", "3", "1-2", "2x2", "16:9", "stride=1..2", "stride=", "=", "yes", "dark", "term", "\0", "𝟛"]
)
PLAIN = st.none() | NUMBERS | TYPED | st.text(max_size=30) | st.binary(max_size=5)
ODD = st.sampled_from(
    [object(), int, len, 1j, ..., np.nan, np.zeros(0), np.zeros((2, 2)), np.array(["a"]), range(9)]
)
NAMES = st.sampled_from(["stride", "size", "preset", "a"])
NAMES = st.sampled_from(["stride", "size", "preset", "a"])
ANY = st.recursive(
    PLAIN | ODD,
    lambda each: (
        st.lists(each, max_size=3)
        | st.tuples(each, each)
        | st.dictionaries(NAMES | PLAIN, each, max_size=2)
    ),
    max_leaves=5,
)


def sentence_of(error: ConvError) -> str:
    said = str(error)
    assert said.endswith((".", "?"))
    assert len(said) < LONGEST
    return said


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(FORMATS)), st.dictionaries(st.sampled_from(sorted(CHOICES)), ANY))
def test_any_options_make_a_job_or_a_sentence(form: str, options: dict[str, Any]) -> None:
    try:
        job_of(SCENE, format_named(form), options)
    except ConvError as error:
        sentence_of(error)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["gif", "png", "html"]), st.sampled_from(sorted(CHOICES)), ANY)
def test_any_value_makes_a_file_or_a_sentence(form: str, name: str, value: Any) -> None:
    small = {"width": 240} if form != "html" and name not in ("width", "cell", "grid") else {}
    try:
        assert len(convlib.encoded(SCENE, form, **{**small, name: value})) > 100
    except ConvError as error:
        sentence_of(error)


@settings(max_examples=25, deadline=None)
@given(ANY)
def test_anything_else_is_told_as_what_it_is_not(value: Any) -> None:
    """Each by itself, and none of them is a scene, a format, a figure's step or a function."""
    wrong: dict[str, Callable[[], object]] = {
        "scene": lambda: convlib.encoded(value, "gif"),
        "format": lambda: convlib.encoded(SCENE, value),
        "step": lambda: convlib.figure(SCENE, step=[value]),  # type: ignore[arg-type]
    }
    if value is not None and not callable(value):
        wrong["progress"] = lambda: convlib.encoded(SCENE, "gif", progress=value)
    for name, ask in wrong.items():
        with pytest.raises(ConvError) as caught:
            ask()
        assert sentence_of(caught.value).startswith(f"{name} is ")


@pytest.mark.parametrize("path", ["", b"", "film", ".gif", "a" * 300 + ".gif", "no/such/a.gif"])
def test_a_path_that_cannot_be_is_told(path: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConvError, match=r"^output "):
        convlib.save(path, SCENE)
    assert not [*tmp_path.iterdir()]


def test_a_folder_is_no_file_and_a_long_name_is_one(tmp_path: Path) -> None:
    (tmp_path / "folder.gif").mkdir()
    told: list[Any] = []
    with pytest.raises(ConvError, match="is a directory"):
        convlib.save(tmp_path / "folder.gif", SCENE, progress=lambda *how: told.append(how))
    assert not told, "which is found out before it is painted"
    convlib.save(tmp_path / f"{'a' * 250}.gif", SCENE, width=240)
    assert sorted(len(each.name) for each in tmp_path.iterdir()) == [10, 254]


@pytest.mark.parametrize(("form", "name"), [("png", "scale"), ("svg", "width"), ("gif", "cell")])
def test_no_picture_is_too_large_whoever_asks_for_it(
    form: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("convlib.export.bounds.MOST", 0.1)
    large = {"scale": 2, "width": 900, "cell": 200}[name]
    for ask in (convlib.figure, lambda scene, **how: convlib.encoded(scene, form, **how)):
        with pytest.raises(ConvError, match=f"^{name}: one picture would have .* a smaller one"):
            ask(SCENE, **{name: large})
