"""A PDF whose texts are texts, in fonts that it brings along; without a date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from matplotlib.backends.backend_pdf import PdfPages

from convlib.render.plain import plain


@contextmanager
def pdf_pages(file: BinaryIO, title: str) -> Iterator[PdfPages]:
    """A PDF to which pages are added; nothing else is drawn meanwhile, for its fonts' sake."""
    about = {"Title": title, "CreationDate": None, "Producer": None}
    with plain(), PdfPages(file, metadata=about) as pages:
        yield pages
