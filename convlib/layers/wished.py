"""Which settings give an output size that somebody wants, of one input and one kernel."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from convlib.layers.standard import LARGEST_PADDED, LARGEST_STRIDE
from convlib.lesson import Values, Wish
from convlib.shapes import Pair, effective_kernel, output_size

MOST = 4  # of one size
DILATIONS = (1, 2)  # others give no size that these don't


def wishes(values: Values) -> list[Wish]:
    """Stride, padding and dilation by output size, the smallest size first.

    Of each size those without dilation come first, then those that leave nothing over. Padding is
    added on every side alike, or one cell more at the end of each axis, and no window lies on
    padding alone.

    Example:
        >>> found = wishes({"size": (6, 6), "kernel": (3, 3)})
        >>> [dict(wish.settings) for wish in found if wish.sizes == (3, 3)][0]
        {'stride': (2, 2), 'padding': ((0, 1), (0, 1)), 'dilation': (1, 1)}
    """
    return list(_wishes(values["size"], values["kernel"]))


@lru_cache(256)
def _wishes(size: Pair, kernel: Pair) -> tuple[Wish, ...]:
    by_size = dict[Pair, list[Wish]]()
    for wish in sorted(_all(size, kernel), key=_simplest_first):
        by_size.setdefault(wish.sizes, []).append(wish)
    return tuple(wish for sizes in sorted(by_size) for wish in by_size[sizes][:MOST])


def _simplest_first(wish: Wish) -> tuple[int, ...]:
    stride, padding, dilation = (values[0] for values in wish.settings.values())
    return dilation, wish.left, stride, sum(padding)


def _all(size: Pair, kernel: Pair) -> Iterator[Wish]:
    """All settings in which some window fits, and which can still be looked at."""
    for dilation in DILATIONS:
        spans = [effective_kernel(k, dilation) for k in kernel]
        for padding in ((at // 2, at - at // 2) for at in range(2 * min(spans) - 1)):
            free = [i + sum(padding) - span for i, span in zip(size, spans, strict=True)]
            if min(free) < 0 or max(size) + sum(padding) > LARGEST_PADDED:
                continue
            for stride in range(1, LARGEST_STRIDE + 1):
                rows, columns = (
                    output_size(i, k, stride=stride, padding=padding, dilation=dilation)
                    for i, k in zip(size, kernel, strict=True)
                )
                settings = {
                    "stride": (stride, stride),
                    "padding": (padding, padding),
                    "dilation": (dilation, dilation),
                }
                yield Wish((rows, columns), settings, max(rest % stride for rest in free))
