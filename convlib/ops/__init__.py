"""The operators, vectorised: what the traces must agree with, and what photos are put through.

Layouts, names and defaults are those of ``torch.nn.functional``; the batch axis may be left out.
"""

from convlib.ops.activation import relu
from convlib.ops.arrays import Array, widened
from convlib.ops.branches import ConvLayer, PoolLayer, inception
from convlib.ops.channels import depthwise, depthwise_separable, pointwise
from convlib.ops.continuous import integral, overlap, product
from convlib.ops.convolution import conv
from convlib.ops.deformable import deform_conv
from convlib.ops.excitation import squeeze_excite
from convlib.ops.factored import flattened, spatially_separable
from convlib.ops.geometry import Geometry, check_channels
from convlib.ops.matrix import SparseMatrix, conv_matrix
from convlib.ops.nearest import Outer, nearest_outer, outer
from convlib.ops.pooling import avg_pool, max_pool
from convlib.ops.separation import Separation, separate, singular_values
from convlib.ops.shuffled import channel_shuffle, grouped, shuffled_grouped, shufflenet_unit
from convlib.ops.signals import convolve, correlate
from convlib.ops.transposed import conv_transpose

__all__ = [
    "Array",
    "ConvLayer",
    "Geometry",
    "Outer",
    "PoolLayer",
    "Separation",
    "SparseMatrix",
    "avg_pool",
    "channel_shuffle",
    "check_channels",
    "conv",
    "conv_matrix",
    "conv_transpose",
    "convolve",
    "correlate",
    "deform_conv",
    "depthwise",
    "depthwise_separable",
    "flattened",
    "grouped",
    "inception",
    "integral",
    "max_pool",
    "nearest_outer",
    "outer",
    "overlap",
    "pointwise",
    "product",
    "relu",
    "separate",
    "shuffled_grouped",
    "shufflenet_unit",
    "singular_values",
    "spatially_separable",
    "squeeze_excite",
    "widened",
]
