"""The comparison as a table: sorted, as CSV, as Markdown, and in the shell."""

from __future__ import annotations

import csv
import io

import pytest

from convlib import ConvError
from convlib.__main__ import main
from convlib.compare import COLUMNS, Sizes, cells, compare, csv_of, in_order, markdown_of
from convlib.compare.asked import PARAMS, table
from convlib.compare.tables import headings, in_units

ROWS = compare(Sizes())
Said = pytest.CaptureFixture[str]


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_sorts_both_ways_and_what_is_refused_stands_last(column: str) -> None:
    up, down = in_order(ROWS, column), in_order(ROWS, f"-{column}")
    assert {row.name for row in up} == {row.name for row in down} == {row.name for row in ROWS}
    assert up[-1].refused
    assert down[-1].refused
    at = list(COLUMNS).index(column)
    said = [[cells(row)[at] for row in rows[:-1]] for rows in (up, down)]
    if column in ("products", "weights"):
        numbers = [int(each.replace(",", "")) for each in said[0]]
        assert numbers == sorted(numbers)
    assert sorted(said[0]) == sorted(said[1])


def test_a_share_is_that_of_a_standard_layers_products() -> None:
    """Worked out on paper: 56·56·64·9 of 56·56·64·64·9, and with 18 channels of offsets."""
    at = list(COLUMNS).index("standard")
    shares = {row.name: cells(row)[at] for row in ROWS if row.refused is None}
    assert shares["standard"] == "1.000"
    assert shares["depthwise"] == f"{1 / 64:.3f}"
    assert shares["grouped"] == f"{1 / 4:.3f}"
    assert float(shares["deformable"]) > 1 + 18 / 64 - 0.001


def test_csv_is_read_back() -> None:
    lines = list(csv.DictReader(io.StringIO(csv_of(ROWS))))
    assert [int(line["Products"]) for line in lines if line["Products"]] == [
        row.macs for row in ROWS if row.refused is None
    ]
    assert [line["Type"] for line in lines if line["Not at these values"]] == ["3-D"]


def test_markdown_has_a_cell_for_each_heading() -> None:
    head, rule, *rows = markdown_of(ROWS).splitlines()
    fitting = [row for row in rows if row.startswith("|")]
    assert len(fitting) == len(ROWS) - 1
    assert {line.count("|") for line in (head, rule, *fitting)} == {len(COLUMNS) + 1}
    assert rows[-1].startswith("- 3-D: ")


def test_the_shell_writes_every_format(capsys: Said) -> None:
    for form in ("table", "csv", "markdown"):
        assert main(["compare", "--size", "56", "--in", "64", "--out", "64", "--format", form]) == 0
        said = capsys.readouterr().out
        assert "148119552" in said.replace(",", "")
    assert main(["compare", "--size", "28x14", "--sort=-products"]) == 0
    first = capsys.readouterr().out.splitlines()[1]
    assert first.startswith("Deformable")
    assert "28 × 14 × 64" in first


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (["--in", "0"], "--in is"),
        (["--size", "1x2x3"], "--size has"),
        (["--kernel", "many"], "--kernel is"),
        (["--sort", "price"], "--sort is"),
        (["--format", "pdf"], "--format is"),
        (["--depth", "3"], "“--depth”"),
    ],
)
def test_what_is_wrong_gets_a_sentence(given: list[str], named: str, capsys: Said) -> None:
    assert main(["compare", *given]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith(named)
    assert err.count("\n") == 1


def test_the_shells_usual_sizes_are_the_lessons() -> None:
    usual = {param.name: param.default for param in PARAMS}
    assert tuple(usual.values()) == (56, 56, 64, 64, 3, 1, 4, 2, 16)
    with pytest.raises(ConvError):
        table("0", {}, "products", "table")


@pytest.mark.parametrize(
    ("number", "said"),
    [(999, "999"), (1_000, "1.00 k"), (19_990_000, "19.99 M"), (57_802_752, "57.8 M")],
)
def test_large_numbers_are_short(number: int, said: str) -> None:
    assert in_units(number) == said


def test_the_shell_has_every_column_in_lines_that_fit() -> None:
    said = table("56", {}, "products", "table")
    numbers, words, refused = said.split("\n\n")
    for heading in headings():
        assert heading in f"{numbers}{words}".replace("\n", " ")
    assert [line.split("  ")[0] for line in numbers.splitlines()] == [
        line.split("  ")[0] for line in words.splitlines()
    ]
    assert "up much" in next(line for line in words.splitlines() if line.startswith("Inception"))
    assert max(map(len, numbers.splitlines())) <= 110
    assert max(map(len, words.splitlines())) <= 140
    assert refused.startswith("3-D: ")
