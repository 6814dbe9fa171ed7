"""Traces: every multiply-add of an operator, in the order in which a person would follow it.

The atom is a tap ``(src, ker, dst)``: ``y[dst] += x[src] * w[ker]``. A step is a group of taps that
belongs together on screen. A trace holds its taps as columns, not as an object each; a chain is
traces in a row. Where there are no weights, a tap says which cell feeds which.
"""

from convlib.trace.branches import inception_chain
from convlib.trace.cellwise import (
    add_trace,
    channel_shuffle_trace,
    copy_trace,
    difference_trace,
    product_trace,
    relu_trace,
    repeat_trace,
    scale_trace,
    sigmoid_trace,
)
from convlib.trace.chain import Chain, Stage
from convlib.trace.channels import depthwise_separable_chain, depthwise_trace, pointwise_trace
from convlib.trace.conv import conv_trace
from convlib.trace.deform import deform_conv_trace
from convlib.trace.excitation import squeeze_excite_chain
from convlib.trace.factored import flattened_chain, spatially_separable_chain
from convlib.trace.matrix import conv_matrix_trace, matrix_trace
from convlib.trace.one_value import one_value_chain
from convlib.trace.pool import avg_pool_trace, max_pool_trace
from convlib.trace.shuffled import shuffled_grouped_chain, shufflenet_unit_chain
from convlib.trace.signals import convolve_trace, correlate_trace
from convlib.trace.taps import MAX_TAPS, Tap, Trace, check_taps
from convlib.trace.transposed import conv_transpose_gather_trace, conv_transpose_trace

__all__ = [
    "MAX_TAPS",
    "Chain",
    "Stage",
    "Tap",
    "Trace",
    "add_trace",
    "avg_pool_trace",
    "channel_shuffle_trace",
    "check_taps",
    "conv_matrix_trace",
    "conv_trace",
    "conv_transpose_gather_trace",
    "conv_transpose_trace",
    "convolve_trace",
    "copy_trace",
    "correlate_trace",
    "deform_conv_trace",
    "depthwise_separable_chain",
    "depthwise_trace",
    "difference_trace",
    "flattened_chain",
    "inception_chain",
    "matrix_trace",
    "max_pool_trace",
    "one_value_chain",
    "pointwise_trace",
    "product_trace",
    "relu_trace",
    "repeat_trace",
    "scale_trace",
    "shuffled_grouped_chain",
    "shufflenet_unit_chain",
    "sigmoid_trace",
    "spatially_separable_chain",
    "squeeze_excite_chain",
]
