"""Plants mistakes one at a time, and says which of them the tests notice.

    python -m tools.plant [--whole] [WORD ...]

The mistakes stand in tools/mistakes.toml: each is a piece of a file, what stands in its place, and
what a reader would see of it. Each is planted in a copy of the checkout, and the tests that concern
its file run there until one fails. Words choose mistakes by their file or by what would be seen. It
needs the environment of the tests: .venv-test/bin/python -m tools.plant
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.run import ready_chromium, ready_firefox

ROOT = Path(__file__).resolve().parents[1]
LIST = Path(__file__).with_name("mistakes.toml")

STAGED = "tests/staging/test_references.py"
PAGES = " ".join(
    f"tests/test_{name}.py"
    for name in (
        *("address", "calm", "facts", "files", "guard", "network", "networks", "path", "play"),
        *("routes", "sessions", "socket", "style", "table", "text", "turn"),
    )
)
# Which tests concern the files of a folder, those first that are the likeliest to notice something:
# of several folders that fit, the most particular one.
CONCERNED: dict[str, str] = {
    "app.py": "tests/test_calm.py tests/browser/test_lesson_page.py",
    "assets/player/": "tests/browser",
    "assets/text/": "tests/test_labels.py tests/test_text.py tests/contract tests/controls",
    "assets/theme.json": "tests/render tests/picture tests/browser/test_theme.py",
    "convlib/": "tests/test_shapes.py tests/test_lesson.py tests/contract",
    "convlib/__main__.py": "tests/test_main.py tests/test_shell.py",
    "convlib/cli/": "tests/cli tests/test_main.py tests/test_shell.py",
    "convlib/code/": "tests/code tests/lessons",
    "convlib/compare/": "tests/compare tests/test_main.py tests/test_table.py tests/contract",
    "convlib/controls/": "tests/controls tests/contract tests/test_play.py",
    "convlib/cost/": "tests/test_cost.py tests/lessons tests/contract/test_costs.py",
    "convlib/edits.py": "tests/test_edits.py tests/controls",
    "convlib/export/": "tests/export tests/render/test_reels.py tests/render/test_movie.py",
    "convlib/layers/": f"{STAGED} tests/layers tests/lessons tests/contract tests/code",
    "convlib/lessons/": f"{STAGED} tests/lessons tests/contract tests/test_lesson.py",
    "convlib/named/": "tests/named tests/lessons",
    "convlib/numerals/": "tests/numerals tests/readers tests/controls",
    "convlib/ops/": "tests/ops tests/trace",
    "convlib/params/": "tests/test_params.py tests/controls tests/readers tests/contract",
    "convlib/path.py": "tests/test_path.py",
    "convlib/picture/": "tests/picture tests/staging tests/render",
    "convlib/receptive_field.py": "tests/test_receptive_field.py",
    "convlib/render/": "tests/render tests/picture tests/test_main.py tests/browser/test_marks.py",
    "convlib/shell/": "tests/test_shell.py tests/test_main.py",
    "convlib/staging/": f"{STAGED} tests/staging tests/lessons tests/compare tests/contract",
    "convlib/text.py": "tests/test_text.py tests/controls tests/contract",
    "convlib/trace/": "tests/trace tests/staging",
    "pages/": f"{PAGES} tests/contract tests/controls",
}
NOT_PARTICULAR = "tests"  # all of them
WORKERS = "auto"  # of pytest-xdist: one for each core


@dataclass(frozen=True)
class Mistake:
    """A piece of a file that is replaced.

    Attributes:
        file: The file, from the project's root.
        was: What stands there, once.
        becomes: What stands there instead.
        seen: What a reader would see of it.
        tests: Which tests concern it, where those of the folder are too many.
    """

    file: str
    was: str
    becomes: str
    seen: str
    tests: str = ""

    def plant(self, root: Path) -> str:
        """Put it into a copy of the project, and return the file's text as it was.

        Raises:
            ValueError: The piece isn't there, or more than once.
        """
        path = root / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.was) != 1:
            raise ValueError(f"stands there {text.count(self.was)} times")
        path.write_text(text.replace(self.was, self.becomes), encoding="utf-8")
        return text

    @property
    def concerned(self) -> list[str]:
        """The files and folders of the tests that concern it."""
        fitting = [start for start in CONCERNED if self.file.startswith(start)]
        return (self.tests or CONCERNED[max(fitting, key=len)]).split()


def main(args: Sequence[str]) -> int:
    """Plant the mistakes that are asked for; the status is 1 where one went unnoticed."""
    parser = argparse.ArgumentParser(prog="python -m tools.plant", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--whole", action="store_true", help="run all tests for each")
    asked = parser.parse_args(args)
    chosen = [each for each in mistakes() if is_asked(each, asked.words)]
    os.environ.update(CHROMIUM=ready_chromium(), FIREFOX=ready_firefox())
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        unnoticed = [each for each in chosen if not is_noticed(each, copy, whole=asked.whole)]
    print(f"\n{len(chosen) - len(unnoticed)} of {len(chosen)} were noticed.")
    return 1 if unnoticed else 0


def mistakes(path: Path = LIST) -> list[Mistake]:
    """All mistakes of a list."""
    return [Mistake(**each) for each in tomllib.loads(path.read_text("utf-8"))["mistake"]]


def is_asked(mistake: Mistake, words: Iterable[str]) -> bool:
    """Whether there are no words, or one of them is in its file's name or in what would be seen."""
    words = list(words)
    return not words or any(word in f"{mistake.file} {mistake.seen}" for word in words)


def copied(folder: Path) -> Path:
    """A copy of all files that git knows of, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def is_noticed(mistake: Mistake, copy: Path, *, whole: bool) -> bool:
    """Whether a test fails while a mistake is in the copy; a line says which one."""
    try:
        before = mistake.plant(copy)
    except ValueError as error:
        return told("does not fit", mistake, str(error))
    try:
        chosen = [NOT_PARTICULAR] if whole else mistake.concerned
        failed = next(filter(None, (first_failure(copy, each) for each in chosen)), "")
    except ValueError as error:
        return told("not tested", mistake, str(error))
    finally:
        (copy / mistake.file).write_text(before, encoding="utf-8")
    return told("noticed" if failed else "UNNOTICED", mistake, failed)


def told(verdict: str, mistake: Mistake, why: str) -> bool:
    """Say what became of a mistake; whether it was noticed."""
    print(f"{verdict:12} {mistake.file}: {mistake.seen}{f' ({why})' if why else ''}", flush=True)
    return verdict == "noticed"


def first_failure(copy: Path, tests: str) -> str:
    """The name of the first test that fails, or that can't be loaded; empty where all pass.

    Raises:
        ValueError: There are no such tests.
    """
    options = ["-q", "-x", "-n", WORKERS, "-rfE", "-p", "no:cacheprovider", "--no-header"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, tests],
        cwd=copy,
        capture_output=True,
        text=True,
    )
    failed = [line for line in run.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    if run.returncode and not failed:
        raise ValueError(f"pytest ended with {run.returncode}")
    return failed[0].split(" - ")[0] if failed else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
