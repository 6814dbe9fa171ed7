"""Lesson 14: inputs counted that an output comes from; a hand of cards dealt out."""

from __future__ import annotations

from tests.contract.answers.asked import Asked, Check


def made_of(asked: Asked, output: int) -> int:
    """The input numbers that an output channel's first number comes from."""
    reached, new = set[int](), {asked.outputs[output * asked["cells"]]}
    while new:
        reached |= new
        new = {source for cell in new for source in asked.comes_from(cell)} - reached
    return sum(asked.scene.role(cell) == "input" for cell in reached)


def dealt(asked: Asked) -> int:
    """Where the last channel of the first group comes to lie when groups deal a card in turn."""
    channels, groups = asked["channels"], asked["groups"]
    each = channels // groups
    hands = [list(range(at * each, (at + 1) * each)) for at in range(groups)]
    heap = [hand.pop(0) for _ in range(each) for hand in hands]
    return heap.index(each - 1)


def value(asked: Asked) -> float:
    """The last channel's first number, from its terms."""
    return asked.total(asked.outputs[-asked["cells"]])


ANSWERS: dict[str, Check] = {
    "reach": lambda asked: made_of(asked, asked["chosen"]),
    "six": lambda asked: made_of(
        asked.instead(
            view="moves",
            channels=6,
            groups=3,
            shuffle="shuffled",
            chosen=0,
            **dict.fromkeys(("input", "layer1", "layer2")),
        ),
        0,
    ),
    "place": dealt,
    "value": value,
    "weights": lambda asked: 2 * len(asked.arrays["layer1"].ravel()),
}
