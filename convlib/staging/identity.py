"""Up after down as one matrix, beside the one that it would have to be to undo the way down."""

from __future__ import annotations

import numpy as np

from convlib.ops import Array, SparseMatrix
from convlib.picture.parts import HOLE, Panel, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Row
from convlib.staging.choose import layouts
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import row_ticks
from convlib.staging.sparse import matrix_panel
from convlib.staging.steps import Steps
from convlib.trace import matrix_trace


def stage_identity(matrix: SparseMatrix, shape: tuple[int, int]) -> Scene:
    """The product of a matrix's transpose with it, column by column, beside the identity.

    Column j is what the way down and up makes of a picture that is 1 in cell j and 0 elsewhere;
    the identity has that picture itself there.

    Args:
        matrix: C, of a convolution.
        shape: Rows and columns of what it reads.

    Example:
        >>> from convlib.ops import conv_matrix
        >>> scene = stage_identity(conv_matrix([[[[1, 2]]]], (1, 1, 3)), (1, 3))
        >>> scene.panels[1].values.tolist(), scene.panels[1].number, len(scene)
        ([[1, 2, 0], [2, 5, 2], [0, 2, 4]], 2, 3)
    """
    up, size = matrix.T, matrix.shape[1]
    trace = matrix_trace(up, matrix.toarray())
    made, whole = trace.output, np.eye(size, dtype=int)
    holes = np.where(whole > 0, 0, HOLE)
    panels = [
        matrix_panel("transposed-ct", up),
        Panel("transposed-gram", "output", "g", made, number=rank_of(made)),
        Panel("transposed-identity", "input", "e", whole, kinds=holes, number=size),
    ]
    steps = Steps(panels)
    held = steps.cells([0])
    columns = held.reshape(size, -1).T.ravel()  # C stands in its transpose, which is as good
    diagonal = steps.cells([1])[:: size + 1].tolist()
    follow(steps, Staged(trace, [columns, 1], [held]), by="place", about=diagonal)
    at = np.arange(size)
    still = np.zeros_like(at)
    sign = "=" if np.array_equal(made, whole) else "≠"
    return Scene(
        panels=tuple(panels),
        layouts=layouts(panels, Row(0, "→", 1, sign, 2), Column(Row(0, "→", 1), Row(sign, 2))),
        windows=(
            Window(0, 1, up.shape[1], at, still),
            Window(2, size, 1, still, at, role="input"),
        ),
        ticks=row_ticks(shape),
        results=(1,),
        **steps.columns(),
    )


def rank_of(matrix: Array) -> int:
    """How many of a matrix's columns are independent of each other.

    Example:
        >>> rank_of(np.array([[1, 2], [2, 4]]))
        1
    """
    return int(np.linalg.matrix_rank(matrix.astype(float)))
