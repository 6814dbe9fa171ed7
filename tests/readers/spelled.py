"""Texts made from known numbers, in the ways in which people and programs write them."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from hypothesis import strategies as st

LIMIT = 9999
SIGNS = {"": 1, "+": 1, "-": -1, "\N{MINUS SIGN}": -1, "\N{EN DASH}": -1, "\N{HYPHEN}": -1}
WRAPPERS = (
    "np.float64({})",
    "np.float32({})",
    "numpy.float64({})",
    "float({})",
    "torch.double({})",
)
WHOLE_WRAPPERS = ("np.int64({})", "int({})", "np.int8({})")
# Between two cells, between two rows, and what stands round the block; commas part cells here.
LAYOUTS = {
    "by spaces": (" ", "\n", "{}"),
    "aligned": ("   ", "\n  ", "{}"),
    "by commas": (", ", "\n", "{}"),
    "tight": (",", ";", "{}"),
    "in a line": (" ", "; ", "{}"),
    "with lines of Windows": (" ", "\r\n", "{}\r\n"),
    "a spreadsheet's": ("\t", "\n", "{}\n"),
    "MATLAB's": (" ", "; ", "[{}]"),
    "MATLAB's in lines": (", ", ";\n ", "k = [{}];"),
    "Python's": (", ", "], [", "[[{}]]"),
    "Python's, tight": (",", "],[", "[[{}]]"),
    "Python's in lines": (", ", "],\n [", "[\n [{}],\n]"),
    "tuples": (", ", "), (", "(({}))"),
    "NumPy's": (" ", "]\n [", "[[{}]]"),
    "NumPy's in one line": (" ", "] [", "[[{}]]"),
    "C's": (", ", "}, {", "{{ {{{}}} }}"),
    "NumPy's code": (", ", "], [", "np.array([[{}]])"),
    "NumPy's code with a type": (", ", "], [", "np.array([[{}]], dtype=np.float64)"),
    "PyTorch's": (", ", "],\n        [", "tensor([[{}]], device='cuda:0', requires_grad=True)"),
    "in ways of its own": (" ,  ", " ;  ", "  {}  "),
}
# Where a comma is the point: what stands between cells and rows.
WITH_COMMAS = {
    "a spreadsheet's": ("\t", "\n"),
    "a file's": (";", "\n"),
    "Windows's": ("\t", "\r\n"),
}


class Spelled(NamedTuple):
    """A text, and the numbers that it was made from: rows, or one alone."""

    text: str
    rows: list[list[Fraction]]

    @property
    def floats(self) -> list[list[float]]:
        """The floats that are nearest to the numbers."""
        return [[float(number) for number in row] for row in self.rows]


DIGITS = st.tuples(
    st.integers(0, LIMIT - 1) | st.integers(0, 9), st.integers(0, 99_999), st.integers(0, 5)
)


@st.composite
def magnitudes(draw: st.DrawFn, point: str = ".") -> tuple[str, Fraction]:
    """Digits with or without a point or a power of ten, and what they come to."""
    whole, digits, length = draw(DIGITS)
    places = f"{digits:05}"[:length]
    value = Fraction(int(f"{whole}{places}"), 10 ** len(places))
    # "1,000" could be a thousand: only other numbers have a comma for a point.
    if point == "," and (len(places) == 3 and 0 < whole < 1000):
        places, value = "", Fraction(whole)
    dotted = draw(st.sampled_from(["", point])) if point == "." else ""
    text = f"{whole}{point}{places}" if places else f"{whole}{dotted}"
    if not whole and places:
        text = draw(st.sampled_from([text, f"{point}{places}"]))
    power = draw(st.sampled_from([None, None, None, -3, -1, 0, 2]))
    if power is not None and value * Fraction(10) ** power <= LIMIT:
        text, value = f"{text}{draw(st.sampled_from('eE'))}{power}", value * Fraction(10) ** power
    return text, value


@st.composite
def numbers(draw: st.DrawFn, point: str = ".") -> tuple[str, Fraction]:
    """One number, with a sign, as a fraction, or as NumPy, PyTorch or C write it."""
    sign = draw(st.sampled_from(list(SIGNS)))
    text, value = draw(magnitudes(point))
    way = draw(st.sampled_from(["plain", "plain", "plain", "fraction", "wrapped", "C"]))
    if way == "fraction":
        under, part = draw(magnitudes(point).filter(lambda made: made[1] >= 1))
        return f"{sign}{text}/{under}", SIGNS[sign] * value / part
    if way == "wrapped" and sign in ("", "-") and point == ".":
        wrappers = (*WRAPPERS, *(WHOLE_WRAPPERS if text.isdigit() else ()))
        return draw(st.sampled_from(wrappers)).format(f"{sign}{text}"), SIGNS[sign] * value
    return f"{sign}{text}{'f' * (way == 'C')}", SIGNS[sign] * value


def grids(point: str = ".") -> st.SearchStrategy[list[list[tuple[str, Fraction]]]]:
    """Rows of numbers, each with its text."""
    return st.tuples(st.integers(1, 3), st.integers(1, 3)).flatmap(
        lambda shape: st.lists(
            st.lists(numbers(point), min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    )


def laid_out(rows: list[list[tuple[str, Fraction]]], between: str, end: str, around: str) -> str:
    """The texts of a grid in a layout."""
    return around.format(end.join(between.join(text for text, _ in row) for row in rows))


@st.composite
def blocks(draw: st.DrawFn, layouts: tuple[str, ...] = tuple(LAYOUTS)) -> Spelled:
    """A block in one of the layouts."""
    rows = draw(grids())
    return Spelled(
        laid_out(rows, *LAYOUTS[draw(st.sampled_from(layouts))]),
        [[value for _, value in row] for row in rows],
    )


@st.composite
def blocks_with_commas(draw: st.DrawFn) -> Spelled:
    """A block with decimal commas; in a file of one line a semicolon would end a row."""
    way = draw(st.sampled_from(list(WITH_COMMAS)))
    rows = draw(grids(","))
    if way == "a file's" and (len(rows) == 1 or len(rows[0]) == 1):
        way = "a spreadsheet's"
    if way != "a file's" and len(rows[0]) == 1:
        rows = [[*row, ("0,5", Fraction(1, 2))] for row in rows]
    between, end = WITH_COMMAS[way]
    return Spelled(
        laid_out(rows, between, end, "{}"), [[value for _, value in row] for row in rows]
    )


@st.composite
def scaled_blocks(draw: st.DrawFn) -> Spelled:
    """A block in brackets with a factor in front, a factor or a divisor behind, a minus."""
    block = draw(blocks(("MATLAB's", "Python's", "NumPy's", "NumPy's code", "C's")))
    sign = draw(st.sampled_from(["", "-", "- ", "\N{MINUS SIGN}"]))
    front, behind = (draw(magnitudes().filter(lambda made: made[1])) for _ in range(2))
    over, under = draw(st.integers(1, 20)), draw(st.integers(1, 20))
    before, first = draw(
        st.sampled_from(
            [
                ("", Fraction(1)),
                (f"{front[0]} * ", front[1]),
                (f"{front[0]}*", front[1]),
                (f"{over}/{under} * ", Fraction(over, under)),
                (f"({over}/{under}) * ", Fraction(over, under)),
            ]
        )
    )
    after, second = draw(
        st.sampled_from(
            [
                ("", Fraction(1)),
                (f" / {behind[0]}", 1 / behind[1]),
                (f"/{behind[0]};", 1 / behind[1]),
                (f" * {behind[0]}", behind[1]),
                (f"*{over}/{under}", Fraction(over, under)),
            ]
        )
    )
    factor = (-1 if sign.strip() else 1) * first * second
    rows = [[number * factor for number in row] for row in block.rows]
    return Spelled(f"{sign}{before}{block.text}{after}", rows)
