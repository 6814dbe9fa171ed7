"""The sizes as they are asked for: their bounds, and how the shell names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from convlib.compare.record import Sizes
from convlib.compare.rows import compare
from convlib.compare.tables import csv_of, in_order, markdown_of, plain_of
from convlib.errors import ConvError
from convlib.params import PerAxis, Whole, shortened

PARAMS = (
    Whole("height", default=56, low=1, high=224),
    Whole("width", default=56, low=1, high=224),
    Whole("din", default=64, low=1, high=512),
    Whole("dout", default=64, low=1, high=512),
    Whole("kernel", default=3, low=1, high=11),
    Whole("stride", default=1, low=1, high=4),
    Whole("groups", default=4, low=1, high=64),
    Whole("dilation", default=2, low=1, high=16),
    Whole("reduction", default=16, low=1, high=64),
)
SIZE = PerAxis("size", default=(56, 56), low=1, high=224)
LONG = {"din": "channels", "dout": "filters"}  # as ``Sizes`` has them
OPTIONS = {  # of the shell, and what each sets
    "in": "din",
    "out": "dout",
    **{name: name for name in ("kernel", "stride", "groups", "dilation", "reduction")},
}
FORMATS = {"table": plain_of, "csv": csv_of, "markdown": markdown_of}


def sizes_of(values: Mapping[str, Any]) -> Sizes:
    """The sizes among the values of parameters.

    Example:
        >>> sizes_of({each.name: each.default for each in PARAMS}) == Sizes()
        True
    """
    named = {LONG.get(param.name, param.name): values[param.name] for param in PARAMS}
    return Sizes(**named)


def table(size: str, given: Mapping[str, str], by: str, written: str) -> str:
    """The comparison that somebody asks for in a shell.

    Args:
        size: Rows and columns of the input, ``56`` or ``56x28``.
        given: By the shell's option what each is set to.
        by: The column that it is sorted by, with a minus before it to fall.
        written: How it is written: one of ``FORMATS``.

    Raises:
        ConvError: A number is wrong, or there is no such column or format.

    Example:
        >>> table("56", {"in": "64"}, "-products", "csv").splitlines()[1][:21]
        'Deformable,148119552,'
    """
    rows, columns = SIZE.read(size)
    sizes = Sizes(height=rows, width=columns)
    bounds = {param.name: param for param in PARAMS}
    for option, value in given.items():
        name = OPTIONS[option]
        read = replace(bounds[name], name=option).read(value)
        sizes = replace(sizes, **{LONG.get(name, name): read})
    if written not in FORMATS:
        choices = ", ".join(FORMATS)
        raise ConvError("choice", parameter="format", value=shortened(written), choices=choices)
    return FORMATS[written](in_order(compare(sizes), by))
