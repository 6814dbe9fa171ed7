"""A PDF whose texts are texts, in fonts that it brings along; without a date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO

from matplotlib.backends.backend_pdf import PdfPages

from convlib.render.plain import plain


@contextmanager
def pdf_pages(file: BinaryIO, title: str) -> Iterator[PdfPages]:
    """A PDF to which pages are added; nothing else is drawn meanwhile, for its fonts' sake."""
    about = {"Title": title, "CreationDate": None, "Producer": None}
    whole = BytesIO()  # matplotlib ends what fails, which fails in another way
    with plain():
        pages = PdfPages(whole, metadata=about)
        yield pages
        pages.close()  # type: ignore[no-untyped-call]
    file.write(whole.getbuffer())
