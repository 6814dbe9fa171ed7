"""The pieces of an equation as lines of text, so that each can be selected as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from convlib.export.elements import Element

PIECES = ("token", "below")  # by the beginnings of their names
SHARED = ("y", "text-anchor")  # what all pieces of a line have in common
USUAL = ("font-size", "font-weight", "fill")  # what most have in common


def joined(elements: Iterable[Element]) -> Iterator[Element]:
    """The same elements, an equation's pieces as lines of one of them.

    Example:
        >>> look = {"y": "9", "font-size": "8", "font-weight": "500", "text-anchor": "start"}
        >>> pieces = [
        ...     Element(f"token-{at}.0", "text", {"x": str(at), "fill": "red", **look}, text)
        ...     for at, text in enumerate(("y", "=", "2"))
        ... ]
        >>> [equation] = joined(pieces)
        >>> [line] = equation.inside
        >>> [(piece.text, piece.attributes) for piece in line.inside][:2]
        [('y', {'x': '0'}), ('=', {'x': '1'})]
    """
    for is_equation, pieces in groupby(elements, key=_is_piece):
        if is_equation:
            yield Element("equation.0", "g", {}, inside=tuple(_lines(list(pieces))))
        else:
            yield from pieces


def _is_piece(element: Element) -> bool:
    return element.name.partition("-")[0] in PIECES


def _lines(pieces: list[Element]) -> Iterator[Element]:
    """The pieces that stand on one line as one text each."""
    lines: dict[tuple[str, ...], list[Element]] = {}
    for piece in pieces:
        lines.setdefault(tuple(piece.attributes[name] for name in SHARED), []).append(piece)
    for shared, line in lines.items():
        look = dict(zip(SHARED, shared, strict=True))
        for name in USUAL:
            look[name] = Counter(piece.attributes[name] for piece in line).most_common(1)[0][0]
        yield Element(line[0].name, "text", look, inside=tuple(_span(each, look) for each in line))


def _span(piece: Element, look: dict[str, str]) -> Element:
    """A piece of a line, with what it doesn't have in common with it."""
    own = {name: each for name, each in piece.attributes.items() if look.get(name) != each}
    return Element(piece.name, "tspan", own, piece.text)
