"""All types of convolution at one set of sizes: what each costs, how far it sees, what it changes.

Counted as in ``convlib.cost``. Padding keeps the picture's size, but for the stride; the offsets'
layer of a deformable convolution is counted, its interpolation is not.
"""

from convlib.compare.record import Row, Sizes
from convlib.compare.rows import NAMES, compare
from convlib.compare.tables import COLUMNS, cells, csv_of, in_order, markdown_of

__all__ = [
    "COLUMNS",
    "NAMES",
    "Row",
    "Sizes",
    "cells",
    "compare",
    "csv_of",
    "in_order",
    "markdown_of",
]
