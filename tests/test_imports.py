"""Imports point one way: a module may import what its row says, and nothing else of convlib."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "convlib"
FILES = sorted(PACKAGE.rglob("*.py"))

# What each module may import of convlib; a folder's row holds for every file in it. Whoever adds a
# module says here where it stands.
GROUND = {"text", "errors", "shapes", "numerals", "receptive_field"}
ALLOWED: dict[str, set[str]] = {
    "text": set(),
    "errors": {"text"},
    "shapes": {"errors"},
    "shell": {"text", "shell"},
    "ops": {"errors", "shapes", "ops"},
    "numerals": {"errors", "ops", "numerals"},
    "receptive_field": {"errors", "shapes", "ops"},
    "trace": {"errors", "shapes", "ops", "trace"},
    "picture": {"text", "numerals", "ops", "picture"},
    "cost": {"errors", "shapes", "ops", "cost"},
    "compare": {"text", "errors", "shapes", "receptive_field", "cost", "params", "compare"},
    "code": {"errors", "shapes", "ops", "code"},
    "staging": GROUND - {"text", "errors"} | {"compare", "ops", "trace", "picture", "staging"},
    "named": {"shapes", "ops", "named"},
    "params": {"errors", "shapes", "ops", "numerals", "params"},
    "lesson": {"errors", "ops", "params", "picture", "cost", "compare"},
    "layers": GROUND - {"text"}
    | {
        "compare",
        "ops",
        "trace",
        "picture",
        "staging",
        "cost",
        "code",
        "params",
        "named",
        "lesson",
        "layers",
    },
    "lessons": GROUND - {"text"}
    | {
        "compare",
        "ops",
        "trace",
        "picture",
        "staging",
        "cost",
        "code",
        "params",
        "named",
        "lesson",
        "layers",
    },
    "controls": {
        *("text", "errors", "shapes", "numerals", "ops", "params", "lesson", "edits", "controls"),
    },
    "path": {"lesson", ""},
    "edits": {"errors", "ops", "numerals", "params", "lesson"},
    "render": {"text", "errors", "numerals", "ops", "picture", "render"},
    "export": {
        *("text", "errors", "ops", "params", "picture", "lesson", "lessons", "render", "controls"),
        *("numerals", "export"),
    },
    "__init__": {
        *("errors", "shapes", "ops", "trace", "receptive_field", "cost", "picture", "lesson"),
        "lessons",
        "shell",
        "export",
    },
    "cli": {
        *("shell", "text", "errors", "compare", "params", "picture", "lesson", "lessons", "path"),
        *("render", "export", "cli", ""),
    },
    "__main__": {"shell", "text", "errors", "cli"},
}
# Of these only some names: those who draw know what an array is, and not how one is convolved.
ONLY_NAMES = {
    (importer, "ops"): {"Array"}
    for importer in (
        *("numerals", "receptive_field", "picture", "render", "params", "named", "lesson", "edits"),
        *("controls", "export"),
    )
} | {(importer, "shapes"): {"Pair"} for importer in ("params", "named", "controls")}
NUMPY = {"numpy"}
DRAWING = {"numpy", "matplotlib", "PIL", "imageio", "imageio_ffmpeg"}
THIRD_PARTY = {
    "render": DRAWING | {"IPython"},  # where a notebook asks for a figure
    "export": DRAWING | {"fontTools"},
    "cli": {"numpy", "PIL", "tqdm"},
}


def row_of(path: Path) -> str:
    """Which row of the table a file has: its own name, or its folder's."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Every module that a file imports, anywhere in it, and the names that it takes from it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, set()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are written in full"
            names = {alias.name for alias in node.names}
            modules = {name for name in names if is_module(f"{node.module}.{name}")}
            yield from ((f"{node.module}.{name}", set()) for name in modules)
            if names - modules:
                yield str(node.module), names - modules


def is_module(name: str) -> bool:
    """Whether a dotted name is a file or a folder of convlib."""
    place = PACKAGE.parent / Path(*name.split("."))
    return name.startswith("convlib.") and (place.is_dir() or place.with_suffix(".py").is_file())


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_module_imports_only_what_its_row_says(path: Path) -> None:
    row = row_of(path)
    assert row in ALLOWED, f"{name_of(path)} has no row in the table: say what it may import"
    for module, names in imported(path):
        top, _, rest = module.partition(".")
        if top != "convlib":
            continue
        target = rest.split(".")[0]
        assert target in ALLOWED[row], f"{name_of(path)} imports {module}"
        if (row, target) in ONLY_NAMES:
            assert names <= ONLY_NAMES[row, target], f"{name_of(path)} takes more of {module}"
            assert names, f"{name_of(path)} takes all of {module}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_what_is_not_convlib(path: Path) -> None:
    """No Streamlit, no page, no test; NumPy, and what draws only where something is drawn."""
    packages = {module.split(".")[0] for module, _ in imported(path)}
    foreign = packages - set(sys.stdlib_module_names) - {"convlib"}
    assert foreign <= THIRD_PARTY.get(row_of(path), NUMPY)


def test_the_table_has_no_circles() -> None:
    done: list[str] = []
    rows = {name: targets - {name} for name, targets in ALLOWED.items()}
    while rows:
        free = [name for name, targets in rows.items() if not targets & rows.keys()]
        assert free, f"these import each other: {sorted(rows)}"
        done += free
        rows = {name: targets for name, targets in rows.items() if name not in free}
    assert done.index("picture") < done.index("staging") < done.index("lessons")


def test_only_the_discovery_of_lessons_imports_by_name() -> None:
    """What is imported by a text is seen by no table."""
    words = re.compile(r"\bimportlib\b|\b__import__\b")
    users = {name_of(path) for path in FILES if words.search(path.read_text(encoding="utf-8"))}
    assert users <= {"lessons/__init__.py"}


def test_lessons_are_found_where_they_are() -> None:
    assert {row_of(path) for path in FILES} >= {"lessons", "render", "picture", "ops"}


def test_few_files_stand_loose_and_none_hides_the_standard_library() -> None:
    """Whoever runs a file of the folder has the folder first on the path."""
    loose = {path.stem for path in PACKAGE.glob("*.py")}
    assert len(loose) <= 9
    assert loose & set(sys.stdlib_module_names) == set()
