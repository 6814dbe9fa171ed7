"""Traces: every multiply-add of an operator, in the order in which a person would follow it.

The atom is a tap ``(src, ker, dst)``: ``y[dst] += x[src] * w[ker]``. A step is a group of taps that
belongs together on screen. A trace holds its taps as columns, not as an object each.
"""

from convlib.trace.conv import conv_trace
from convlib.trace.taps import MAX_TAPS, Tap, Trace, check_taps

__all__ = ["MAX_TAPS", "Tap", "Trace", "check_taps", "conv_trace"]
