"""Kernels, inputs and signals that are known by a name."""
