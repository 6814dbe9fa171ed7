"""What lies over what: one order from back to front that every painter follows.

The payload carries it to the player; a test asks each painter for it.
"""

from __future__ import annotations

CELL = ("tiles", "hatching", "borders", "numbers")  # of a cell; the weight beside is a number too
LAYERS = (
    "areas",  # what curves enclose
    "links",  # lines from panel to panel
    "plates",  # the ground under panels, titles and signs, which hides lines behind them
    "stripes",  # the groups' marks at panels' edges
    *CELL,
    "titles",
    "signs",  # between the panels
    "lines",  # curves and dots
    "windows",
    "rings",
    "movers",  # panels that move as wholes: of each all that ``MOVER`` names
    "brackets",
    "points",  # off the grid
    "labels",  # the brackets' too
)
MOVER = ("plates", "stripes", *CELL, "titles", "windows", "rings")
