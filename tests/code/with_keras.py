"""Keras as the tests run it: on JAX, whose convolutions can do all that Keras offers."""

from __future__ import annotations

import importlib
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from convlib.ops import Array

SETTINGS = {
    "KERAS_BACKEND": "jax",
    "KERAS_HOME": str(Path(__file__).resolve().parents[2] / ".pytest_cache" / "keras"),
    "JAX_PLATFORMS": "cpu",
    # Every shape is compiled for one use: what that takes is longer than what it saves.
    "XLA_FLAGS": "--xla_backend_optimization_level=0",
}
DICE = np.random.default_rng(0)


@cache
def ready() -> Any:
    """Keras, imported once; the weights that a layer begins with are drawn by NumPy.

    Almost all of them are set to others at once, and JAX compiles its own drawing for every shape.
    """
    os.environ.update(SETTINGS)
    keras = importlib.import_module("keras")

    def drawn(_: object, shape: tuple[int, ...], dtype: str | None = None) -> Any:
        return keras.ops.convert_to_tensor(DICE.normal(size=shape), dtype or "float32")

    keras.initializers.GlorotUniform.__call__ = drawn
    return keras


def as_keras_has_it(kind: str, weight: Array) -> Array:
    """A layer's weights, from PyTorch's order of axes.

    Args:
        kind: The name of the layer's class.
        weight: ``(filters, channels/groups, *kernel)``; ``(channels, filters, *kernel)`` of a
            transposed layer.
    """
    if kind.startswith("DepthwiseConv"):  # (*kernel, channels, kernels for each)
        return np.moveaxis(weight[:, 0], 0, -1)
    if kind.endswith("Transpose"):  # (*kernel, filters, channels)
        return np.moveaxis(np.moveaxis(weight, 0, -1), 0, -2)
    return np.moveaxis(np.moveaxis(weight, 0, -1), 0, -2)  # (*kernel, channels, filters)


def give(layer: Any, weights: list[Array]) -> None:
    """Sets the weights of a layer, or of all in a row, from PyTorch's order of axes."""
    rest = iter(weights)
    for each in getattr(layer, "layers", [layer]):
        own = list[Array]()
        for there in each.get_weights():
            given = next(rest)
            if there.ndim > 1:
                given = given.reshape(*given.shape, *[1] * (there.ndim - given.ndim))
                given = as_keras_has_it(type(each).__name__, given)
            own.append(given.reshape(there.shape))
        each.set_weights(own)
    assert next(rest, None) is None
