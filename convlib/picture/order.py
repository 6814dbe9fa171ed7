"""What lies over what: one order from back to front that every painter follows.

The payload carries it to the player; tests ask each painter for it.
"""

from __future__ import annotations

LAYERS = (
    "pictures",  # in shades of grey
    "areas",  # what curves enclose
    "links",  # lines from panel to panel
    "plates",  # the ground under panels, titles, signs and labels, which hides the lines behind
    "stripes",  # the groups' marks at panels' edges
    "cells",  # one after the other, of each all that ``CELL`` names
    "titles",
    "signs",  # between the panels
    "lines",  # curves and dots
    "windows",
    "rings",
    "movers",  # panels that move as wholes, one after the other, of each all that ``MOVER`` names
    "brackets",
    "points",  # off the grid
    "labels",  # the brackets' too
    "pegs",
)
CELL = ("tile", "hatching", "border", "number")  # the weight beside is a number too
MOVER = ("plates", "stripes", "cells", "titles", "windows", "rings")
