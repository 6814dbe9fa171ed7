"""Several paths side by side on one input, as in Inception."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import ConvLayer, PoolLayer, widened
from convlib.trace.cellwise import copy_trace, relu_trace
from convlib.trace.chain import Chain
from convlib.trace.conv import conv_trace
from convlib.trace.pool import avg_pool_trace, max_pool_trace
from convlib.trace.taps import Trace

POOLS: dict[str, Callable[..., Trace]] = {"max": max_pool_trace, "average": avg_pool_trace}


def inception_chain(x: ArrayLike, branches: Sequence[Sequence[ConvLayer | PoolLayer]]) -> Chain:
    """The stages of ``ops.inception``: each branch's layers in turn, then ``concat``.

    Layers are ``conv``, ``relu`` and ``pool``; a stage's ``branch`` says which it belongs to.

    Args:
        x: Input, ``(channels, *spatial)``.
        branches: As in ``inception``.

    Returns:
        The chain, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``inception``, or there is more than a person could ever follow.

    Source: Szegedy et al., Going Deeper with Convolutions, arXiv:1409.4842, figure 2 (b).

    Example:
        >>> one, pool = ConvLayer([[[-1]]]), PoolLayer([3])
        >>> chain = inception_chain([[1, -2, 3]], [[one], [pool, one]])
        >>> [(stage.name, stage.branch, stage.reads) for stage in chain.stages][2:]
        [('pool', 2, (0,)), ('conv', 2, (3,)), ('relu', 2, (4,)), ('concat', 0, (2, 5))]
        >>> chain.output.tolist()
        [[0, 2, 0], [0, 0, 0]]
    """
    if not len(branches) or not all(map(len, branches)):
        raise ConvError("no-branches", parameter="branches")
    chain, ends = Chain(widened(x, "x")), []
    for number, branch in enumerate(branches, start=1):
        place = 0
        for layer in branch:
            chain = _layer(chain, layer, place, number)
            place = len(chain.stages)
        ends.append(place)
        have, want = chain.output.shape[1:], chain.arrays[ends[0]].shape[1:]
        if have != want:
            details = {"number": number - 1, "have": have, "want": want}
            raise ConvError("branch-size", parameter="branches", **details)
    return chain.then("concat", copy_trace, reads=ends)


def _layer(chain: Chain, layer: ConvLayer | PoolLayer, place: int, branch: int) -> Chain:
    """The chain with a layer that reads the array at a place."""
    source: dict[str, Any] = {"reads": (place,), "branch": branch}
    if isinstance(layer, PoolLayer):
        if layer.kind not in POOLS:
            raise ConvError("choice", parameter="kind", value=layer.kind, choices=", ".join(POOLS))
        window: dict[str, Any] = {"stride": layer.stride, "padding": layer.padding}
        return chain.then("pool", POOLS[layer.kind], layer.kernel_size, **window, **source)
    names = ("stride", "padding", "dilation", "groups")
    options: dict[str, Any] = {name: getattr(layer, name) for name in names}
    chain = chain.then("conv", conv_trace, layer.weight, layer.bias, **options, **source)
    return chain.then("relu", relu_trace, branch=branch) if layer.relu else chain
