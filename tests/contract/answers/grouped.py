"""Lesson 13: weights, products and channels counted on the stage; layers cut by hand."""

from __future__ import annotations

from itertools import product

from tests.contract.answers.asked import Asked, Check

CHANNELS, FILTERS, SIDE = 6, 9, 3  # Conv2d(6, 9, 3)


def last(asked: Asked) -> int:
    """The first cell of the last channel."""
    return asked.outputs[-len(asked.outputs) // len(asked.scene.results)]


def reads(asked: Asked) -> int:
    """The channels that an output is made of."""
    cells = [cell for cell in asked.comes_from(last(asked)) if asked.scene.role(cell) == "input"]
    return len({asked.scene.locate(cell)[0] for cell in cells})


def products(asked: Asked) -> int:
    """Terms that multiply; in the matrix others write the weights down."""
    return sum(cell >= 0 for cell in asked.scene.ker.tolist())


def together(groups: int) -> int:
    """Weights that join a channel to a filter of its group, counted one by one."""
    kernel = range(SIDE * SIDE)
    pairs = product(range(CHANNELS), range(FILTERS), kernel)
    return sum(c * groups // CHANNELS == f * groups // FILTERS for c, f, _ in pairs)


def cuts(groups: int) -> bool:
    """Whether both can be dealt out evenly."""
    hands = [[len(range(at, many, groups)) for at in range(groups)] for many in (CHANNELS, FILTERS)]
    return all(len(set(hand)) == 1 for hand in hands)


def alexnet(_: Asked) -> int:
    """The second layer's weights on each GPU, twice."""
    return 2 * sum(1 for _ in product(range(48), range(128), range(25)))


ANSWERS: dict[str, Check] = {
    "weights": lambda asked: asked.numbers("weights"),
    "products": products,
    "reads": reads,
    "value": lambda asked: asked.total(last(asked)),
    "three": lambda _: together(3),
    "two": lambda _: sum(cuts(groups) for groups in range(1, CHANNELS + 1)),
    "alexnet": alexnet,
}
