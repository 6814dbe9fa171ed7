"""The sizes of every kind of layer in one line."""

from __future__ import annotations

from typing import Any

import pytest

import convlib


@pytest.mark.parametrize(
    ("slug", "state", "lines"),
    [
        (
            "arithmetic",
            {"padding": "same", "stride": 2, "size": 6},
            ["⌊(6 + 0 + 1 − 3)/2⌋ + 1 = 3"],
        ),
        (
            "arithmetic",
            {"dilation": "1x2", "size": 7},
            ["⌊(7 + 2·0 − 3)/1⌋ + 1 = 5", "⌊(7 + 2·0 − 2·(3 − 1) − 1)/1⌋ + 1 = 3"],
        ),
        (
            "arithmetic",
            {"direction": "transposed", "padding": "causal", "dilation": 2, "size": 6},
            ["(6 − 1)·1 − (4 + 0) + 2·(3 − 1) + 1 + 0 = 6"],
        ),
        ("transposed", {"stride": 2}, ["(2 − 1)·2 − 2·0 + 3 + 0 = 5"]),
        (
            "transposed",
            {"preset": "round-trip"},
            ["(⌊(6 + 2·1 − 3)/2⌋ + 1 − 1)·2 − 2·1 + 3 + 1 = 6"],
        ),
        ("transposed", {"preset": "resize-convolve"}, ["2·4 + 2·0 + 0 − 3 + 1 = 6"]),
        ("dilated", {"view": "stack"}, ["18 + 3·2·0 − (3 − 1)·(1 + 2 + 4) = 4"]),
        (
            "dilated",
            {"view": "stack", "padding": "same"},
            ["18 + 2 + 4 + 8 − (3 − 1)·(1 + 2 + 4) = 18"],
        ),
        (
            "dilated",
            {"view": "stack", "rates": "2", "padding": "1:0"},
            ["18 + 1 + 0 − (3 − 1)·2 = 15"],
        ),
        (
            "dilated",
            {"view": "stack", "rates": "2,1", "padding": "1:0"},
            ["18 + 2·(1 + 0) − (3 − 1)·(2 + 1) = 14"],
        ),
        ("dilated", {"view": "gridding"}, ["1 + (3 − 1)·(1 + 2 + 4) = 15"]),
        ("spatially-separable", {}, ["5 − 3 + 1 = 3"]),
        ("convolution-vs-correlation", {}, ["3 + 3 − 1 = 5"]),
        ("convolution-vs-correlation", {"mode": "valid"}, ["5 − 5 + 1 = 1"]),
        ("multi-channel", {"filters": 2}, ["⌊(5 + 2·0 − 3)/1⌋ + 1 = 3", "2"]),
        ("depthwise", {"multiplier": 2}, ["⌊(7 + 2·0 − 3)/1⌋ + 1 = 5", "3·2 = 6"]),
        ("1x1", {}, ["⌊(4 + 2·0 − 1)/1⌋ + 1 = 4", "2"]),
    ],
)
def test_sizes_in_one_line(slug: str, state: dict[str, Any], lines: list[str]) -> None:
    lesson = convlib.lesson(slug)
    shown = lesson.result(lesson.values(**state)).lines
    formulas = ["".join(piece.text for piece in line) for _, line in shown]
    assert [formula.partition(" = ")[2] for formula in formulas] == lines


def test_a_volume_has_its_own_numbers_along_each_axis() -> None:
    lesson = convlib.lesson("3d")
    slices, both = lesson.result(lesson.values(stride_depth=2, padding=1, padding_depth=2)).lines
    assert [[piece.of for piece in line if piece.of] for _, line in (slices, both)] == [
        ["depth", "padding_depth", "kernel_depth", "stride_depth"],
        ["size", "padding", "kernel", "stride"],
    ]
