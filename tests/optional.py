"""What tests need that isn't always there; a run names at its end what it left out."""

from __future__ import annotations

import importlib.util
import shutil

import pytest

torch_only = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None or importlib.util.find_spec("torchvision") is None,
    reason="PyTorch itself (not installed; python3 tests/run.py --with-torch runs it)",
)


def _with(tool: str, package: str) -> pytest.MarkDecorator:
    """A test that reads files by a program of others."""
    reason = f"{tool} (not installed; Debian's package {package} has it)"
    return pytest.mark.skipif(shutil.which(tool) is None, reason=reason)


gifsicle_only = _with("gifsicle", "gifsicle")
ffmpeg_only = _with("ffprobe", "ffmpeg")
magick_only = _with("identify", "imagemagick")
