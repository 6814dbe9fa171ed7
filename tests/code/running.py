"""What tests of written code share: to run it, and to see that what it says of modules is true.

NumPy's code and Keras's are run as they are; PyTorch's by the stand-in, and by PyTorch where it is
installed.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from convlib import ConvError
from convlib.ops import Array
from tests.code import with_keras
from tests.code.stand_in import importing
from tests.optional import torch_only

TEXTS = {"numpy": "numpy", "stand-in": "pytorch", "torch": "pytorch", "keras": "keras"}
EXAMPLES = {"numpy": 150, "stand-in": 150, "torch": 150, "keras": 25}
TORCH = pytest.param("torch", marks=torch_only)
by_each = pytest.mark.parametrize("runner", ["numpy", "stand-in", TORCH, "keras"])
by_each_framework = pytest.mark.parametrize("runner", ["stand-in", TORCH, "keras"])
libraries = pytest.mark.parametrize("library", ["stand-in", TORCH])
Code = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Program:
    """A piece of code, with the input that stands in it, and the engine's result."""

    written: Code
    x: Array
    result: Array


def tried(
    write: Callable[..., dict[str, str]],
    operator: Callable[..., Array],
    x: Array,
    *arrays: Array | None,
    **options: Any,
) -> Program | None:
    """The code and the result; nothing where the operator refuses, and then so does the writer."""
    try:
        result = operator(x, *arrays, **options)
    except ConvError:
        with pytest.raises(ConvError):
            write(x, *arrays, **options)
        return None
    return Program(write(x, *arrays, **options), x, result)


def space_of(runner: str, written: Code) -> dict[str, Any]:
    """All that the code leaves behind; nothing but the code itself is there before."""
    if runner == "keras":
        with_keras.ready()
    elif runner == "torch":
        torch_of(runner)
    space: dict[str, Any] = importing.space() if runner == "stand-in" else {}
    exec(written[TEXTS[runner]], space)
    return space


def run(runner: str, written: Code) -> Any:
    """What the code leaves in ``y``."""
    return space_of(runner, written)["y"]


@lru_cache(64)
def plain(source: str) -> Array:
    """What NumPy's code leaves in ``y``; several frameworks are compared with it."""
    return np.asarray(run("numpy", {"numpy": source}))


def as_array(y: Any) -> Array:
    """A framework's numbers as an array."""
    return np.asarray(y.detach().cpu() if hasattr(y, "detach") else y)


def check(runner: str, program: Program, *, channels_last: bool = True) -> None:
    """The code gives what the engine gives: exactly in NumPy, in Keras with the channels last."""
    y, want = run(runner, program.written), program.result
    if runner == "numpy":
        assert y.dtype.kind == "i"
        np.testing.assert_array_equal(y, want)
        return
    if runner == "keras" and channels_last:
        want = np.moveaxis(want, 0, -1)[None]
    found = as_array(y)
    assert found.shape == want.shape, program.written[TEXTS[runner]]
    np.testing.assert_allclose(found, want, rtol=1e-5, atol=1e-3)


def with_numbers_of_numpy(runner: str, written: Code) -> Array:
    """What code makes that draws its numbers, once it has those that NumPy's code drew.

    It has run already as it is; its module gets the weights, and its last line is run again.
    """
    space, arrays = space_of(runner, written), drawn_in(written["numpy"])
    x, *weights = arrays
    source = written[TEXTS[runner]]
    last = re.findall(r"^y = .*$", source, re.MULTILINE)[-1]
    if runner != "keras":
        space["x"] = torch_of(runner).tensor(x.copy()).double()
        set_parameters(runner, space.get("layer") or space["gains"], weights)
    elif "dice" not in source:  # else it draws the same
        space["x"] = np.moveaxis(x, 0, -1)[None].astype("float32")
        with_keras.give(space["layer"], weights)
    exec(last, space)
    return as_array(space["y"])


def drawn_in(source: str) -> list[Array]:
    """The numbers that NumPy's code draws, in the order in which it does."""
    space: dict[str, Any] = {}
    exec(source.partition("\n\n")[0] + "\n" + source.split("\n\n")[1], space)
    return [space[name] for name in re.findall(r"^(\w+) = dice\.normal", source, re.MULTILINE)]


def given_in(source: str) -> dict[str, Array]:
    """The numbers that NumPy code begins with, by name, as they are before anything is done."""
    named: dict[str, Array] = {}
    for line in ast.parse(source).body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            if not ast.unparse(line.value).startswith("np.array("):
                continue
            named[line.targets[0].id] = eval(ast.unparse(line.value), {"np": np})
    return named


def modules_in(source: str) -> list[str]:
    """Every module that a comment of PyTorch code names, without the comment's signs."""
    remarks = re.findall(
        r"^# (?:As a|The layers as a|The gains as a) module:((?:.*)(?:\n# .*)*)", source, re.M
    )
    return [remark.replace("\n# ", "\n").strip() for remark in remarks]


def torch_of(library: str) -> Any:
    """PyTorch, or what stands in its place."""
    if library == "stand-in":
        return importing.torch
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)  # tests run side by side
    return torch


def set_parameters(library: str, module: Any, weights: Sequence[Array]) -> None:
    """Gives a module its weights and biases, in the order of its layers."""
    for own, given in zip(module.parameters(), weights, strict=True):
        own.data = torch_of(library).tensor(given.copy()).double().reshape(tuple(own.shape))


def module_result(library: str, module: str, x: Array, weights: Sequence[Array]) -> Array:
    """What a module makes of an input once it has the weights, in the order of its layers."""
    torch = torch_of(library)
    made = eval(module, {"nn": torch.nn})
    set_parameters(library, made, weights)
    return as_array(made(torch.tensor(x.copy())[None].double())[0])
