"""What is installed: the package with all that it reads, and a command, alike to the checkout."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import NamedTuple

import pytest

import convlib
from tests.test_shell import PLAIN, SECONDS, SLOW, STOPPED

ROOT = Path(__file__).resolve().parents[1]
MAKE = """
import convlib
scene = convlib.lesson("arithmetic").build(stride=2)
for name in ("film.gif", "page.html"):
    convlib.save(name, scene, theme="dark")
print(convlib.__file__)
"""


class Installed(NamedTuple):
    """A wheel, and the folder that it is installed in."""

    wheel: Path
    folder: Path

    @property
    def command(self) -> str:
        """Where the command is."""
        return str(self.folder / "bin" / "convlib")


def run(*words: str, cwd: Path, path: Path) -> str:
    """What a process says that finds the package in a folder."""
    env = os.environ | PLAIN | {"PYTHONPATH": str(path)}
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The package, built and installed without a network."""
    built, folder = (tmp_path_factory.mktemp(name) for name in ("built", "installed"))
    python = sys.executable
    build = (python, "-m", "build", "--wheel", "--no-isolation", "-o", str(built), str(ROOT))
    run(*build, cwd=built, path=built)
    (wheel,) = built.iterdir()
    offline = ("--no-deps", "--no-index", "--no-compile", "--target", str(folder))
    run(python, "-m", "pip", "install", "-q", *offline, str(wheel), cwd=built, path=built)
    return Installed(wheel, folder)


def test_it_holds_the_package_and_what_it_reads_alone(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        names = wheel.namelist()
        (about,) = [name for name in names if name.endswith("/METADATA")]
        metadata = message_from_bytes(wheel.read(about))
    tops = {name.split("/")[0] for name in names}
    assert tops == {"convlib", f"convlib-{convlib.__version__}.dist-info"}
    inside = {path.relative_to(ROOT).as_posix() for path in (ROOT / "convlib").rglob("*.py")}
    assert inside <= set(names)
    assert "convlib/py.typed" in names  # or who checks types sees none
    assert metadata["Version"] == convlib.__version__
    assert metadata["Requires-Python"] == ">=3.11"


def test_it_makes_the_files_that_the_checkout_makes(installed: Installed, tmp_path: Path) -> None:
    made = []
    for name, path in (("here", ROOT), ("there", installed.folder)):
        folder = tmp_path / name
        folder.mkdir()
        found = run(sys.executable, "-c", MAKE, cwd=folder, path=path)
        assert Path(found.strip()).is_relative_to(path)
        made.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert set(made[0]) == {"film.gif", "page.html"}
    assert made[0] == made[1]


def test_its_command_is_that_of_the_module(installed: Installed, tmp_path: Path) -> None:
    listed = run(installed.command, "list", cwd=tmp_path, path=installed.folder)
    assert listed == run(sys.executable, "-m", "convlib", "list", cwd=ROOT, path=ROOT)
    assert "single-channel" in listed


def test_its_command_heeds_ctrl_c_from_the_first_moments(
    installed: Installed, tmp_path: Path
) -> None:
    (tmp_path / "numpy.py").write_text(SLOW)
    running = subprocess.Popen(
        [installed.command, "list"],
        env=os.environ | PLAIN | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{installed.folder}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # whoever starts the tests
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "\n"
    running.send_signal(signal.SIGINT)
    out, err = running.communicate("\n", timeout=SECONDS)
    assert (running.returncode, out, err) == (2, "", STOPPED)


def test_it_needs_what_the_app_needs_of_the_same_versions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert set(project["dependencies"]) <= set(lines)
    assert not any(each.startswith("streamlit") for each in project["dependencies"])
