"""The kinds of parameter that a lesson has: how each is typed, checked, offered and written.

A value has one canonical form (what ``read`` gives) and one text (what ``write`` gives), used alike
by the web address, the command line, the widgets and Python.
"""

from convlib.params.arrays import fitted, grids_of, laid_over
from convlib.params.choice import Choice
from convlib.params.count import Count
from convlib.params.counts import Seed, Several, Whole
from convlib.params.grid import Grid
from convlib.params.param import Param
from convlib.params.sizes import PaddingParam, PerAxis
from convlib.params.typed import decimal, shortened, whole_number

__all__ = [
    "Choice",
    "Count",
    "Grid",
    "PaddingParam",
    "Param",
    "PerAxis",
    "Seed",
    "Several",
    "Whole",
    "decimal",
    "fitted",
    "grids_of",
    "laid_over",
    "shortened",
    "whole_number",
]
