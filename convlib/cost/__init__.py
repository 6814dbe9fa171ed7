"""What an operator costs: its parameters, and how often it multiplies and adds.

Counted the conventional way: a dense operator does every weight once per output position, in the
padding too, and a transposed one every weight once per input position. Nothing is counted for
biases added, for pooling, and for functions of a single value.
"""

from convlib.cost.counting import cost, in_a_row
from convlib.cost.record import Cost

__all__ = ["Cost", "cost", "in_a_row"]
