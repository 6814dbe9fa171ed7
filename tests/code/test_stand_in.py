"""The stand-in for PyTorch: a few results by hand, what it refuses, and PyTorch beside it."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

import numpy as np
import pytest

from tests.code.running import as_array, libraries, torch_of
from tests.code.stand_in import importing
from tests.code.stand_in.functional import RefusedError
from tests.optional import torch_only

ROW, THREE = [[1.0, 2, 3, 4, 5]], [[[1.0, 10, 100]]]
SQUARE = [[[1.0, 2], [3, 4]]]
BY_HAND: list[tuple[str, list[Any], dict[str, Any], list[Any]]] = [
    ("conv1d", [ROW, THREE], {}, [[321, 432, 543]]),
    ("conv1d", [ROW, THREE, [1000.0]], {"stride": 2}, [[1321, 1543]]),
    ("conv1d", [ROW, THREE], {"padding": 1}, [[210, 321, 432, 543, 54]]),
    ("conv1d", [ROW, THREE], {"dilation": 2}, [[531]]),
    ("conv1d", [ROW, [[[1.0, 10]]]], {"padding": "same"}, [[21, 32, 43, 54, 5]]),
    ("conv1d", [[[1.0, 2], [3, 4]], [[[1.0]], [[10]]]], {"groups": 2}, [[1, 2], [30, 40]]),
    ("conv2d", [SQUARE, [[[[1.0, 10]]]]], {"padding": (0, 1)}, [[[10, 21, 2], [30, 43, 4]]]),
    ("conv_transpose1d", [[[1.0, 2]], [[[1.0, 10, 100]]]], {}, [[1, 12, 120, 200]]),
    ("conv_transpose1d", [[[1.0, 2]], THREE], {"stride": 2}, [[1, 10, 102, 20, 200]]),
    (
        "conv_transpose1d",
        [[[1.0, 2]], THREE],
        {"stride": 2, "padding": 1, "output_padding": 1},
        [[10, 102, 20, 200]],
    ),
    ("pad", [SQUARE, (1, 0, 0, 1)], {}, [[[0, 1, 2], [0, 3, 4], [0, 0, 0]]]),
    ("pad", [ROW, (-1, 2)], {}, [[2, 3, 4, 5, 0, 0]]),
    ("interpolate", [[ROW]], {"scale_factor": 2}, [[[1, 1, 2, 2, 3, 3, 4, 4, 5, 5]]]),
    ("max_pool2d", [SQUARE, 2], {}, [[[4]]]),
    ("max_pool2d", [SQUARE, 3], {"stride": 1, "padding": 1}, [[[4, 4], [4, 4]]]),
    (
        "avg_pool2d",
        [SQUARE, 2],
        {"stride": 1, "padding": 1},
        [[[0.25, 0.75, 0.5], [1, 2.5, 1.5], [0.75, 1.75, 1]]],
    ),
    ("linear", [[1.0, 2], [[1.0, 10], [0, 1]]], {}, [21, 2]),
    ("relu", [[-1.0, 2]], {}, [0, 2]),
]
REFUSED: list[tuple[str, list[Any], dict[str, Any]]] = [
    ("conv1d", [ROW, [[[1.0], [2]]]], {}),  # deeper than the input
    ("conv1d", [ROW, THREE], {"stride": 2, "padding": "same"}),
    ("conv1d", [[[1.0, 2]], THREE], {}),  # the kernel is larger
    ("conv1d", [[[1.0, 2]], [[[1]]]], {}),  # numbers of two kinds
    ("conv2d", [SQUARE, [[[[1.0]]]], [1.0, 2]], {}),  # two numbers of bias for one filter
    ("conv_transpose1d", [[[1.0, 2]], THREE], {"stride": 2, "output_padding": 2}),
    ("interpolate", [ROW], {"scale_factor": 2}),  # no batch
    ("max_pool2d", [SQUARE, 2], {"padding": 2}),
]
UNKNOWN: list[tuple[str, dict[str, Any]]] = [
    ("conv1d", {"strides": 2}),
    ("conv1d", {"dilation_rate": 2}),
    ("conv_transpose1d", {"dilations": 2}),
]


def called(library: str, name: str, args: list[Any], options: dict[str, Any]) -> Any:
    """A function's result, its lists as tensors."""
    torch = torch_of(library)
    given = [torch.tensor(arg) if isinstance(arg, list) else arg for arg in args]
    return as_array(getattr(torch.nn.functional, name)(*given, **options))


@libraries
@pytest.mark.parametrize(("name", "args", "options", "want"), BY_HAND, ids=str)
def test_by_hand(
    name: str, args: list[Any], options: dict[str, Any], want: list[Any], library: str
) -> None:
    np.testing.assert_array_equal(called(library, name, args, options), want)


@libraries
@pytest.mark.parametrize(("name", "args", "options"), REFUSED, ids=str)
def test_what_is_refused(name: str, args: list[Any], options: dict[str, Any], library: str) -> None:
    with pytest.raises((RefusedError, RuntimeError, ValueError)):
        called(library, name, args, options)


@libraries
@pytest.mark.parametrize(("name", "options"), UNKNOWN, ids=str)
def test_no_other_arguments_are_taken(name: str, options: dict[str, Any], library: str) -> None:
    with pytest.raises(TypeError):
        called(library, name, [ROW, THREE], options)


@libraries
def test_what_tensors_do(library: str) -> None:
    torch = torch_of(library)
    whole, halves = torch.tensor([[1, 2], [3, 4]]), torch.tensor([0.5, 0.25])
    results = {
        "mixed": (whole * halves, [[0.5, 0.5], [1.5, 1]]),
        "flip": (whole.flip((0, 1)), [[4, 3], [2, 1]]),
        "transpose": (whole.transpose(0, 1), [[1, 3], [2, 4]]),
        "flatten": (whole[None].flatten(0, 1), [[1, 2], [3, 4]]),
        "unflatten": (halves.unflatten(0, (2, -1)), [[0.5], [0.25]]),
        "expand": (halves[None].expand(2, -1), [[0.5, 0.25], [0.5, 0.25]]),
        "mean": (whole.float().mean(dim=1), [1.5, 3.5]),
        "long": ((halves * 10).long(), [5, 2]),
        "taken": (halves[torch.tensor([1, 1, 0])], [0.25, 0.25, 0.5]),
        "cat": (torch.cat([whole, whole]), [[1, 2], [3, 4], [1, 2], [3, 4]]),
        "stack": (torch.stack([halves, halves]), [[0.5, 0.25], [0.5, 0.25]]),
        "arange": (torch.arange(3) + 0.5, [0.5, 1.5, 2.5]),
    }
    for name, (found, want) in results.items():
        np.testing.assert_array_equal(as_array(found), want, name)
    kinds = [str(as_array(each).dtype) for each in (whole, halves, whole * halves, halves.double())]
    assert kinds == ["int64", "float32", "float32", "float64"]
    with pytest.raises((ValueError, RuntimeError)):
        _ = halves[::-1]


def test_nothing_else_can_be_imported() -> None:
    with pytest.raises(ImportError, match="imports numpy"):
        exec("import numpy", importing.space())


@torch_only
@pytest.mark.parametrize("name", importing.MODULES)
def test_modules_take_what_pytorchs_take(name: str) -> None:
    """The same options in the same order and with the same defaults, as far as there are any."""
    real = getattr(importlib.import_module("torch.nn"), name)
    there = inspect.signature(real).parameters
    for at, (option, here) in enumerate(
        inspect.signature(getattr(importing.nn, name)).parameters.items()
    ):
        assert list(there)[at] == option
        assert there[option].default == here.default
