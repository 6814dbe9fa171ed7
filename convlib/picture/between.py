"""What stands on the stage on the way from one moment to the next.

As in the player (``assets/player/slides.js``), what slides is fast at first and comes to rest; what
is written, and what colours cells have, changes once it has arrived.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from convlib.picture.places import Box, Stroke
from convlib.picture.spread import Spread
from convlib.picture.view import CellView, View

Place = tuple[float, float]
PLACES = {"threads": ("x1", "y1", "x2", "y2"), "discs": ("x", "y"), "shares": ("x", "y")}


def between(
    start: View, end: View, part: float, routes: Mapping[int, Sequence[Place]] | None = None
) -> View:
    """The view at a part of the way from one to another; the first itself where nothing moves.

    Args:
        start: Where it comes from.
        end: Where it leads to.
        part: From 0 to 1.
        routes: By panel the corners that it passes on the way, as ``Layout`` has them.

    Example:
        >>> import convlib
        >>> from convlib.picture.view import view
        >>> scene = convlib.lesson("single-channel").build()
        >>> one, other = view(scene, 0), view(scene, 1)
        >>> [round(at.windows[0].x, 2) for at in (one, between(one, other, 0.5), other)]
        [0.0, 0.88, 1.0]
    """
    passed = {panel: corners for panel, corners in (routes or {}).items() if len(corners)}
    legs = max((len(corners) for corners in passed.values()), default=1)
    leg = min(int(part * legs), legs - 1)
    share = 1 - (1 - (part * legs - leg)) ** 3
    first, arrived = share if leg == 0 else 1.0, bool(passed) and leg == legs - 1
    corners = tuple(
        _leg(passed[panel], leg, there, share) if panel in passed else _mixed(here, there, first)
        for panel, (here, there) in enumerate(zip(start.corners, end.corners, strict=True))
    )
    if not passed and not _moves(start, end):
        return start
    shown = end if arrived else start
    alike = len(start.windows) == len(end.windows) and len(start.links) == len(end.links)
    slid = (start, end, corners, first)
    return replace(
        shown,
        cells=_cells(*slid, shown),
        windows=_boxes(start.windows, end.windows, *slid) if alike else start.windows,
        rings=_boxes(start.rings, end.rings, *slid),
        links=_rows(start.links, end.links, first) if alike else start.links,
        tones=end.tones if alike else start.tones,
        titles=tuple(
            replace(title, x=title.x + right, y=title.y + down)
            for title in shown.titles
            for right, down in [_off(shown.corners[title.panel], corners[title.panel])]
        ),
        strokes=_strokes(start.strokes, end.strokes, first),
        corners=corners,
        movers=tuple(sorted(end.movers, key=lambda at: start.corners[at] != end.corners[at])),
        stripes=tuple(
            tuple(replace(piece, x=piece.x + right, y=piece.y + down) for piece in pieces)
            for at, pieces in enumerate(shown.stripes)
            for right, down in [_off(shown.corners[at], corners[at])]
        ),
        spread=_spread(start.spread, end.spread, first),
    )


def _moves(start: View, end: View) -> bool:
    """Whether anything stands elsewhere in the end."""
    still = ("windows", "rings", "links", "corners", "spread")
    if any(getattr(start, name) != getattr(end, name) for name in still):
        return True
    curves = zip(start.strokes, end.strokes, strict=True)
    if any(not np.array_equal(one.points, other.points, True) for one, other in curves):
        return True
    pairs = zip(start.cells, end.cells, strict=True)
    return any((one.x, one.y) != (other.x, other.y) for one, other in pairs)


def _leg(corners: Sequence[Place], leg: int, last: Place, share: float) -> Place:
    """Where a panel is that passes corners: on the way from one of them, or from the last."""
    stops = (*corners, last)
    return _mixed(stops[min(leg, len(corners))], stops[min(leg + 1, len(corners))], share)


def _cells(
    start: View, end: View, corners: tuple[Place, ...], share: float, shown: View
) -> tuple[CellView, ...]:
    """The cells, those that move one by one and those of panels that do on their way."""
    placed = []
    for here, there, cell in zip(start.cells, end.cells, shown.cells, strict=True):
        x, y = _along(here, there, start, end, corners, share)
        placed.append(cell if (x, y) == (cell.x, cell.y) else replace(cell, x=x, y=y))
    return tuple(placed)


def _boxes(
    boxes: tuple[Box, ...],
    others: tuple[Box, ...],
    start: View,
    end: View,
    corners: tuple[Place, ...],
    share: float,
) -> tuple[Box, ...]:
    """Outlines on the way to others, if these are as many and on the same panels."""
    if [box.panel for box in boxes] != [box.panel for box in others]:
        return boxes
    placed = []
    for box, other in zip(boxes, others, strict=True):
        x, y = _along(box, other, start, end, corners, share)
        width, height = _mixed((box.width, box.height), (other.width, other.height), share)
        placed.append(replace(box, x=x, y=y, width=width, height=height, role=other.role))
    return tuple(placed)


def _along(
    here: CellView | Box,
    there: CellView | Box,
    start: View,
    end: View,
    corners: tuple[Place, ...],
    share: float,
) -> Place:
    """Where something on a panel is, which may move on it, and with it."""
    before, after, now = (each[here.panel] for each in (start.corners, end.corners, corners))
    if before == after == now and (here.x, here.y) == (there.x, there.y):
        return here.x, here.y
    on = _mixed(_off(before, (here.x, here.y)), _off(after, (there.x, there.y)), share)
    return now[0] + on[0], now[1] + on[1]


def _strokes(
    strokes: tuple[Stroke, ...], others: tuple[Stroke, ...], share: float
) -> tuple[Stroke, ...]:
    """Curves on the way to others: each point moves, or there are more and more of them."""
    placed = []
    for one, other in zip(strokes, others, strict=True):
        count, wanted = len(one.points), len(other.points)
        fewer, longer = min(count, wanted), max(one.points, other.points, key=len)
        if count == wanted:
            points = one.points + (other.points - one.points) * share
        elif np.array_equal(one.points[:fewer], other.points[:fewer], equal_nan=True):
            points = longer[: round(count + (wanted - count) * share)]
        else:
            points = one.points
        placed.append(replace(one, points=points))
    return tuple(placed)


def _spread(spread: Spread, other: Spread, share: float) -> Spread:
    """Points on the way to others: their lines and weights too, where these are as many."""
    pairs = ((getattr(each, name) for each in (spread, other)) for name in PLACES)
    if any(len(one) != len(two) for one, two in pairs):
        return spread
    threads, discs, shares = (
        [
            replace(one, **{at: _mix(getattr(one, at), getattr(two, at), share) for at in places})
            for one, two in zip(getattr(spread, name), getattr(other, name), strict=True)
        ]
        for name, places in PLACES.items()
    )
    return Spread(threads, discs, shares, spread.aside)


def _rows(
    lines: tuple[tuple[float, float, float, float], ...],
    others: tuple[tuple[float, float, float, float], ...],
    share: float,
) -> tuple[tuple[float, float, float, float], ...]:
    """Lines on the way to others."""
    pairs = zip(lines, others, strict=True)
    return tuple(
        (*_mixed(one[:2], other[:2], share), *_mixed(one[2:], other[2:], share))
        for one, other in pairs
    )


def _off(place: Place, other: Place) -> Place:
    """How far right and down one place lies from another."""
    return other[0] - place[0], other[1] - place[1]


def _mixed(here: Place, there: Place, share: float) -> Place:
    return _mix(here[0], there[0], share), _mix(here[1], there[1], share)


def _mix(here: float, there: float, share: float) -> float:
    return there if share == 1 else here + (there - here) * share
