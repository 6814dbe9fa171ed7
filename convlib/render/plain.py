"""Matplotlib as it is by itself, whatever a style or a ``matplotlibrc`` of somebody's says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from threading import RLock
from typing import Any

from matplotlib import rc_context, rcParams, rcParamsDefault

TRUETYPE = 42  # by matplotlib's numbers
DRAWN = (  # the kinds of settings that change what is drawn
    *("agg", "axes", "figure", "font", "grid", "hatch", "image", "lines", "markers", "patch"),
    *("path", "pdf", "ps", "savefig", "svg", "text", "xtick", "ytick"),
)
USUAL: dict[Any, Any] = {
    **{name: rcParamsDefault[name] for name in rcParamsDefault if name.split(".")[0] in DRAWN},
    **{"pdf.fonttype": TRUETYPE, "ps.fonttype": TRUETYPE},  # conferences refuse Type 3
    "text.hinting": "no_hinting",  # the letters in their true shape as in the browser and in films
}
DRAWING = RLock()  # held by whatever draws: matplotlib has one setting for all


@contextmanager
def plain(own: Mapping[Any, Any] | None = None) -> Iterator[None]:
    """Draw as matplotlib does by itself; around a function too, as ``@plain()``.

    Args:
        own: Settings that are otherwise.

    Example:
        >>> from matplotlib import rc_context, rcParams
        >>> with rc_context({"lines.linewidth": 5}), plain():
        ...     rcParams["lines.linewidth"]
        1.5
    """
    with DRAWING:
        wanted = {**USUAL, **(own or {})}
        otherwise = {name: value for name, value in wanted.items() if rcParams[name] != value}
        with rc_context(otherwise) if otherwise else nullcontext():
            yield
