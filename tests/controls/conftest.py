"""The words of the lesson that has every kind of parameter."""

from __future__ import annotations

import pytest

from convlib import text
from tests.toy import WORDS


@pytest.fixture
def toy_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the catalogue have words for the toy lesson too."""
    words = text.words()
    monkeypatch.setattr(text, "words", lambda *_: words | WORDS)
