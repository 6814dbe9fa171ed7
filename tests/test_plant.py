"""Mistakes are planted where they are meant, and what the tests say of them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.plant import CONCERNED, Mistake, first_failure, is_asked, is_noticed, mistakes

ROOT = Path(__file__).resolve().parents[1]
ADDS = "def add(a, b):\n    return a + b\n"
TEST = "from adding import add\n\n\ndef test_it_adds():\n    assert add(2, 2) == 4\n"
MINUS = Mistake("adding.py", "a + b", "a - b", "sums are differences", tests="test_adding.py")
TIMES = Mistake("adding.py", "a + b", "a * b", "sums are products", tests="test_adding.py")


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one function and one test, which doesn't notice everything."""
    monkeypatch.setattr("tools.plant.WORKERS", "0")  # for so little, others take longer to start
    (tmp_path / "adding.py").write_text(ADDS)
    (tmp_path / "test_adding.py").write_text(TEST)
    return tmp_path


def test_what_a_test_holds_is_noticed(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert is_noticed(MINUS, copy, whole=False)
    said = capsys.readouterr().out
    assert said.startswith("noticed ")
    assert "test_adding.py::test_it_adds" in said
    assert (copy / "adding.py").read_text() == ADDS  # as before


def test_what_no_test_holds_is_not(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_noticed(TIMES, copy, whole=False)
    assert capsys.readouterr().out == "UNNOTICED    adding.py: sums are products\n"


def test_a_piece_that_is_not_there_does_not_count_as_noticed(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not is_noticed(Mistake("adding.py", "c", "d", "nothing", tests="."), copy, whole=False)
    assert "does not fit" in capsys.readouterr().out


def test_tests_that_are_not_there_notice_nothing(copy: Path) -> None:
    with pytest.raises(ValueError, match="pytest ended with"):
        first_failure(copy, "test_gone.py")


@pytest.mark.parametrize(
    ("words", "expected"), [([], True), (["adding"], True), (["differences"], True), (["x"], False)]
)
def test_words_choose(words: list[str], expected: bool) -> None:
    assert is_asked(MINUS, words) is expected


def test_every_mistake_has_its_place_and_tests_that_are_there() -> None:
    listed = mistakes()
    assert len(listed) >= 120
    for each in listed:
        assert (ROOT / each.file).read_text(encoding="utf-8").count(each.was) == 1, each
        for test in each.concerned:
            assert (ROOT / test).exists(), each


def test_they_are_spread_over_every_folder() -> None:
    files = {each.file for each in mistakes()}
    assert all(any(file.startswith(start) for file in files) for start in CONCERNED)
