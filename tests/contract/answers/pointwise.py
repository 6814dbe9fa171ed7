"""Lesson 5: sums on the stage; the layers of the bottleneck loop by loop."""

from __future__ import annotations

from itertools import product

from tests.contract.answers.asked import Asked, Check

Layer = tuple[int, int, int]  # channels, filters, and the side of its kernels


def layers(asked: Asked, between: int | None = None) -> tuple[Layer, Layer, Layer]:
    """The direct layer, and the two that go through the bottleneck."""
    depth, maps, wide = asked["depth_in"], asked["maps_out"], asked["wide"]
    narrow = asked["between"] if between is None else between
    return (depth, maps, wide), (depth, narrow, 1), (narrow, maps, wide)


def products(asked: Asked, *chosen: Layer) -> int:
    """Of layers that keep rows and columns, pixel by pixel."""
    pixels = sum(1 for _ in product(range(asked["side"]), repeat=2))
    return sum(pixels * channels * filters * side * side for channels, filters, side in chosen)


def widest(asked: Asked) -> int:
    """How many channels still pay, tried one after the other."""
    direct, paying = products(asked, layers(asked)[0]), 0
    while products(asked, *layers(asked, paying + 1)[1:]) < direct:
        paying += 1
    return paying


ANSWERS: dict[str, Check] = {
    "value": lambda asked: asked.total(asked.outputs[-1]),
    "parameters": lambda asked: asked.numbers("weights", "bias"),
    "macs": lambda asked: asked.products(),
    "feeds": lambda asked: asked.fed_by(asked.first("input")),
    "direct": lambda asked: products(asked, layers(asked)[0]),
    "together": lambda asked: products(asked, *layers(asked)[1:]),
    "widest": widest,
}
