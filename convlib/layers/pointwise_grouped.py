"""A grouped 1×1 layer, and ShuffleNet's unit that begins with it: parameters and numbers."""

from __future__ import annotations

import math

from convlib.errors import ConvError
from convlib.layers.backgrounds import Background, backgrounds
from convlib.layers.units import PARAMS as UNITS
from convlib.layers.units import sizes
from convlib.lesson import Values
from convlib.ops import Array
from convlib.params import Choice, Count, Grid, Param, PerAxis, Seed, Whole, laid_over
from convlib.trace import Chain, Trace, pointwise_trace, shufflenet_unit_chain

MOST, LARGEST = 6, 4
FIBRE, UNIT = "fibre", "unit"
PARAMS: tuple[Param, ...] = (
    Choice("view", (FIBRE, UNIT)),
    Choice("shortcut", ("add", "join")),
    Whole("groups", default=3, low=1, high=MOST),
    Whole("channels", default=6, low=1, high=MOST),
    Whole("filters", default=6, low=1, high=MOST),
    PerAxis("size", default=(2, 2), low=1, high=LARGEST),
    *UNITS,
    Seed("seed"),
    Grid("input", LARGEST, "size", planes=MOST, counts=(Count("channels"),)),
    Grid("weights", MOST, counts=(Count("filters"), Count("channels", over="groups"))),
    Grid("spatial", 3, planes=MOST, counts=(Count("filters"),)),
    Grid("last", MOST, counts=(Count("channels"), Count("filters", over="groups"))),
)
INPUT = [
    [[2, 1], [0, 3]],
    [[2, 0], [1, 1]],
    [[3, 1], [2, 0]],
    [[1, 2], [0, 1]],
    [[1, 0], [3, 2]],
    [[1, 3], [1, 0]],
]
WEIGHTS = [[1, 1], [2, 1], [2, -1], [-1, 1], [2, -1], [1, 2]]
EXPAND = [[2, 2], [2, 1], [1, 1], [-1, 1], [2, -1], [1, -1]]
NUMBERS = {
    "input": Background((MOST, LARGEST, LARGEST), range(10), range(4), INPUT),
    "weights": Background((MOST, MOST), range(-2, 3), range(-1, 3), WEIGHTS),
    "spatial": Background((MOST, 3, 3), range(-1, 2), range(-1, 2)),
    "last": Background((MOST, MOST), range(-2, 3), range(-1, 3), EXPAND),
}


def check(values: Values) -> None:
    """Refuse groups into which channels and filters, drawn or counted, can't be cut.

    Raises:
        ConvError: They can't.
    """
    drawn = tuple(values[name] for name in ("channels", "filters", "groups"))
    for name, (have, made, cut) in (("groups", drawn), ("unit-groups", sizes(values))):
        if have % cut or made % cut:
            common = math.gcd(have, made)
            fits = [each for each in range(1, common + 1) if common % each == 0 and each <= 32]
            details = {"value": cut, "channels": have, "filters": made}
            choices = ", ".join(map(str, fits))
            raise ConvError("groups-divide", parameter=name, choices=choices, **details)


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(D, H, W)``, weights ``(N, D/g)``, kernels ``(N, 3, 3)`` and weights ``(D, N/g)``."""
    return laid_over(PARAMS, values, backgrounds(values["seed"], NUMBERS))


def layer(values: Values) -> Trace:
    """The first 1×1 layer at work."""
    given = arrays(values)
    weights = given["weights"][..., None, None]
    return pointwise_trace(given["input"], weights, groups=values["groups"])


def stride(values: Values) -> int:
    """Of the unit: 2 where what it makes stands behind the pooled input."""
    return 2 if values["shortcut"] == "join" else 1


def unit(values: Values) -> Chain:
    """ShuffleNet's unit at work."""
    x, reduce, spatial, expand = arrays(values).values()
    return shufflenet_unit_chain(
        x,
        reduce[..., None, None],
        spatial[:, None],
        expand[..., None, None],
        groups=values["groups"],
        stride=stride(values),
    )
