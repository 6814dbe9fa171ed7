"""AlexNet's second layer, counted in full: one half of it for each of two GPUs.

Source: Krizhevsky, Sutskever & Hinton, ImageNet Classification with Deep Convolutional Neural
Networks, NeurIPS 2012, section 3.5 and figure 2.
"""

from __future__ import annotations

from typing import Any

from convlib.cost import Cost, cost
from convlib.layers.cost_rows import conv_row
from convlib.layers.grouped import counted
from convlib.lesson import CostRow
from convlib.staging.shares import Share, Shares

GPUS = 2
SHAPE = (96, 27, 27)  # of its input: 48 channels on each GPU
SIZES: dict[str, Any] = {"filters": 256, "kernel": 5, "padding": 2}


def full(groups: int = GPUS) -> Cost:
    """What the layer costs with so many groups.

    Example:
        >>> full().parameters, full(1).parameters, full().macs
        (307200, 614400, 223948800)
    """
    return cost("conv", SHAPE, groups=groups, **SIZES)


def shares() -> Shares:
    """Its weights and products on one GPU that holds all of it, and on two that share it."""
    (depth, *plane), filters, kernel = SHAPE, SIZES["filters"], SIZES["kernel"]
    half = f"{depth // GPUS}+{depth // GPUS} → {filters // GPUS}+{filters // GPUS}"
    shown = [
        Share(groups, made.parameters, _caption(groups, made), made.macs)
        for groups, made in ((groups, full(groups)) for groups in (1, GPUS))
    ]
    sizes = f"{plane[0]}×{plane[1]}, {half}, {kernel}×{kernel}"
    about = (("alexnet-second", ""), ("in-full", sizes))
    return Shares(tuple(shown), GPUS, GPUS, GPUS, about=about, longest=7.0)


def _caption(groups: int, made: Cost) -> tuple[tuple[str, str], ...]:
    kernel = SIZES["kernel"]
    return counted(SIZES["filters"], SHAPE[0], groups, (kernel, kernel), made.parameters)


def rows() -> list[CostRow]:
    """What it costs, and without groups."""
    return [
        conv_row("alexnet-grouped", SHAPE, groups=GPUS, **SIZES),
        conv_row("alexnet-whole", SHAPE, **SIZES),
    ]
