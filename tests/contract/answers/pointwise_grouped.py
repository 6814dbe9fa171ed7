"""Lesson 15: units counted layer by layer in loops; the rest from what stands on the stage."""

from __future__ import annotations

from tests.contract.answers.asked import Asked, Check


def mixing(asked: Asked, groups: int) -> int:
    """Products of two 1×1 layers at a pixel: each joins a channel to one of its own group."""
    channels, middle = 12 * asked["unit-channels"], 12 * asked["unit-middle"]
    each: int = middle // groups  # what one of the channels is joined to
    return 2 * sum(each for _ in range(channels))


def looking(asked: Asked, groups: int) -> int:
    """Products of a 3×3 layer between the channels in the middle."""
    middle = 12 * asked["unit-middle"]
    return sum(9 for _ in range(middle) for _ in range(middle // groups))


def share(asked: Asked) -> int:
    """Of ResNeXt's 1×1 layers, in per cent."""
    mixed, looked = mixing(asked, 1), looking(asked, asked["unit-groups"])
    return round(100 * mixed / (mixed + looked))


def shufflenet(asked: Asked) -> int:
    """All its products: in the middle every channel is alone."""
    return mixing(asked, asked["unit-groups"]) + looking(asked, 12 * asked["unit-middle"])


def last(asked: Asked) -> int:
    """The first cell of the last channel."""
    return asked.outputs[-len(asked.outputs) // len(asked.scene.results)]


def reads(asked: Asked) -> int:
    """The channels that the first filter's first value is made of."""
    scene = asked.scene
    first = scene.out[scene.ker >= 0][0]
    read = scene.src[(scene.out == first) & (scene.ker >= 0)]
    return len({scene.locate(cell)[0] for cell in read.tolist()})


def joined(asked: Asked) -> int:
    """The planes that come out where the shortcut is joined."""
    return len(asked.instead(shortcut="join").scene.results)


ANSWERS: dict[str, Check] = {
    "share": share,
    "shufflenet": shufflenet,
    "value": lambda asked: asked.total(last(asked)),
    "weights": lambda asked: asked.numbers("weights"),
    "macs": lambda asked: asked.products("weights"),
    "reads": reads,
    "channels": lambda asked: len(asked.scene.results),
    "joined": joined,
}
