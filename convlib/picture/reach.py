"""What goes through a chain: where a cell comes from, and what it reaches, over all steps."""

from __future__ import annotations

from collections.abc import Iterator

from convlib.picture.scene import Scene

Write = tuple[int, int, int, bool]


def field(scene: Scene, cell: int) -> frozenset[int]:
    """All cells that a cell comes from in the end: its receptive field, through all layers.

    Weights are no part of it; where a number that was worked out multiplies, it is. A cell that
    several steps make anew comes from what the last of them reads; one that is stamped on comes
    from all its stamps. What another cell read comes from what stood there then.

    Args:
        scene: What is staged.
        cell: Its id.

    Example:
        >>> import convlib
        >>> scene = convlib.lesson("single-channel").build()
        >>> sorted(field(scene, int(scene.dst[0])))
        [0, 1, 2, 5, 6, 7, 10, 11, 12]
    """
    wanted, found = {cell}, set[int]()
    for src, factor, out, is_anew in reversed(list(_writes(scene))):
        if out not in wanted:
            continue
        if is_anew:
            wanted.discard(out)
        read = {src, factor} - {-1}
        wanted |= read
        found |= read
    return frozenset(found - {cell})


def reach(scene: Scene, cell: int) -> frozenset[int]:
    """All cells that in the end come from a cell, through all layers: whose ``field`` it is in.

    Args:
        scene: What is staged.
        cell: Its id.

    Example:
        >>> import convlib
        >>> scene = convlib.lesson("single-channel").build()
        >>> sorted(reach(scene, 1)) == scene.dst[:2].tolist()
        True
    """
    found = set[int]()
    for src, factor, out, is_anew in _writes(scene):
        reads = cell in (src, factor) or src in found or factor in found
        if is_anew and not reads:
            found.discard(out)
        elif reads:
            found.add(out)
    return frozenset(found - {cell})


def _writes(scene: Scene) -> Iterator[Write]:
    """Per term what it reads, where it goes, and whether a cell is made anew with it."""
    begun = dict[int, int]()
    columns = scene.src, scene.factor, scene.out, scene.step_of, scene.stamped
    for src, factor, out, step, stamped in zip(*(each.tolist() for each in columns), strict=True):
        is_anew = not stamped and begun.get(out) != step
        begun[out] = step
        yield src, factor, out, is_anew
