"""Print a table of what is measured: ``python -m benchmarks [name ...]``."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Iterable

NAMES = ("engine", "traces", "scene", "gif", "page", "load", "beside")
Row = tuple[str, str, str, str]


def main() -> None:
    """Run the benchmarks that are named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(NAMES))
    names = parser.parse_args().names or NAMES
    for name in names:
        if name not in NAMES:
            parser.error(f"there is no benchmark {name!r}: there are {', '.join(NAMES)}")
    for name in names:
        print_table(name, importlib.import_module(f"benchmarks.{name}").rows())


def print_table(title: str, rows: Iterable[Row]) -> None:
    """One benchmark's rows, in columns."""
    lines = [("what", "measured", "goal", ""), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    print(f"\n{title}")
    for line in lines:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )


if __name__ == "__main__":
    main()
