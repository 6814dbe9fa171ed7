"""What the operators are compared with: ONNX Runtime, PyTorch if installed, plain loops."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import onnx
import onnxruntime

from convlib.ops import Array

FLOAT = onnx.TensorProto.FLOAT
OPSET = 22


@dataclass(frozen=True)
class Node:
    """One operator of ONNX with the arrays that it is given; None for one left out."""

    kind: str
    arrays: Sequence[Array | None]
    attributes: dict[str, Any] = field(default_factory=dict)


def onnx_results(nodes: Sequence[Node]) -> list[Array]:
    """What ONNX Runtime makes of each node, all in one model, unchanged by its optimiser."""
    made, arrays = [], []
    for number, node in enumerate(nodes):
        names = [
            f"{number}.{at}" if array is not None else "" for at, array in enumerate(node.arrays)
        ]
        arrays += [
            onnx.numpy_helper.from_array(array.astype(np.float32), name)
            for name, array in zip(names, node.arrays, strict=True)
            if array is not None
        ]
        made.append(onnx.helper.make_node(node.kind, names, [str(number)], **node.attributes))
    outputs = [
        onnx.helper.make_tensor_value_info(str(number), FLOAT, None) for number in range(len(nodes))
    ]
    graph = onnx.helper.make_graph(made, "nodes", [], outputs, arrays)
    opset = [onnx.helper.make_opsetid("", OPSET)]
    model = onnx.helper.make_model(graph, opset_imports=opset, ir_version=10)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    results: list[Array] = session.run(None, {})
    return results


def torch_result(name: str, *arrays: Array | None, **options: Any) -> Array:
    """What a function of ``torch.nn.functional`` makes of arrays, in 64 bits."""
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    tensors = [
        None if array is None else torch.from_numpy(array.astype(np.float64)) for array in arrays
    ]
    result: Array = getattr(torch.nn.functional, name)(*tensors, **options).numpy()
    return result


@dataclass(frozen=True)
class Layer:
    """A random layer: its arrays, and its options written out per axis."""

    x: Array
    weight: Array
    bias: Array | None
    stride: tuple[int, ...]
    padding: tuple[tuple[int, int], ...]
    dilation: tuple[int, ...]
    groups: int
    output_padding: tuple[int, ...] = ()

    @property
    def axes(self) -> int:
        """How many spatial axes there are."""
        return self.weight.ndim - 2

    @property
    def options(self) -> dict[str, Any]:
        """As the operators take them."""
        names = ("stride", "padding", "dilation", "groups")
        extra = {"output_padding": self.output_padding} if self.output_padding else {}
        return {name: getattr(self, name) for name in names} | extra

    @property
    def onnx(self) -> dict[str, Any]:
        """As ONNX takes them."""
        pads = [side[end] for end in (0, 1) for side in self.padding]
        extra = {"output_padding": self.output_padding} if self.output_padding else {}
        names = {"strides": self.stride, "dilations": self.dilation, "group": self.groups}
        return names | {"pads": pads} | extra

    @property
    def even(self) -> Layer:
        """With the same padding on both sides, as PyTorch wants it."""
        padding = tuple((before, before) for before, _ in self.padding)
        return Layer(**{**self.__dict__, "padding": padding})

    @property
    def torch(self) -> dict[str, Any]:
        """As PyTorch takes them; the padding of both sides alike."""
        return self.options | {"padding": tuple(before for before, _ in self.padding)}

    def __str__(self) -> str:
        shapes = f"x {self.x.shape} weight {self.weight.shape} bias {self.bias is not None}"
        return f"{shapes} {self.options}"


def layers(count: int, seed: int, axes: int | None = None) -> Iterator[Layer]:
    """Random convolutions of small whole numbers, with room for at least one output."""
    dice = np.random.default_rng(seed)
    for _ in range(count):
        yield _layer(dice, int(axes or dice.integers(1, 4)))


def _layer(dice: np.random.Generator, axes: int) -> Layer:
    groups, per, filters = (int(n) for n in dice.integers(1, 4, 3))
    if dice.random() < 0.2:
        groups, per = groups * per, 1
    kernel = dice.integers(1, 5 if axes < 3 else 4, axes)
    dilation = dice.integers(1, 4, axes)
    padding = dice.integers(0, 4, (axes, 2))
    needed = (kernel - 1) * dilation + 1 - padding.min(1) * 2
    sizes = np.maximum(needed, 1) + dice.integers(0, (9, 6, 3)[axes - 1], axes)
    batch = int(dice.integers(1, 3))
    return Layer(
        x=dice.integers(-9, 10, (batch, groups * per, *sizes)),
        weight=dice.integers(-9, 10, (groups * filters, per, *kernel)),
        bias=dice.integers(-99, 100, groups * filters) if dice.random() < 0.5 else None,
        stride=tuple(dice.integers(1, 4, axes).tolist()),
        padding=tuple((int(before), int(after)) for before, after in padding),
        dilation=tuple(dilation.tolist()),
        groups=groups,
    )


def transposed_layers(count: int, seed: int, *, wide: bool = False) -> Iterator[Layer]:
    """Random transposed convolutions of small whole numbers, with at least one output.

    ``wide``: with an output padding of up to the dilation too, which ONNX Runtime doesn't have.
    """
    dice = np.random.default_rng(seed)
    made = 0
    while made < count:
        layer = _transposed_layer(dice, int(dice.integers(1, 4)), wide)
        made += layer is not None
        if layer is not None:
            yield layer


def _transposed_layer(dice: np.random.Generator, axes: int, wide: bool) -> Layer | None:
    groups, per, filters = (int(n) for n in dice.integers(1, 4, 3))
    kernel, dilation = dice.integers(1, 4, axes), dice.integers(1, 4, axes)
    stride, padding = dice.integers(1, 4, axes), dice.integers(0, 3, (axes, 2))
    extra = dice.integers(0, np.maximum(stride, dilation) if wide else stride).tolist()
    sizes = dice.integers(1, (7, 5, 4)[axes - 1], axes)
    full = stride * (sizes - 1) + dilation * (kernel - 1) + 1 + extra
    if (full <= 2 * padding.max(1)).any():
        return None
    return Layer(
        x=dice.integers(-9, 10, (int(dice.integers(1, 3)), groups * per, *sizes)),
        weight=dice.integers(-9, 10, (groups * per, filters, *kernel)),
        bias=dice.integers(-99, 100, groups * filters) if dice.random() < 0.5 else None,
        stride=tuple(stride.tolist()),
        padding=tuple((int(before), int(after)) for before, after in padding),
        dilation=tuple(dilation.tolist()),
        groups=groups,
        output_padding=tuple(extra),
    )


def pooled(
    x: Array,
    kernel: Sequence[int],
    stride: Sequence[int],
    padding: Sequence[int],
    dilation: Sequence[int],
    ceil: bool,
    count_include_pad: bool | None,
) -> Array:
    """Pooling by plain loops, read off PyTorch's: the largest, or (not None) the average."""
    axes = []
    for i, k, s, p, d in zip(x.shape[2:], kernel, stride, padding, dilation, strict=True):
        places, at = [], -p
        while at + (k - 1) * d < i + p or (ceil and at < i and at + (k - 1) * d < i + p + s - 1):
            taps = [t for t in range(at, at + k * d, d) if 0 <= t < i]
            places.append((taps, min(at + k, i + p) - at))
            at += s
        axes.append(places)
    out = []
    for place in product(*axes):
        part = x[np.ix_(range(len(x)), range(x.shape[1]), *(taps for taps, _ in place))]
        flat = part.reshape(*x.shape[:2], -1)
        counted = np.prod([count for _, count in place]) if count_include_pad else flat.shape[-1]
        out.append(flat.max(-1) if count_include_pad is None else flat.sum(-1) / counted)
    return np.stack(out, -1).reshape(*x.shape[:2], *map(len, axes))
