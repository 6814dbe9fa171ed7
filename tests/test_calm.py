"""The last guard: a fault of ours is a sentence to the reader, and a line in the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app import app
from pages.parts import calm
from pages.parts.fault import told

MAIN = Path(__file__).resolve().parents[1] / "pages" / "main.py"


class Kept(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        self.records: list[logging.LogRecord] = []
        super().__init__()

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def logged() -> Iterator[list[logging.LogRecord]]:
    """What the guard logs; Streamlit's loggers hand nothing on to those of pytest."""
    kept = Kept()
    calm._log.addHandler(kept)
    yield kept.records
    calm._log.removeHandler(kept)


def fail(*_: Any, **__: Any) -> None:
    raise ZeroDivisionError("first\nsecond")


def drawn() -> AppTest:
    """The home page, as far as it comes."""
    return AppTest.from_file(str(MAIN)).run(timeout=60)


def bodies(page: AppTest) -> list[str]:
    """All that is HTML on a page."""
    return [str(each.proto.body) for each in page.get("html")]


def test_a_fault_of_ours_is_a_sentence_and_a_line(
    monkeypatch: pytest.MonkeyPatch, logged: list[logging.LogRecord]
) -> None:
    monkeypatch.setattr("pages.home.show_scene", fail)
    page = drawn()
    assert not page.exception
    assert page.title[0].value, "what came before it stays"
    (said,) = [each for each in bodies(page) if 'class="warning"' in each]
    assert "Something went wrong here, and it is no fault of yours." in said
    assert '<a href=".">Start anew</a>' in said
    (record,) = [each for each in logged if each.levelno > logging.DEBUG]
    line = record.getMessage()
    assert line.startswith(r"home: ZeroDivisionError('first\nsecond') at tests/test_calm.py:")
    assert " < pages/home.py:" in line
    assert " < pages/main.py:" in line
    assert "\n" not in line
    assert record.exc_info is None


def test_the_whole_traceback_is_there_for_whoever_asks(
    monkeypatch: pytest.MonkeyPatch, logged: list[logging.LogRecord]
) -> None:
    monkeypatch.setattr("pages.home.show_scene", fail)
    level = calm._log.level
    calm._log.setLevel(logging.DEBUG)
    drawn()
    calm._log.setLevel(level)
    assert [each.exc_info is not None for each in logged] == [False, True]


def test_a_page_without_faults_says_nothing_of_them(logged: list[logging.LogRecord]) -> None:
    page = drawn()
    assert not page.exception
    assert not any("no fault of yours" in each for each in bodies(page))
    assert logged == []


def test_what_goes_wrong_elsewhere_is_not_shown_by_streamlit_either() -> None:
    assert app._on_script_error is calm.show
    assert calm.show(ValueError("anything")) is True


def test_a_line_is_a_line_whatever_an_error_says() -> None:
    class OddError(Exception):
        def __repr__(self) -> str:
            return "Odd(\n" + "9" * 5000

    assert told(OddError()) == "Odd( " + "9" * 195
