"""The module that PyTorch's code names beside the function: with the weights it gives the same.

It is built of the stand-in's modules, and of PyTorch's where it is installed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given

import convlib
from convlib import Lesson, code
from convlib.code.stacks import touched_counts
from convlib.lesson import Values
from convlib.ops import Array
from tests.cases import fixed
from tests.code.drawn import PROGRAMS
from tests.code.running import (
    Code,
    Program,
    given_in,
    libraries,
    module_result,
    modules_in,
    run,
    space_of,
)


def numbers_in(written: Code) -> tuple[Array, list[Array]]:
    """The input, and the weights and biases in the order in which the layers take them."""
    named = given_in(written["numpy"])
    if "f" in named:  # what slides in the end is the weights
        space = space_of("numpy", written)
        still = space["f"] if "the larger one" in written["numpy"] else named["f"]
        return still[None], [space["g"]]
    x = named.pop("x")
    if "column" in named:
        first = written["numpy"].index("* column)") < written["numpy"].index("* row)")
        return x, [named[name] for name in (("column", "row") if first else ("row", "column"))]
    return x, [*named["weights"]] if "weights" in named else [*named.values()]


def check_module(library: str, module: str, written: Code, result: Array) -> None:
    """With the weights that stand in the code it makes the result."""
    x, weights = numbers_in(written)
    inputs = x[:, None] if "each channel alone" in written["pytorch"] else [x]
    made = [module_result(library, module, each, weights) for each in inputs]
    found = made[0] if len(made) == 1 else np.concatenate(made)
    np.testing.assert_allclose(found.reshape(result.shape), result, atol=1e-9)


@libraries
@pytest.mark.parametrize("name", PROGRAMS)
def test_the_module_gives_what_the_function_gives(name: str, library: str) -> None:
    @fixed(50)
    @given(PROGRAMS[name])
    def holds(program: Program | None) -> None:
        if program is not None:
            (module,) = modules_in(program.written["pytorch"])
            check_module(library, module, program.written, program.result)

    holds()


@libraries
@pytest.mark.parametrize("lesson", convlib.all_lessons(), ids=lambda lesson: lesson.slug)
def test_every_preset_names_its_module(lesson: Lesson, library: str) -> None:
    for preset in lesson.presets:
        check_named(library, lesson, lesson.values(preset=preset.name))


def check_named(library: str, lesson: Lesson, values: Values) -> None:
    """The module that stands in a state's code makes what the code makes."""
    written = lesson.code(values)
    named = modules_in(written["pytorch"])
    if values.get("view") in ("continuous", "unit"):  # functions are no layer, nor is a shortcut
        assert not named
    elif lesson.slug == "inception" and "torch.cat" in written["pytorch"]:
        check_side_by_side(library, written)
    elif not named and "torch.rand" in written["pytorch"]:  # they are at work themselves
        assert "nn." in written["pytorch"]
    elif values.get("view") == "gridding":
        check_counts(library, written, values["kernel"], len(values["rates"]))
    elif values.get("view") == "parallel":  # a module for each of the layers side by side
        planes, (x, weights) = run("numpy", written), numbers_in(written)
        named = re.findall(r"^# (nn\.Conv2d.*)$", written["pytorch"], re.MULTILINE)
        for module, weight, plane in zip(named, weights, planes, strict=True):
            assert np.array_equal(module_result(library, module, x[None], [weight])[0], plane)
    elif "deform_conv2d" in written["pytorch"]:  # it takes the offsets besides its input
        rows, columns = values["kernel"]
        assert named == [f"torchvision.ops.DeformConv2d(1, 1, ({rows}, {columns}), bias=False)"]
    elif "gains = " in written["pytorch"]:
        gains = space_of("numpy", written)["gains"]
        check_module(library, named[0], written, gains[:, None, None])
    elif len(named) == 1:
        check_module(library, named[0], written, np.asarray(run("numpy", written)))
    else:
        assert len(named) == written["pytorch"].count("y = F.conv") == 2


def check_side_by_side(library: str, written: Code) -> None:
    """Each module takes the weights of its own branch, and all together make the result."""
    x, weights = numbers_in(written)
    modules = written["pytorch"].partition("side by side:")[2].replace("\n# ", "\n")
    ends = re.split(r"\n(?=nn\.)", modules.strip())
    taken, made = iter(weights), list[Array]()
    for module in ends:
        own = [next(taken) for _ in range(module.count("nn.Conv2d"))]
        made.append(module_result(library, module, x, own))
    assert next(taken, None) is None
    assert np.array_equal(np.concatenate(made), run("numpy", written))


def check_counts(library: str, written: Code, kernel: Sequence[int], layers: int) -> None:
    """Each count is what an output of the layers, all of ones, makes of a 1 in that cell alone."""
    (module,), counts = modules_in(written["pytorch"]), run("numpy", written)
    for place in np.ndindex(counts.shape):
        alone = np.zeros((1, *counts.shape))
        alone[(0, *place)] = 1
        ones = [np.ones(kernel)] * layers
        assert module_result(library, module, alone, ones).item() == counts[place]


@libraries
@pytest.mark.parametrize(("kernel", "rates"), [((3, 2), (1, 2)), ((1, 3), (2, 2, 2))])
def test_the_module_of_the_layers_that_are_counted(
    kernel: tuple[int, int], rates: Sequence[int], library: str
) -> None:
    check_counts(library, touched_counts(kernel, rates), kernel, len(rates))


def test_how_modules_are_written() -> None:
    x, weight = np.ones((3, 9, 9), int), np.ones((16, 3, 3, 3), int)
    bias = [0] * 16
    wanted = {
        "nn.Conv2d(3, 16, 3, bias=False)": code.conv(x, weight),
        "nn.Conv2d(3, 16, 3, stride=2, padding=1)": code.conv(x, weight, bias, stride=2, padding=1),
        'nn.Conv2d(3, 16, 3, padding="same", dilation=2)': code.conv(
            x, weight, bias, padding="same", dilation=2
        ),
        "nn.Conv2d(3, 16, 1)": code.pointwise(x, weight[:, :, 0, 0], bias),
        "nn.Conv2d(3, 3, 3, groups=3, bias=False)": code.depthwise(x, weight[:3, :1]),
        "nn.ConvTranspose2d(3, 3, 3, stride=2, output_padding=1, bias=False)": code.conv_transpose(
            x, weight[:3], stride=2, output_padding=1
        ),
        "nn.Sequential(nn.ZeroPad1d((1, 0)), nn.Conv1d(1, 1, 2, bias=False))": code.conv(
            [[1, 2]], [[[1, 2]]], padding="causal"
        ),
    }
    for module, written in wanted.items():
        assert modules_in(written["pytorch"]) == [module]
