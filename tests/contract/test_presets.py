"""Presets stand for what they have always stood for: old links show what they showed."""

from __future__ import annotations

from difflib import unified_diff

from tests.contract.presets import kept, present


def test_every_preset_is_what_it_was() -> None:
    """Where a difference is meant: ``python -m tests.contract.presets``, and look at all of it."""
    changes = "\n".join(unified_diff(kept(), present(), "kept", "now", n=0, lineterm=""))
    assert not changes, changes
