"""Lesson 6: convolution arithmetic, the direct convolutions of Dumoulin & Visin's guide.

The presets are the guide's animations by the guide's names (arXiv:1603.07285).
"""

from __future__ import annotations

from convlib.direct import PARAMS, arrays, check_direct, derive_direct, fit_typed, stage_direct
from convlib.lesson import Lesson, Preset

LESSON = Lesson(
    slug="arithmetic",
    order=6,
    params=PARAMS,
    presets=(
        Preset("default"),
        Preset("no_padding_no_strides", {"size": 4, "kernel": 3}),
        Preset("arbitrary_padding_no_strides", {"size": 5, "kernel": 4, "padding": 2}),
        Preset("same_padding_no_strides", {"size": 5, "kernel": 3, "padding": 1}),
        Preset("full_padding_no_strides", {"size": 5, "kernel": 3, "padding": 2}),
        Preset("no_padding_strides", {"size": 5, "kernel": 3, "stride": 2}),
        Preset("padding_strides", {"size": 5, "kernel": 3, "stride": 2, "padding": 1}),
        Preset("padding_strides_odd", {"size": 6, "kernel": 3, "stride": 2, "padding": 1}),
        Preset("dilation", {"size": 7, "kernel": 3, "dilation": 2}),
    ),
    stage=stage_direct,
    check=check_direct,
    derive=derive_direct,
    arrays=arrays,
    fit=fit_typed,
)
