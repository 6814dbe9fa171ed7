"""Many shapes of one look as one shape: a page of pictures has tens of thousands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from matplotlib.collections import Collection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

NEAR = 0.01  # pixels: what lies over another by less touches it
MOST_APART = 3000  # shapes that are compared with each other
THIN = 0.04  # pixels that a line of fewer points may lie beside it
FINE = 72  # to how many parts of a page's pixel: hundredths of a point, as a PDF counts
CAP, JOIN = "butt", "round"  # of a collection that says nothing


def compound(shapes: Collection, place: Affine2D) -> Iterator[PathPatch]:
    """The same shapes, those of one look together; where some lie over others, neighbours only.

    Args:
        shapes: As many as there may be.
        place: Where they come to lie.

    Example:
        >>> from matplotlib.collections import PolyCollection
        >>> corners = [np.array([[x, 0], [x + 1, 0], [x + 1, 1]]) for x in range(3)]
        >>> triangles = PolyCollection(corners, facecolors=["red", "blue", "red"], linewidths=0)
        >>> [patch.get_facecolor()[0] for patch in compound(triangles, Affine2D())]
        [1.0, 0.0]
    """
    paths = shapes.get_paths()
    fills, edges = (_each(shapes, name, len(paths)) for name in ("facecolor", "edgecolor"))
    looks = list(zip(fills, edges, strict=True))
    places: Sequence[int] = range(len(paths))
    if len(set(looks)) > 1 and _are_apart(paths):
        places = sorted(places, key=lambda at: looks.index(looks[at]))
    ends = {"capstyle": shapes.get_capstyle() or CAP, "joinstyle": shapes.get_joinstyle() or JOIN}
    own: dict[str, Any] = {**ends, "gid": shapes.get_gid()}
    width = float(np.atleast_1d(shapes.get_linewidth())[0])
    for (fill, edge), run in groupby(places, key=looks.__getitem__):
        path = Path.make_compound_path(*(paths[at] for at in run))
        path.simplify_threshold = THIN
        path = path.cleaned(transform=place, simplify=True)
        path = Path(
            np.round(np.asarray(path.vertices)[:-1] * FINE) / FINE, np.asarray(path.codes)[:-1]
        )
        look: dict[str, Any] = {"facecolor": fill, "edgecolor": edge, "linewidth": width}
        yield PathPatch(path, fill=fill is not None, **look, **own)


def _each(shapes: Collection, name: str, count: int) -> list[Any]:
    """The colour of each shape; None for none."""
    colours: list[Any] = [
        tuple(each) for each in np.asarray(getattr(shapes, f"get_{name}")()).tolist()
    ]
    repeated = colours or [None]
    return [repeated[at % len(repeated)] for at in range(count)]


def _are_apart(paths: Sequence[Path]) -> bool:
    """Whether no shape lies over another: then it doesn't matter which is drawn first."""
    corners = [np.asarray(path.vertices) for path in paths]
    if len(paths) > MOST_APART or len({each.shape for each in corners}) > 1:
        return False
    together = np.stack(corners)
    over = np.ones((len(paths), len(paths)), bool)
    for low, high in zip(together.min(axis=1).T, together.max(axis=1).T, strict=True):
        beyond = low[:, None] + NEAR < high
        over &= beyond & beyond.T
    return int(over.sum()) <= len(paths)  # each lies over itself
