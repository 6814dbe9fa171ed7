"""Layers written as code, with their numbers: PyTorch, Keras and NumPy, each runs by itself.

Every function gives ``{"pytorch": …, "keras": …, "numpy": …}`` and takes what the operator of its
name takes, without a batch. The code leaves its result in ``y``: as the operator has it in PyTorch
and NumPy, ``(filters, *spatial)``, and in Keras with a batch and channels last,
``(1, *spatial, filters)``. Whole numbers stay whole in the NumPy code.
"""

from __future__ import annotations

from convlib.code.layers import conv

__all__ = ["conv"]
