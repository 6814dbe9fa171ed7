"""What tests need that isn't always there; a run names at its end what it left out."""

from __future__ import annotations

import importlib.util

import pytest

torch_only = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None or importlib.util.find_spec("torchvision") is None,
    reason="PyTorch itself (not installed; python3 tests/run.py --with-torch runs it)",
)
