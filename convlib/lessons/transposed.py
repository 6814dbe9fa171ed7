"""Lesson 7: the transposed convolution, as stamps, as a window and as a matrix; checkerboards."""

from __future__ import annotations

from convlib.layers.transposed import (
    PARAMS,
    arrays,
    check_up,
    code_up,
    costs_up,
    derive_up,
    down,
    fit_typed,
    given,
    large,
    options,
    resized,
)
from convlib.layers.transposed_questions import QUESTIONS
from convlib.layers.upsamplers import SMALL, upsamplers
from convlib.lesson import Lesson, Preset, Values
from convlib.picture.scene import Scene
from convlib.staging.checkerboards import stage_checkerboards
from convlib.staging.identity import stage_identity
from convlib.staging.sparse import matrix_of, stage_matrix, stage_together
from convlib.staging.stamps import stage_stamps
from convlib.staging.upsampling import stage_gather, stage_resize, stage_round_trip, stage_scatter


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    x, weight = given(values)
    match values["view"]:
        case "scatter":
            return stage_stamps(x, weight, options(values))
        case "gather":
            return stage_gather(x, weight, options(values))
        case "matrix":
            return stage_matrix(x, weight, options(values))
        case "together":
            return stage_together(x, weight, options(values))
        case "roundtrip":
            return stage_round_trip(arrays(values)["input"], weight, down(values), options(values))
        case "overlap":
            names = ("transposed-ones", "transposed-stamp", "transposed-counts")
            return stage_scatter(x, weight, options(values), names=names, result="n")
        case "checkerboards":
            return stage_checkerboards(SMALL, upsamplers())
        case "identity":
            return stage_identity(matrix_of(x, weight, options(values)), large(values))
    return stage_resize(x, weight, values["stride"], resized(values)["padding"])


def idle(values: Values) -> tuple[str, ...]:
    """The parameters of other views."""
    match values["view"]:
        case "overlap":
            return "input", "weights"
        case "identity":
            return ("input",)
        case "checkerboards":
            return tuple(param.name for param in PARAMS if param.name != "view")
    return ()


LESSON = Lesson(
    slug="transposed",
    order=7,
    group="arithmetic",
    needs=(
        "single-channel",
        "arithmetic",
    ),
    params=PARAMS,
    presets=(
        Preset("2x2-to-5x5", {"stride": 2}),
        Preset("2x2-to-4x4"),
        Preset("sliding", {"view": "gather", "stride": 2}),
        Preset(
            "3x3-to-6x6",
            {"view": "gather", "size": 3, "stride": 2, "padding": 1, "output_padding": 1},
        ),
        Preset("as-a-matrix", {"view": "matrix"}),
        Preset("three-in-step", {"view": "together"}),
        Preset(
            "round-trip",
            {"view": "roundtrip", "size": 6, "stride": 2, "padding": 1, "output_padding": 1},
        ),
        Preset("not-an-inverse", {"view": "identity"}),
        Preset("checkerboards", {"view": "checkerboards"}),
        Preset("checkerboard", {"view": "overlap", "size": 4, "stride": 2}),
        Preset(
            "checkerboard-1d",
            {"view": "overlap", "size": "1x5", "kernel": "1x3", "stride": "1x2"},
        ),
        Preset("even-overlap", {"view": "overlap", "size": 4, "kernel": 4, "stride": 2}),
        Preset(
            "resize-convolve",
            {"view": "resize", "size": 4, "stride": 2, "input": "ones", "weights": "ones"},
        ),
    ),
    stage=stage,
    check=check_up,
    derive=derive_up,
    arrays=arrays,
    costs=costs_up,
    code=code_up,
    questions=QUESTIONS,
    fit=fit_typed,
    idle=idle,
)
