"""What tests of written code share: to run it, and to see that what it says of modules is true."""

from __future__ import annotations

import ast
import importlib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from convlib import ConvError
from convlib.ops import Array

FRAMEWORKS = ("numpy", "pytorch", "keras")
EXAMPLES = {"numpy": 150, "pytorch": 150, "keras": 40}
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


def space_of(framework: str, written: Code) -> dict[str, Any]:
    """All that the code leaves behind; nothing but the code itself is there before."""
    space: dict[str, Any] = {}
    exec(written[framework], space)
    return space


def run(framework: str, written: Code) -> Any:
    """What the code leaves in ``y``."""
    return space_of(framework, written)["y"]


def needed(framework: str) -> None:
    """Skip the test where the framework is not installed."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    pytest.importorskip({"pytorch": "torch"}.get(framework, framework))


def on_the_processor(y: Any) -> Array:
    """A framework's numbers as an array."""
    return np.asarray(y.detach().cpu() if hasattr(y, "detach") else y)


def check(framework: str, program: Program, *, channels_last: bool = True) -> None:
    """The code gives what the engine gives: exactly in NumPy, in Keras with the channels last."""
    y, want = run(framework, program.written), program.result
    if framework == "numpy":
        assert y.dtype.kind == "i"
        np.testing.assert_array_equal(y, want)
        return
    if framework == "keras" and channels_last:
        want = np.moveaxis(want, 0, -1)[None]
    found = on_the_processor(y)
    assert found.shape == want.shape, program.written[framework]
    np.testing.assert_allclose(found, want, rtol=1e-5, atol=1e-3)


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


def module_result(library: str, module: str, x: Array, weights: Sequence[Array]) -> Array:
    """What a module makes of an input once it has the weights, in the order of its layers."""
    nn = importlib.import_module({"engine": "tests.code.stand_in"}.get(library, f"{library}.nn"))
    made = eval(module, {"nn": nn})
    if library == "engine":
        result = made(x, iter(weights))
        return np.asarray(result)
    torch = importlib.import_module("torch")
    for own, given in zip(made.parameters(), weights, strict=True):
        own.data = torch.tensor(given.copy()).double().reshape(own.shape)
    return on_the_processor(made(torch.tensor(x.copy())[None].double())[0])
