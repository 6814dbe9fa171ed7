"""A depthwise layer and the 1×1 layer that mixes what it makes: parameters, numbers and counts."""

from __future__ import annotations

from convlib.layers.backgrounds import Background, backgrounds
from convlib.layers.channels import ChannelState
from convlib.lesson import Values
from convlib.numerals import bracketed, exact
from convlib.ops import Array
from convlib.params import Count, Grid, PaddingParam, Param, PerAxis, Whole, laid_over
from convlib.staging.depthwise import DepthwiseLayer
from convlib.staging.look_and_mix import Separable

FILTERS = 4  # that are drawn at most
STATE = ChannelState(
    sizes=(
        Whole("channels", default=3, low=1, high=4),
        PerAxis("size", default=(5, 5), low=1, high=7),
        PerAxis("kernel", default=(3, 3), low=1, high=4),
        PerAxis("stride", default=(1, 1), low=1, high=3),
        PaddingParam("padding", rules=("valid", "same"), high=2),
    ),
    most=9,
    bank=[
        [[[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]],
        [[[0, 1, 0], [1, -4, 1], [0, 1, 0]]],
        [[[1, 1, 1], [0, 0, 0], [-1, -1, -1]]],
    ],
    bias=False,
)
SIZES: tuple[Param, ...] = (*STATE.sizes, Whole("filters", default=3, low=1, high=FILTERS))
MIX = Grid("mix", cap=FILTERS, counts=(Count("filters"), Count("channels")))
NUMBERS: tuple[Param, ...] = (*STATE.numbers, MIX)
MIXING = [[1, 1, -1], [-1, 0, 2], [1, -1, 0], [0, 1, 2]]
DRAWN = {"mix": Background((FILTERS, FILTERS), range(-2, 3), range(-1, 3), MIXING)}


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(C, H, W)``, kernels ``(C, kH, kW)`` and the filters that mix ``(N, C)``."""
    mixing = laid_over([MIX], values, backgrounds(values["seed"], DRAWN))
    return STATE.arrays(values) | mixing


def layer(values: Values) -> Separable:
    """The values' numbers, as they are staged."""
    x, weights = STATE.operands(values)
    moves = {name: values[name] for name in ("stride", "padding")}
    return Separable(DepthwiseLayer(x, weights, moves), arrays(values)["mix"])


def counts(values: Values) -> dict[str, object]:
    """All that questions about both layers speak of."""
    made = layer(values)
    look, mix = (len(stage.trace.src) for stage in made.chain.stages)
    firsts = made.chain.arrays[1][:, 0, 0].tolist()
    terms = zip(firsts, made.mix[0].tolist(), strict=True)
    return {
        **STATE.counts(values),
        **{"filters": values["filters"], "look": look, "mix": mix},
        "sum": " + ".join(f"{bracketed(exact(m))}·{bracketed(exact(w))}" for m, w in terms),
    }
