"""Lesson 2: two-dimensional convolution of one channel, with the field's classic figure."""

from __future__ import annotations

from convlib.direct import PARAMS, arrays, check_direct, derive_direct, fit_typed, stage_direct
from convlib.lesson import Lesson, Preset

LESSON = Lesson(
    slug="single-channel",
    order=2,
    params=PARAMS,
    presets=(
        Preset("classic"),
        Preset("classic_strided", {"stride": 2, "padding": 1}),
    ),
    stage=stage_direct,
    check=check_direct,
    derive=derive_direct,
    arrays=arrays,
    fit=fit_typed,
)
