"""Layers written as code, with their numbers: PyTorch, Keras and NumPy, each runs by itself.

Every function gives ``{"pytorch": …, "keras": …, "numpy": …}`` and takes what the operator of its
name in ``convlib`` takes, without a batch; ``in_a_row`` takes several of them, and ``at_random``
only their sizes. The code leaves its result in ``y``: in PyTorch and NumPy as the operator has it,
``(filters, *spatial)``; in Keras with a batch before and the channels last, ``(1, *spatial,
filters)``, where two passes take each channel for one of the batch, ``(channels, rows, columns,
1)``. Signals have no channels: ``y`` is like f everywhere. Whole numbers stay whole in the NumPy
code. PyTorch's code also names the module that one would write in a model.
"""

from convlib.code.deformable import deformable
from convlib.code.excitation import squeeze_excitation, squeeze_excitation_at_random
from convlib.code.layers import conv, conv_transpose, depthwise, pointwise
from convlib.code.others import convolve, correlate, spatially_separable
from convlib.code.rows import at_random, in_a_row

__all__ = [
    "at_random",
    "conv",
    "conv_transpose",
    "convolve",
    "correlate",
    "deformable",
    "depthwise",
    "in_a_row",
    "pointwise",
    "spatially_separable",
    "squeeze_excitation",
    "squeeze_excitation_at_random",
]
