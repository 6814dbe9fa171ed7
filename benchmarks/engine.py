"""The convolution against SciPy, ONNX Runtime and PyTorch: time and memory, all on one thread.

Each competitor gets the same arrays in one run, in turn with ours, and the medians of the ratios
count, of the time that the processor spent. The threads have to be held to one before NumPy is
loaded, so that a process of its own measures.
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
ROUNDS = 21
SCIPY_ROUNDS = 3
GOAL_DENSE = 3.0
GOAL_WHOLE = 2.0
GOAL_ERROR = 1e-5
GOAL_MEMORY = 3  # times the largest array, beyond the im2col
BLOCK = 256_000_000  # bytes of an im2col from which it is to be cut

Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Layer:
    """A layer to be timed: its sizes, and whether every filter reads every channel."""

    name: str
    x: tuple[int, int, int]
    weight: tuple[int, int, int, int]
    stride: int = 1
    padding: int = 0
    groups: int = 1

    @property
    def dense(self) -> bool:
        """Whether there are no groups."""
        return self.groups == 1


LAYERS = (
    Layer("224×224×3→64, k7 s2", (3, 224, 224), (64, 3, 7, 7), stride=2, padding=3),
    Layer("56×56×64→64, k3", (64, 56, 56), (64, 64, 3, 3), padding=1),
    Layer("28×28×192→32, k5", (192, 28, 28), (32, 192, 5, 5), padding=2),
    Layer("112×112×32 depthwise, k3", (32, 112, 112), (32, 1, 3, 3), padding=1, groups=32),
    Layer("28×28×192→16, k1", (192, 28, 28), (16, 192, 1, 1)),
    Layer("1920×1080×3 photo, k3 per channel", (3, 1080, 1920), (3, 1, 3, 3), padding=1, groups=3),
)


@dataclass(frozen=True)
class Measured:
    """What one layer took: milliseconds, medians of ratios to the others, and memory.

    Attributes:
        milliseconds: Ours.
        whole: Ours on bytes and whole weights.
        ratios: Per competitor, our time through its time.
        memory: Bytes that were needed at once, the result counted.
        room: Bytes that may be.
        error: The largest difference from ONNX Runtime through its largest number.
    """

    name: str
    dense: bool
    milliseconds: float
    whole: float
    ratios: dict[str, float]
    memory: int
    room: int
    error: float


def rows() -> list[Row]:
    """Each goal with what was measured: ``(name, measured, goal, "ok" or "missed")``."""
    environment = os.environ | dict.fromkeys(ONE_THREAD, "1")
    command = [sys.executable, "-m", "benchmarks.engine", "--json"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, text=True
    )
    return [row for each in json.loads(done.stdout) for row in _rows(Measured(**each))]


def _rows(got: Measured) -> list[Row]:
    goals = {"SciPy": 1.0} | ({"ONNX Runtime": GOAL_DENSE} if got.dense else {})
    made = [
        (
            f"conv, {got.name}: time through {rival}'s",
            f"{ratio:.2g} ({got.milliseconds:.2f} ms)",
            f"≤ {goals[rival]:g}" if rival in goals else "none",
            _verdict(ratio <= goals.get(rival, ratio)),
        )
        for rival, ratio in got.ratios.items()
    ]
    whole = got.whole / got.milliseconds
    return [
        *made,
        (
            f"conv, {got.name}: time of whole numbers through that of decimal ones",
            f"{whole:.2g} ({got.whole:.2f} ms)",
            f"≤ {GOAL_WHOLE:g}",
            _verdict(whole <= GOAL_WHOLE),
        ),
        (
            f"conv, {got.name}: memory",
            f"{got.memory / 1e6:.1f} MB",
            f"≤ {got.room / 1e6:.1f} MB",
            _verdict(got.memory <= got.room),
        ),
        (
            f"conv, {got.name}: difference from ONNX Runtime",
            f"{got.error:.1g}",
            f"≤ {GOAL_ERROR:g}",
            _verdict(got.error <= GOAL_ERROR),
        ),
    ]


def _verdict(reached: bool) -> str:
    return "ok" if reached else "missed"


def measure(layer: Layer) -> Measured:
    """Run every competitor on the same arrays in turn, several times over."""
    import numpy as np

    from convlib.ops import conv

    dice = np.random.default_rng(0)
    x = dice.standard_normal(layer.x).astype(np.float32)
    weight = dice.standard_normal(layer.weight).astype(np.float32)
    bytes_, whole = dice.integers(0, 256, layer.x, np.uint8), dice.integers(-3, 4, layer.weight)
    options = {"stride": layer.stride, "padding": layer.padding, "groups": layer.groups}

    def ours() -> Any:
        return conv(x, weight, **options)

    def on_bytes() -> Any:
        return conv(bytes_, whole, **options)

    rivals = {"ONNX Runtime": _onnx(layer, x, weight)}
    if importlib.util.find_spec("torch"):
        rivals["PyTorch"] = _torch(layer, x, weight)
    expected = rivals["ONNX Runtime"]()
    error = float(np.abs(ours() - expected).max() / np.abs(expected).max())
    rounds = dict.fromkeys(rivals, ROUNDS) | {"SciPy": SCIPY_ROUNDS}
    rivals["SciPy"] = _scipy(layer, x, weight)
    races = {name: _race(ours, rival, rounds[name]) for name, rival in rivals.items()}
    spent = races["ONNX Runtime"][0]
    whole_numbers = median(_milliseconds(on_bytes) for _ in range(ROUNDS))

    tracemalloc.start()
    out = ours()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    _, per, *kernel = layer.weight
    columns = (
        out[0].nbytes * per * math.prod(kernel) if layer.dense and math.prod(kernel) > 1 else 0
    )
    room = min(columns, BLOCK) + GOAL_MEMORY * max(x.nbytes, weight.nbytes, out.nbytes)
    ratios = {name: ratio for name, (_, ratio) in races.items()}
    return Measured(layer.name, layer.dense, spent, whole_numbers, ratios, most, room, error)


def _race(ours: Callable[[], Any], rival: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Our median time in milliseconds, and the median of the ratios; the two run in turn.

    Two at a time: what a third leaves in the memory's free lists would be paid for by the others.
    """
    ours()
    rival()
    pairs = [(_milliseconds(ours), _milliseconds(rival)) for _ in range(rounds)]
    return median(one for one, _ in pairs), median(one / other for one, other in pairs)


def _milliseconds(work: Callable[[], Any]) -> float:
    """Time that the processor spent, which another process doesn't lengthen."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def _onnx(layer: Layer, x: Any, weight: Any) -> Callable[[], Any]:
    """One node, with the optimiser's default and a single thread."""
    import onnx
    import onnxruntime

    kind = onnx.TensorProto.FLOAT
    node = onnx.helper.make_node(
        "Conv",
        ["x", "w"],
        ["y"],
        strides=[layer.stride] * 2,
        pads=[layer.padding] * 4,
        group=layer.groups,
    )
    graph = onnx.helper.make_graph(
        [node],
        "conv",
        [onnx.helper.make_tensor_value_info("x", kind, (1, *layer.x))],
        [onnx.helper.make_tensor_value_info("y", kind, None)],
        [onnx.numpy_helper.from_array(weight, "w")],
    )
    opset = [onnx.helper.make_opsetid("", 13)]
    model = onnx.helper.make_model(graph, opset_imports=opset, ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return lambda: session.run(None, {"x": x[None]})[0][0]


def _torch(layer: Layer, x: Any, weight: Any) -> Callable[[], Any]:
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    given, filters = torch.from_numpy(x[None]), torch.from_numpy(weight)
    options = {"stride": layer.stride, "padding": layer.padding, "groups": layer.groups}

    def run() -> Any:
        with torch.no_grad():
            return torch.nn.functional.conv2d(given, filters, **options)

    return run


def _scipy(layer: Layer, x: Any, weight: Any) -> Callable[[], Any]:
    """A filter after the other over its channels, by the method that SciPy chooses itself."""
    import numpy as np
    from scipy import signal

    edge, step = layer.padding, layer.stride
    per_group = layer.weight[0] // layer.groups
    per = layer.weight[1]

    def run() -> Any:
        wide = np.pad(x, ((0, 0), (edge, edge), (edge, edge)))
        made = []
        for number, filters in enumerate(weight):
            first = number // per_group * per
            given = wide[first : first + per]
            if per == 1:  # faster in 2-D
                given, filters = given[0], filters[0]
            full = signal.correlate(given, filters, mode="valid")
            made.append(full.reshape(full.shape[-2:])[::step, ::step])
        return np.stack(made)

    return run


def _main() -> None:
    if "--json" in sys.argv:
        print(json.dumps([asdict(measure(layer)) for layer in LAYERS]))
        return
    for row in rows():
        print(" | ".join(row))


if __name__ == "__main__":
    _main()
