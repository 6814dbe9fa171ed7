"""Two grouped 1×1 layers with a shuffle between: parameters, numbers, checks and counts."""

from __future__ import annotations

from convlib.errors import ConvError
from convlib.layers.backgrounds import Background, backgrounds
from convlib.lesson import Values
from convlib.ops import Array
from convlib.params import Choice, Count, Grid, Param, Seed, Whole, laid_over
from convlib.staging.shuffled_net import ShuffledNet

MOST, CELLS = 12, 3  # channels, and numbers of each
SHUFFLED, STRAIGHT = WAYS = ("shuffled", "straight")
EACH = Count("channels", over="groups")
SIZES: tuple[Param, ...] = (
    Choice("shuffle", WAYS),
    Whole("groups", default=3, low=1, high=6),
    Whole("channels", default=9, low=2, high=MOST),
    Whole("cells", default=1, low=1, high=CELLS),
    Whole("chosen", default=0, low=0, high=MOST - 1),
)
NUMBERS: tuple[Param, ...] = (
    Seed("seed"),
    Grid("input", cap=MOST, counts=(Count("channels"), Count("cells"))),
    Grid("layer1", cap=MOST, counts=(Count("channels"), EACH)),
    Grid("layer2", cap=MOST, counts=(Count("channels"), EACH)),
)
DRAWN = {
    "input": Background(
        (MOST, CELLS),
        range(10),
        range(1, 5),
        [[1], [2], [3], [2], [1], [0], [3], [1], [2], [4], [1], [2]],
    ),
    "layer1": Background(
        (MOST, MOST),
        range(-2, 3),
        range(-1, 3),
        [
            *([1, 0, 1], [1, 1, 0], [-1, 2, 1], [2, 1, 1], [0, 1, 1], [1, -1, 2]),
            *([1, 2, 0], [0, 1, -1], [1, 1, 1], [1, 0, 2], [2, 1, 0], [-1, 1, 1]),
        ],
    ),
    "layer2": Background(
        (MOST, MOST),
        range(-2, 3),
        range(-1, 3),
        [
            *([1, 1, 1], [1, -1, 2], [2, 0, 1], [1, 2, -1], [0, 1, 1], [-1, 1, 1]),
            *([1, 1, 0], [2, 1, -1], [1, 0, 1], [1, 1, 2], [0, 2, 1], [1, -1, 1]),
        ],
    ),
}


def check(values: Values) -> None:
    """Refuse groups that don't divide the channels, and an output that there isn't.

    Raises:
        ConvError: Either.
    """
    channels, groups = values["channels"], values["groups"]
    if channels % groups:
        details = {"value": groups, "have": channels}
        raise ConvError("channels-divide", parameter="groups", **details)
    if values["chosen"] >= channels:
        details = {"value": values["chosen"], "channels": channels, "last": channels - 1}
        raise ConvError("shuffle-chosen", parameter="chosen", **details)


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(channels, cells)``, and both layers' weights ``(channels, channels/groups)``."""
    return laid_over(NUMBERS, values, backgrounds(values["seed"], DRAWN))


def net(values: Values) -> ShuffledNet:
    """The values' numbers, as they are staged."""
    x, first, second = arrays(values).values()
    shuffle = values["shuffle"] == SHUFFLED
    return ShuffledNet(x, first, second, values["groups"], shuffle, values["chosen"])
