"""How large an output is, as a formula in one line with the numbers put in."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from convlib.lesson import Derivation, Line, Note, Piece
from convlib.shapes import Pair

ROLES = {
    "size": "input",
    "kernel": "kernel",
    "stride": "ink",
    "padding": "input",
    "dilation": "ink",
    "output_padding": "output",
    "channels": "input",
    "multiplier": "kernel",
    "rates": "ink",
}
Numbers = Mapping[str, Piece]


def number(name: str, value: object, of: str | None = None) -> Piece:
    """A number of a formula in the colour of what it names.

    Args:
        name: What it is, such as ``"stride"``.
        value: As it is written.
        of: The parameter that it comes from, if that isn't called so; "" for none.

    Example:
        >>> number("kernel", 3)
        Piece(text='3', role='kernel', of='kernel', below=())
    """
    return Piece(str(value), ROLES[name], name if of is None else of)


def both_sides(padding: Pair) -> str:
    """What padding adds in all, as it is written.

    Example:
        >>> both_sides((1, 1)), both_sides((0, 1))
        ('2·1', '0 + 1')
    """
    before, after = padding
    return f"2·{before}" if before == after else f"{before} + {after}"


def filled(template: str, numbers: Numbers, *below: Note) -> Line:
    """A part of a formula: a template's text, and pieces in place of its names in braces.

    Args:
        template: Such as ``"({size} − 1)"``.
        numbers: The pieces, by name.
        *below: What stands under all of it.

    Example:
        >>> [piece.text for piece in filled("({size} − 1)", {"size": number("size", 2)})]
        ['(', '2', ' − 1)']
    """
    pieces = list[Piece]()
    for text, name, _, _ in Formatter().parse(template):
        pieces += [Piece(text, below=below)] if text else []
        pieces += [numbers[name]._replace(below=below)] if name else []
    return tuple(pieces)


def equals(worked: Line, size: int, *below: Note, name: str = "o", of: str = "") -> Line:
    """A whole formula: a name, how it is worked out, and what that comes to.

    Args:
        worked: How; nothing where the size is given.
        size: What it comes to.
        *below: What stands under that.
        name: The symbol of the size.
        of: The parameter that the size itself comes from.
    """
    how = (Piece(" = "), *worked) if worked else ()
    return (Piece(name, "output"), *how, Piece(" = "), Piece(str(size), "result", of, below))


def counted(template: str, numbers: Numbers, steps: int, left: int = 0) -> Line:
    """A formula that counts places: the steps of a window, and the place where it stands first.

    Args:
        template: Of the steps, as ``filled`` takes it.
        numbers: The pieces, by name.
        steps: What that comes to.
        left: How many cells are too few for another step.

    Example:
        >>> numbers = {"size": number("size", 5), "kernel": number("kernel", 3)}
        >>> "".join(piece.text for piece in counted("{size} − {kernel}", numbers, 2))
        'o = 5 − 3 + 1 = 3'
    """
    notes = (Note("steps", steps), *([Note("left", left)] if left else []))
    first = Piece("1", "ink", below=(Note("first"),))
    worked = (*filled(template, numbers, *notes), Piece(" + "), first)
    return equals(worked, steps + 1, Note("places", steps + 1))


def direct_line(numbers: Numbers, steps: int, left: int) -> Line:
    """The formula of a window that slides, as PyTorch has it; shorter where nothing is dilated.

    Args:
        numbers: ``size``, ``padding``, ``kernel``, ``stride`` and ``dilation``.
        steps: How often the window moves on.
        left: How many cells are left behind it then.

    Example:
        >>> given = {"size": 6, "padding": "2·1", "kernel": 3, "stride": 2, "dilation": 1}
        >>> numbers = {name: number(name, value) for name, value in given.items()}
        >>> "".join(piece.text for piece in direct_line(numbers, 2, 1))
        'o = ⌊(6 + 2·1 − 3)/2⌋ + 1 = 3'
    """
    span = "{dilation}·({kernel} − 1) − 1" if _dilated(numbers) else "{kernel}"
    return counted("⌊({size} + {padding} − " + span + ")/{stride}⌋", numbers, steps, left)


def _dilated(numbers: Numbers) -> bool:
    return "dilation" in numbers and numbers["dilation"].text != "1"


def transposed_line(
    numbers: Numbers, size: int, *, small: Line = (), stamps: bool = False, of: str = ""
) -> Line:
    """The formula of a window's way back, as PyTorch has it; shorter where nothing is dilated.

    Args:
        numbers: ``size``, ``padding``, ``kernel``, ``stride``, ``output_padding``, and where the
            layer has one ``dilation``.
        size: What it comes to.
        small: The input's size as a formula of its own, in place of ``size``.
        stamps: Whether the parts are called what they are to stamps.
        of: The parameter that the output's size comes from, if it does.

    Example:
        >>> given = {"size": 2, "padding": "2·0", "kernel": 3, "stride": 2, "output_padding": 0}
        >>> numbers = {name: number(name, value) for name, value in given.items()}
        >>> "".join(piece.text for piece in transposed_line(numbers, 5))
        'o = (2 − 1)·2 − 2·0 + 3 + 0 = 5'
    """
    span = "{dilation}·({kernel} − 1) + 1" if _dilated(numbers) else "{kernel}"
    taken = " − {padding} + " if "+" not in numbers["padding"].text else " − ({padding}) + "
    last, width = ([Note("last-stamp")], [Note("its-width")]) if stamps else ([], [])
    worked = (
        *filled("(", numbers, *last),
        *(small or filled("{size}", numbers, *last)),
        *filled(" − 1)·{stride}", numbers, *last),
        *filled(taken, numbers),
        *filled(span, numbers, *width),
        *filled(" + {output_padding}", numbers),
    )
    return equals(worked, size, Note("cells", size), of=of)


def planes(lines: tuple[str, ...], size: int, of: str = "", worked: Line = ()) -> Derivation:
    """How many planes come out: as many as there are filters, unless it is worked out.

    Args:
        lines: Of the derivation.
        size: How many.
        of: The parameter that says so.
        worked: How it follows from others.
    """
    below = [] if worked else [Note("filters")]
    line = equals(worked, size, *below, name="Dout", of=of)
    return Derivation("planes", lines, size=size, line=line)
