"""Lesson 1: convolution and cross-correlation, of functions, of numbers in a row, in the plane."""

from __future__ import annotations

from functools import partial

import numpy as np

from convlib import code
from convlib.code.integrals import abreast, integrals
from convlib.cost import Cost
from convlib.errors import ConvError
from convlib.layers import standard
from convlib.layers.backgrounds import Background, backgrounds
from convlib.layers.by_axis import Worked, by_axis
from convlib.layers.cost_rows import row
from convlib.layers.size_lines import counted, equals, filled, number
from convlib.lesson import CostRow, Derivation, Lesson, Line, Note, Preset, Question, Values
from convlib.named.inputs import INPUTS
from convlib.named.kernels import KERNELS
from convlib.named.signals import SIGNALS, boxcar
from convlib.numerals import MINUS, bracketed, exact
from convlib.ops import Array, convolve, correlate, integral
from convlib.params import Choice, Grid, Param, PerAxis, Seed, Whole, fitted, laid_over
from convlib.picture.scene import Scene
from convlib.staging.signal_pair import SIGNS, origin_of
from convlib.staging.sliding import argument, stage_line
from convlib.staging.turning import stage_turning
from convlib.trace import convolve_trace, correlate_trace

MOST_POINTS, LARGEST_INPUT, LARGEST_KERNEL = 12, 7, 4
REVERSE = {"on": [True], "off": [False], "both": [True, False]}
PARAMS: tuple[Param, ...] = (
    Choice("view", ("continuous", "discrete", "plane")),
    Choice("reverse", tuple(REVERSE)),
    Choice("mode", ("full", "valid")),
    Whole("f-size", default=5, low=2, high=MOST_POINTS),
    Whole("g-size", default=5, low=2, high=MOST_POINTS),
    PerAxis("size", default=(5, 5), low=1, high=LARGEST_INPUT),
    PerAxis("kernel", default=(3, 3), low=1, high=LARGEST_KERNEL),
    Seed("seed"),
    Grid("f", cap=MOST_POINTS, size="f-size", names=SIGNALS, row=True),
    Grid("g", cap=MOST_POINTS, size="g-size", names=SIGNALS, row=True),
    Grid("input", cap=LARGEST_INPUT, size="size", names=INPUTS),
    Grid("weights", cap=LARGEST_KERNEL, size="kernel", names=KERNELS),
)
NUMBERS = {
    "f": Background((1, MOST_POINTS), range(4), classic=[boxcar(MOST_POINTS)]),
    "g": Background((1, MOST_POINTS), range(-2, 4), classic=[boxcar(MOST_POINTS)]),
}
SAME = 1e-9  # two results that differ by less are the same: sums of decimals are rounded


def arrays(values: Values) -> dict[str, Array]:
    """Both signals, ``(1, points)``, and in the plane the input and the weights."""
    numbers = backgrounds(values["seed"], NUMBERS)
    return laid_over(PARAMS, values, numbers) | standard.arrays(values)


def pair(values: Values) -> tuple[Array, Array]:
    """F and g of the present view."""
    given = arrays(values)
    if values["view"] == "plane":
        return given["input"], given["weights"]
    return given["f"][0], given["g"][0]


def check(values: Values) -> None:
    """Refuse a g that fits nowhere into f where it has to lie wholly on it.

    Raises:
        ConvError: It is larger.
    """
    if values["mode"] == "full":
        return
    plane = values["view"] == "plane"
    names = ("size", "kernel") if plane else ("f-size", "g-size")
    have, want = (values[name] for name in names)
    if np.any(np.greater(want, have)):
        size = "×".join(map(str, want)) if plane else want
        limit = "×".join(map(str, have)) if plane else have
        raise ConvError("fits-nowhere", parameter=names[1], size=size, limit=limit)


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    f, g = pair(values)
    reverse, mode = REVERSE[values["reverse"]], values["mode"]
    if values["view"] == "plane":
        return stage_turning(f, g, reverse, mode=mode)
    return stage_line(f, g, reverse, mode=mode, smooth=values["view"] == "continuous")


def results(values: Values, mode: str | None = None) -> tuple[Array, Array]:
    """The convolution and the correlation, with g at the same place on f in both."""
    (f, g), mode = pair(values), mode or values["mode"]
    if values["view"] != "continuous":
        return convolve(f, g, mode), correlate(f, g, mode)
    inside = len(g) - 1 if mode == "valid" else 0
    places = range(inside, len(f) + len(g) - 1 - inside)
    turned = np.array([integral(f, g, t) for t in places])
    lag = len(g) - 1
    return turned, np.array([integral(f, g, t - lag, turned=False) for t in places])


def derive(values: Values) -> list[Derivation]:
    """How many results there are."""
    f, g = pair(values)
    sizes = zip(f.shape, g.shape, strict=True)
    axes = [_derive_axis(values, *each) for each in sizes]
    if f.ndim == 1:
        return [Derivation("length", **axes[0]._asdict())]
    return by_axis(*axes)


def _derive_axis(values: Values, have: int, want: int) -> Worked:
    n, m = ("i", "k") if values["view"] == "plane" else ("n", "m")
    full = values["mode"] == "full"
    first, last = ("+", "-") if full else ("-", "+")
    total = have + want - 1 if full else have - want + 1
    lines = (
        f"o &= {n} {first} {m} {last} 1",
        rf"o &= {have} {first} {want} {last} 1 = \mathbf{{{total}}}",
    )
    return Worked(lines, _line(values, have, want), total)


def _line(values: Values, have: int, want: int) -> Line:
    """How many results there are, in one line."""
    size, kernel = ("size", "kernel") if values["view"] == "plane" else ("f-size", "g-size")
    numbers = {"size": number("size", have, size), "kernel": number("kernel", want, kernel)}
    if values["mode"] == "valid":
        return counted("{size} − {kernel}", numbers, have - want)
    total = have + want - 1
    return equals(filled("{size} + {kernel} − 1", numbers), total, Note("places", total))


def costs(values: Values) -> list[CostRow]:
    """Each product of a number of f and one of g; an integral has none to be counted.

    Around a plane stand the zeros that a full result needs, and they are multiplied too.
    """
    if is_smooth(values):
        return []
    f, g = pair(values)
    times, places = len(REVERSE[values["reverse"]]), results(values)[0].shape
    each_once = values["mode"] == "full" and values["view"] != "plane"
    twice = [("2", 2)] if times > 1 else []
    outer = [("n", f.size) if each_once else ("o", int(np.prod(places)))]
    factors = [*twice, *outer, ("m", g.size)]
    macs = times * outer[0][1] * g.size
    total = Cost(parameters=g.size, macs=macs, shape=(times, *places))
    return [row("own", total, macs=[factors], parameters=[[("m", g.size)]])]


def written(values: Values) -> dict[str, str]:
    """The present operation as code; both of them one after the other."""
    (f, g), mode = pair(values), values["mode"]
    if values["view"] == "continuous":
        each = [integrals(f, g, turned=turned, mode=mode) for turned in REVERSE[values["reverse"]]]
    else:
        makers = {True: code.convolve, False: code.correlate}
        each = [makers[turned](f, g, mode) for turned in REVERSE[values["reverse"]]]
    return each[0] if len(each) == 1 else abreast(each[0], each[1], again=not is_smooth(values))


def middle(values: Values) -> tuple[int, ...]:
    """Which of the full results questions ask for: the one in the middle."""
    return tuple((size - 1) // 2 for size in results(values, "full")[0].shape)


def details(values: Values) -> dict[str, object]:
    """What the questions speak of: sizes, names of places, and the sums there."""
    f, g = pair(values)
    smooth, full = is_smooth(values), values["mode"] == "full"
    origin = origin_of(g, REVERSE[values["reverse"]], smooth=smooth)
    there = middle(values)
    place = tuple(at - origin for at in there)
    lag = tuple(at - size + 1 + origin for at, size in zip(there, g.shape, strict=True))
    signs = ("+", MINUS) if full else (MINUS, "+")
    sizes = list(zip(f.shape, g.shape, strict=True))
    sums = [f"({n} {signs[0]} {m} {signs[1]} 1)" for n, m in sizes]
    named = {turned: _named(turned, at, smooth) for turned, at in ((True, place), (False, lag))}
    return {
        "n": "×".join(map(str, f.shape)),
        "m": "×".join(map(str, g.shape)),
        "sizes": " · ".join(sums) if len(sums) > 1 else sums[0].strip("()"),
        "convolution": named[True],
        "correlation": named[False],
        "products": _integral(place[0], True) if smooth else _products(f, g, there, True),
        "straight": _integral(lag[0], False) if smooth else _products(f, g, there, False),
        "places": results(values)[0].size,
    }


def gaps(values: Values) -> dict[str, object]:
    """How far apart the two results are at each place, a row after the other."""
    turned, straight = results(values)
    apart = turned - straight
    rows = np.atleast_2d(np.where(np.abs(apart) > SAME, apart, 0)).tolist()
    return {"places": apart.size, "gaps": "; ".join(", ".join(map(exact, row)) for row in rows)}


def _named(turned: bool, place: tuple[int, ...], smooth: bool) -> str:
    at = ", ".join(map(exact, place))
    return f"(f {SIGNS[turned]} g)" + (f"({at})" if smooth else f"[{at}]")


def _integral(place: float, turned: bool) -> str:
    """What is added up of functions, where g stands at a place."""
    return f"∫ f(τ)·g({argument(place, turned=turned)}) dτ"


def _products(f: Array, g: Array, place: tuple[int, ...], turned: bool) -> str:
    """What is added up at a place of the result, products with a 0 left out if there are others."""
    trace = (convolve_trace if turned else correlate_trace)(f, g)
    taps = list(trace)[int(np.ravel_multi_index(place, trace.shape))]
    inside = [tap for tap in taps if trace.cells.ravel()[tap.src] >= 0]
    pairs = [(float(trace.source.ravel()[tap.src]), float(g.ravel()[tap.ker])) for tap in inside]
    kept = [pair for pair in pairs if pair[0] * pair[1]] or pairs
    return " + ".join("·".join(bracketed(exact(factor)) for factor in pair) for pair in kept)


def value(values: Values) -> float:
    """The convolution in the middle."""
    return float(results(values, "full")[0][middle(values)])


def count(values: Values) -> int:
    """How many results there are."""
    return results(values)[0].size


def is_smooth(values: Values) -> bool:
    """Whether f and g are functions."""
    return bool(values["view"] == "continuous")


def differing(values: Values) -> int:
    """At how many places of the results the two are not the same."""
    turned, straight = results(values)
    return int(np.count_nonzero(np.abs(turned - straight) > SAME))


QUESTIONS = (
    Question("length", count, details, lambda values: values["mode"] == "full"),
    Question("inside", count, details, lambda values: values["mode"] == "valid"),
    Question("value", value, details, lambda values: not is_smooth(values)),
    Question("area", value, details, is_smooth),
    Question("other", lambda values: float(results(values, "full")[1][middle(values)]), details),
    Question("differ", differing, gaps),
)
# What makes no difference in a view.
IDLE = {
    "continuous": ("size", "kernel", "input", "weights"),
    "discrete": ("size", "kernel", "input", "weights"),
    "plane": ("f", "g", "f-size", "g-size"),
}


LESSON = Lesson(
    slug="convolution-vs-correlation",
    order=1,
    group="operation",
    params=PARAMS,
    presets=(
        Preset("sawtooth", {"reverse": "both", "f-size": 3, "g": "0 1 2"}),
        Preset("boxes"),
        Preset("decay", {"g": "exponential", "g-size": 6}),
        Preset("echo", {"view": "discrete", "f": "1 3 2", "g": "echo"}),
        Preset("numbers", {"view": "discrete", "reverse": "both", "f": "1 2 3", "g": "0 1 0.5"}),
        Preset("turn", {"view": "plane", "mode": "valid"}),
        Preset(
            "impulse",
            {
                "view": "plane",
                "reverse": "both",
                "mode": "valid",
                "input": "impulse",
                "weights": "1 2 3; 4 5 6; 7 8 9",
            },
        ),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=written,
    questions=QUESTIONS,
    fit=partial(fitted, PARAMS),
    idle=lambda values: IDLE[values["view"]],
)
