"""Squeeze-and-excitation: averages, two small layers, gains, and channels on one scale."""

from __future__ import annotations

from convlib.picture.parts import Tick
from convlib.picture.scene import Scene
from convlib.staging.blocks import PanelList
from convlib.staging.excitation_layer import Drawn
from convlib.staging.excitation_layer import Excitation as Excitation
from convlib.staging.excitation_lines import block_curves
from convlib.staging.excitation_places import Places
from convlib.staging.follow import follow
from convlib.staging.steps import Steps

TICKS = ("squeeze", "reduce", "relu", "expand", "sigmoid", "scale")


def stage_excitation(layer: Excitation) -> Scene:
    """The block stage by stage; what comes in and what goes out have one scale of tints.

    Args:
        layer: What is staged.

    Example:
        >>> import numpy as np
        >>> x, zeros = np.arange(4).reshape(2, 1, 2), np.zeros((2, 1), int)
        >>> stage_excitation(Excitation(x, zeros + 1, zeros)).output.tolist()
        [[[0.0, 0.5]], [[1.0, 1.5]]]
    """
    listed = PanelList()
    drawn = Drawn.on(listed, layer)
    steps = Steps(listed.panels)
    by = ["value"] * 5 + ["channel"]
    follow(steps, drawn.staged(steps), by=by, about=drawn.about(steps))
    wide = Places(drawn, wide=True)
    return Scene(
        panels=tuple(listed.panels),
        layouts={"wide": wide.layout(), "tall": Places(drawn, wide=False).layout()},
        windows=tuple(drawn.windows()),
        ticks=tuple(
            Tick(step, f"se-{key}", 0)
            for step, key in zip(layer.starts, TICKS, strict=False)
            if key != "relu"
        ),
        curves=tuple(block_curves(wide)),
        results=tuple(drawn.arrays[-1]),
        **steps.columns(),
    )
