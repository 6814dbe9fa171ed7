"""Layers of many channels, depthwise, grouped, 1×1: as a lesson has them, against loops."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from convlib import ConvError
from convlib.edits import choose, paste, set_cell
from convlib.layers.channels import ChannelState
from convlib.lesson import Lesson, Preset, Values
from convlib.ops import Array
from convlib.params import PaddingParam, Param, PerAxis, Whole
from convlib.picture.scene import Scene
from convlib.staging.single_plane import stage_plane
from convlib.trace import conv_trace
from tests.cases import Case

AXES: tuple[Param, ...] = (
    PerAxis("size", (5, 5), 1, 8),
    PerAxis("kernel", (3, 3), 1, 4),
    PerAxis("stride", (1, 1), 1, 3),
    PaddingParam("padding", ("valid", "same"), 3),
)
IMAGE = np.arange(75).reshape(3, 5, 5)
BANK = -np.arange(54).reshape(3, 2, 3, 3)


def counts(**defaults: int) -> tuple[Param, ...]:
    """Parameters from 1 to 8."""
    return tuple(Whole(name, default, 1, 8) for name, default in defaults.items())


DENSE = ChannelState((*counts(channels=3, filters=2), *AXES), most=10)
GROUPED = ChannelState((*counts(channels=4, filters=6, groups=2), *AXES), most=10, bias=False)
DEPTHWISE = ChannelState(
    (*counts(channels=3, multiplier=2), *AXES), most=10, image=IMAGE, bank=BANK, bias=False
)
PLAIN = ChannelState((*counts(channels=3), *AXES, PerAxis("dilation", (1, 1), 1, 3)), most=10)
ONE_BY_ONE = ChannelState((*counts(channels=6, filters=6, groups=3), AXES[0]), most=8)
STATES = {
    "dense": DENSE,
    "grouped": GROUPED,
    "depthwise": DEPTHWISE,
    "plain": PLAIN,
    "1x1": ONE_BY_ONE,
}
each_state = pytest.mark.parametrize("state", STATES.values(), ids=STATES)


def lesson_of(state: ChannelState) -> Lesson:
    """A lesson that has nothing but the layer."""

    def stage(values: Values) -> Scene:
        return stage_plane(conv_trace(state.operands(values)[0][:1], np.ones((1, 1, 1, 1), int)))

    return Lesson(
        slug="layer",
        order=99,
        group="operation",
        params=state.params,
        presets=(Preset("plain"),),
        stage=stage,
        check=state.check,
        derive=lambda _: [],
        arrays=state.arrays,
        costs=lambda _: [],
        code=lambda _: {},
        questions=(),
        fit=state.fit,
    )


def by_loops(x: Array, kernels: Array, values: Values, groups: int) -> Array:
    """The layer in plain loops, without a bias."""
    stride, dilation = (values.get(name, (1, 1)) for name in ("stride", "dilation"))
    return Case(x, kernels, stride, ((0, 0), (0, 0)), dilation, groups).convolved()


@pytest.mark.parametrize(
    ("state", "given", "shape", "groups"),
    [
        (DENSE, {"filters": 4, "size": "6x5", "stride": "2x1"}, (4, 3, 3, 3), 1),
        (GROUPED, {}, (6, 2, 3, 3), 2),
        (GROUPED, {"groups": 1, "filters": 3}, (3, 4, 3, 3), 1),
        (GROUPED, {"channels": 6, "filters": 3, "groups": 3, "seed": 5}, (3, 2, 3, 3), 3),
        (DEPTHWISE, {"kernel": "3x2"}, (6, 1, 3, 2), 3),
        (DEPTHWISE, {"channels": 5, "multiplier": 1, "seed": 9}, (5, 1, 3, 3), 5),
        (PLAIN, {"dilation": 2, "kernel": 2}, (3, 1, 2, 2), 3),
        (ONE_BY_ONE, {}, (6, 2, 1, 1), 3),
    ],
)
def test_a_layer_is_what_its_parameters_say(
    state: ChannelState, given: dict[str, Any], shape: tuple[int, ...], groups: int
) -> None:
    values = lesson_of(state).values(**given)
    x, weights, *bias = state.operands(values)
    kernels = state.arrays(values)["weights"]
    assert weights.shape == shape
    assert weights.tolist() == kernels.reshape(shape).tolist()
    wanted = by_loops(x, kernels.reshape(shape), values, groups)
    shift = bias[0][:, None, None] if bias else 0
    assert len(bias) == state.bias
    assert state.output(values).tolist() == (wanted + shift).tolist()
    told = state.counts(values)
    rows, columns = wanted.shape[1:]
    assert (told["rows"], told["columns"], told["outputs"]) == (rows, columns, rows * columns)
    assert (told["channels"], told["filters"], told["groups"]) == (len(x), len(wanted), groups)
    assert (told["kernels"], told["depth"]) == (len(kernels), shape[1])
    assert (told["weights"], told["products"]) == (kernels[0].size, weights[0].size)


def test_only_what_divides_is_offered_and_taken() -> None:
    """Every number from 1 to 8, against division by hand."""
    lesson = lesson_of(GROUPED)
    for channels, filters in itertools.product(range(1, 9), repeat=2):
        divide = [n for n in range(1, 9) if channels % n == 0 == filters % n]
        start = lesson.values(channels=channels, filters=filters, groups=1)
        every = {n: n for n in range(1, 9)}
        assert lesson.offered(start, every, "groups") == divide
        for groups in set(every) - set(divide):
            with pytest.raises(ConvError) as caught:
                lesson.values(channels=channels, filters=filters, groups=groups)
            assert caught.value.parameter == "groups"
            both = " and ".join(
                f"{number} {word}{'s' if number > 1 else ''}"
                for number, word in ((channels, "channel"), (filters, "filter"))
            )
            assert str(caught.value) == (
                f"groups is {groups}, but it has to divide both {both}:"
                f" {', '.join(map(str, divide))} would."
            )
    two = lesson.values(channels=4, filters=2, groups=2)
    assert lesson.offered(two, every, "channels") == [2, 4, 6, 8]
    assert lesson.offered(two, every, "filters") == [2, 4, 6, 8]


@pytest.mark.parametrize(
    ("given", "parameter", "words"),
    [
        ({"size": 8, "padding": 2}, "padding", "12 cells wide or high, and at most 10"),
        ({"size": 2}, "kernel", "2 or less fits"),
        ({"channels": 9}, "channels", "from 1 to 8"),
        ({"weights": "|".join("1" * 20), "channels": 2}, "multiplier", "from 1 to 8"),
        ({"weights": "|".join("1" * 65)}, "weights", "takes 1 to 64"),
        ({"input": "|".join("1" * 9)}, "input", "takes 1 to 8"),
        ({"weights": "1", "channels": "many"}, "channels", "whole number"),
    ],
)
def test_refusals_say_what_works(given: dict[str, Any], parameter: str, words: str) -> None:
    with pytest.raises(ConvError, match=words) as caught:
        lesson_of(DEPTHWISE).values(**given)
    assert caught.value.parameter == parameter


@pytest.mark.parametrize(
    ("state", "given", "settled"),
    [
        (DENSE, {"input": "1|2", "weights": "1|2|3|4|5|6"}, {"channels": 2, "filters": 3}),
        (DENSE, {"weights": "1|2|3|4|5|6"}, {"channels": 3, "filters": 2, "kernel": (1, 1)}),
        (DENSE, {"weights": "1|2|3|4", "channels": 4}, {"channels": 4, "filters": 1}),
        (DENSE, {"weights": "1|2|3|4"}, {"channels": 3, "filters": 2}),  # 3 don't divide 4
        (GROUPED, {"weights": "1|2|3|4", "groups": 4}, {"channels": 4, "filters": 4}),
        (GROUPED, {"weights": "1|2|3|4", "groups": 1}, {"channels": 4, "filters": 1}),
        (DEPTHWISE, {"input": "1|2", "weights": "1|2|3|4|5|6"}, {"channels": 2, "multiplier": 3}),
        (PLAIN, {"weights": "1|2|3|4|5"}, {"channels": 5}),
        (ONE_BY_ONE, {"weights": "1|2|3|4|5|6|7|8|9|10|11|12"}, {"filters": 6, "channels": 6}),
    ],
)
def test_typed_planes_settle_what_counts_them(
    state: ChannelState, given: dict[str, Any], settled: dict[str, Any]
) -> None:
    lesson = lesson_of(state)
    values = lesson.values(**given, size=3)
    assert {name: values[name] for name in settled} == settled
    again = lesson.values(**lesson.write(values))
    assert lesson.same(values, again)
    typed = given["weights"].split("|")
    if len(state.arrays(values)["weights"]) == len(typed):
        assert state.arrays(values)["weights"].ravel().tolist() == list(map(int, typed))


@each_state
@pytest.mark.parametrize("seed", [None, 3])
def test_a_larger_layer_keeps_the_numbers_that_it_had(
    state: ChannelState, seed: int | None
) -> None:
    """Twice as many channels, filters or kernels of each only add to what was there."""
    lesson = lesson_of(state)
    names = {param.name for param in state.sizes} & {"channels", "filters", "groups", "multiplier"}
    small = lesson.values(**dict.fromkeys(names, 2), size=3, seed=seed)
    for name in names - {"groups"}:
        more = lesson.values(**small | {name: 4})
        (x, weights, *_), (wider, kernels, *_) = map(state.operands, (small, more))
        assert wider[:2].tolist() == x.tolist()
        many, each = weights.shape[:2]
        # Those of a channel stand together, so that further ones come between.
        kept = [0, 1, 4, 5] if name == "multiplier" else range(many)
        assert kernels[kept, :each].tolist() == weights.tolist()
        assert kernels.size == 2 * weights.size


def test_the_lessons_own_numbers_stand_where_nothing_is_typed() -> None:
    lesson = lesson_of(DEPTHWISE)
    values = lesson.values()
    assert state_numbers(values) == [IMAGE.tolist(), BANK.reshape(6, 3, 3).tolist()]
    one = lesson.values(multiplier=1)
    assert DEPTHWISE.arrays(one)["weights"].tolist() == BANK[:, 0].tolist()
    wide = lesson.values(size=7)
    assert DEPTHWISE.arrays(wide)["input"][:, :5, :5].tolist() == IMAGE.tolist()


def state_numbers(values: Values) -> list[Any]:
    """All numbers of a depthwise layer."""
    return [array.tolist() for array in DEPTHWISE.arrays(values).values()]


def test_numbers_of_any_plane_are_changed_in_place() -> None:
    lesson = lesson_of(DEPTHWISE)
    values = lesson.values()
    kernels = DEPTHWISE.arrays(values)["weights"]
    kernels[5, 1, 2] = 77
    changed = set_cell(lesson, values, "weights", (5, 1, 2), "77")
    assert DEPTHWISE.arrays(changed)["weights"].tolist() == kernels.tolist()
    assert (changed["channels"], changed["multiplier"]) == (3, 2)
    pasted = paste(lesson, values, "input", (2, 4, 4), "1 2\n3 4")
    image = DEPTHWISE.arrays(pasted)["input"]
    assert (image.shape, image[2, 4:, 4:].tolist()) == ((3, 6, 6), [[1, 2], [3, 4]])
    named = choose(lesson, values, "weights", "sobel-x")
    assert (
        DEPTHWISE.arrays(named)["weights"][[0, 5]].tolist()
        == [[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]] * 2
    )
    drawn = choose(lesson, values, "weights", "random", 3)
    assert drawn["weights"].shape == (6, 3, 3)


def test_what_a_lesson_has_beside_its_layer_is_not_the_layers() -> None:
    """A second layer's filters, as of a depthwise separable convolution, are its own."""
    values = lesson_of(DEPTHWISE).values() | {"filters": 128, "groups": 4}
    assert DEPTHWISE.layer(values)["filters"] == 6
    assert DEPTHWISE.options(values)["groups"] == 3
    assert DEPTHWISE.output(values).shape == (6, 3, 3)
