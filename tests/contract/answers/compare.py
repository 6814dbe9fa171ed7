"""Lesson 19: what layers of these sizes do, counted sum by sum; places on the chart."""

from __future__ import annotations

from tests.contract.answers.asked import Asked, Check


def places(asked: Asked) -> int:
    """How many windows begin within the picture, a stride apart."""
    return len(range(0, asked["height"], asked["stride"])) * len(
        range(0, asked["width"], asked["stride"])
    )


def points(asked: Asked) -> int:
    """The kernel's."""
    return len(
        [(row, column) for row in range(asked["kernel"]) for column in range(asked["kernel"])]
    )


def reach(asked: Asked) -> int:
    """From the first row that a weight stands on to the last."""
    rows = [weight * asked["dilation"] for weight in range(asked["kernel"])]
    return len(range(rows[0], rows[-1] + 1))


def cheaper(asked: Asked) -> int:
    """Marks to the left of the standard layer's: what each step's equation comes to."""
    ticks = {tick.key: tick.step for tick in asked.scene.ticks}
    results = [
        next(said for said, role in caption if role == "result")
        for _, caption in sorted(asked.scene.captions.items())
    ]
    prices = [int(result.replace(",", "")) for result in results]
    return sum(price < prices[ticks["type-standard"]] for price in prices)


def squeeze(asked: Asked) -> int:
    """Lines from each channel to each one of the few in the middle, and back."""
    middle = range(0, asked["dout"], asked["reduction"])
    return sum(2 for _ in range(asked["dout"]) for _ in middle)


ANSWERS: dict[str, Check] = {
    "standard": lambda asked: places(asked) * points(asked) * asked["din"] * asked["dout"],
    "separable": lambda asked: places(asked) * asked["din"] * (points(asked) + asked["dout"]),
    "reach": reach,
    "cheaper": cheaper,
    "offsets": lambda asked: sum(points(asked) * asked["din"] for _ in "yx" * points(asked)),
    "squeeze": squeeze,
}
