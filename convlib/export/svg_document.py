"""An SVG that stands alone: its words for those who listen, its letters, its shapes."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from convlib.export.elements import Drawing, Element
from convlib.render import fonts

FALLBACK = "Inter, Helvetica, Arial, sans-serif"
EXACT = "text-rendering: geometricPrecision; font-kerning: none; white-space: pre"
PIXELS = "image { image-rendering: pixelated }\n"


def document(
    drawn: Drawing,
    inside: str,
    texts: Iterable[Element],
    title: str,
    description: str,
    style: str = "",
) -> bytes:
    """A whole SVG.

    Args:
        drawn: Its size and shapes.
        inside: All its elements, written.
        texts: The elements whose letters are needed.
        title: What it is.
        description: What it shows.
        style: Further rules.
    """
    size = (
        f'width="{drawn.width}" height="{drawn.height}" viewBox="0 0 {drawn.width} {drawn.height}"'
    )
    shapes = "".join(f'<path id="{name}" d="{path}"/>\n' for name, path in drawn.shapes.items())
    rules = f'text {{ font-family: "{fonts.FAMILY}", {FALLBACK}; {EXACT} }}\n{PIXELS}' + style
    parts = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc">\n'
        f'<title id="title">{escape(title)}</title>\n'
        f'<desc id="desc">{escape(description)}</desc>\n',
        f"<style>\n{_letters(texts)}{rules}</style>\n",
        f"<defs>\n{shapes}</defs>\n",
        f"{inside}</svg>\n",
    )
    return "".join(parts).encode()


def written(element: Element, inside: str = "") -> str:
    """An element as a line of the file; what moves it is inside, before its text."""
    attributes = "".join(f" {name}={quoteattr(each)}" for name, each in element.attributes.items())
    contents = inside + "".join(map(written, element.inside)) + escape(element.text)
    end = f">{contents}</{element.tag}>" if contents else "/>"
    return f"<{element.tag}{attributes}{end}" + ("" if element.tag == "tspan" else "\n")


def _letters(texts: Iterable[Element]) -> str:
    """The fonts' rules, each with no more letters than are written in it."""
    needed: dict[int, set[str]] = {}
    for weight, letters in _weighted(texts, 400):
        if letters:
            needed.setdefault(weight, set()).update(letters)
    return "".join(
        f'@font-face {{ font-family: "{fonts.FAMILY}"; font-weight: {weight}; '
        f'src: url("data:font/woff;base64,{_cut(weight, letters)}") format("woff") }}\n'
        for weight, letters in sorted(needed.items())
    )


def _weighted(elements: Iterable[Element], weight: int) -> Iterator[tuple[int, str]]:
    """What is written, with the weight of its font; that of what is around it unless told."""
    for element in elements:
        own = int(element.attributes.get("font-weight", weight))
        yield own, element.text
        yield from _weighted(element.inside, own)


def _cut(weight: int, letters: set[str]) -> str:
    """A font with some of its letters, in base 64."""
    with TTFont(fonts.file(weight), recalcTimestamp=False) as font:
        options = Options(name_IDs=[0, 1, 2, 13], notdef_outline=True, hinting=False)
        cutter = Subsetter(options)
        cutter.populate(text="".join(sorted(letters)))
        cutter.subset(font)
        font.flavor = "woff"
        file = io.BytesIO()
        font.save(file)
    return base64.b64encode(file.getvalue()).decode()
