"""A fault of ours in one line, wherever it arose: in the server, or in a process beside it."""

from __future__ import annotations

import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 200  # characters of what an error says
GUARDS = {str(ROOT / "pages/parts" / name) for name in ("calm.py", "making.py")}  # they catch it


def told(error: Exception) -> str:
    r"""An error in one line: what it is, what it says, and where it arose, in our files.

    Example:
        >>> told(ValueError("two\nlines"))
        "ValueError('two\\nlines')"
    """
    frames = [
        f"{Path(frame.filename).relative_to(ROOT)}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
        if Path(frame.filename).is_relative_to(ROOT)
        and "site-packages" not in frame.filename
        and frame.filename not in GUARDS
    ]
    said = " ".join(repr(error).split())[:LONGEST]
    return " < ".join([f"{said} at {frames[0]}", *frames[1:]]) if frames else said
