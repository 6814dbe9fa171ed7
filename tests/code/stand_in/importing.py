"""Runs PyTorch's code without PyTorch: its imports give the stand-in.

Nothing is put among the real modules, so that both can run side by side.
"""

from __future__ import annotations

import builtins
from types import ModuleType
from typing import Any

from tests.code.stand_in import functional, modules, tensors

FUNCTIONS = (
    *("conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d"),
    *("linear", "relu", "pad", "interpolate", "max_pool2d", "avg_pool2d"),
)
MODULES = (
    *("Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"),
    *("ZeroPad1d", "ZeroPad2d", "ZeroPad3d", "ReLU", "Sigmoid", "MaxPool2d", "AdaptiveAvgPool2d"),
    *("ChannelShuffle", "Upsample", "Sequential"),
)
TENSORS = ("tensor", "rand", "ones", "arange", "cat", "stack", "sigmoid")


def _module(name: str, **members: Any) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(members)
    return made


def _taken(source: ModuleType, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(source, name) for name in names}


F = _module("torch.nn.functional", **_taken(functional, FUNCTIONS))
nn = _module("torch.nn", functional=F, **_taken(modules, MODULES))
torch = _module("torch", nn=nn, **_taken(tensors, TENSORS))
ops = _module("torchvision.ops", deform_conv2d=functional.deform_conv2d)
torchvision = _module("torchvision", ops=ops)
KNOWN = {each.__name__: each for each in (F, nn, torch, ops, torchvision)}


def _imported(name: str, *args: Any) -> Any:
    """What stands in the place of ``__import__``; nothing but the stand-in can be imported."""
    if name not in KNOWN:
        raise ImportError(f"PyTorch's code imports {name}")
    fromlist = args[2] if len(args) > 2 else ()
    return KNOWN[name] if fromlist else KNOWN[name.partition(".")[0]]


def space() -> dict[str, Any]:
    """Where PyTorch's code can be run: empty, but for what Python has itself."""
    return {"__builtins__": {**vars(builtins), "__import__": _imported}}
