"""The operators, vectorised: what the traces must agree with, and what photos are put through.

Layouts, names and defaults are those of ``torch.nn.functional``; the batch axis may be left out.
"""

from convlib.ops.arrays import Array, widened
from convlib.ops.convolution import conv
from convlib.ops.geometry import Geometry, check_channels

__all__ = ["Array", "Geometry", "check_channels", "conv", "widened"]
