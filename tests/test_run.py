"""The runner sets up what it needs, runs every check, and says what failed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import run


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes the set-up for done."""
    monkeypatch.setenv("CHROMIUM", "")
    monkeypatch.setattr(run, "ready_environment", lambda: None)
    monkeypatch.setenv("FIREFOX", "")
    monkeypatch.setattr(run, "ready_chromium", lambda: "")
    monkeypatch.setattr(run, "ready_firefox", lambda: "")
    monkeypatch.setattr(run, "ready_tools", lambda: None)


@pytest.fixture
def commands(ready: None, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:  # noqa: ARG001
    """The commands that are run, which do nothing; the only check is pytest's arguments."""
    found = list[list[str]]()

    def noted(command: list[str]) -> bool:
        found.append(command)
        return True

    monkeypatch.setattr(run, "succeeds", noted)
    monkeypatch.setattr(run, "checks", lambda args: {"pytest": args})
    return found


def script(folder: Path, name: str, text: str) -> str:
    """Writes an executable shell script and returns its path."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def exits(status: int) -> list[str]:
    """Returns a command that exits with this status."""
    return [sys.executable, "-c", f"raise SystemExit({status})"]


@pytest.mark.usefixtures("ready")
def test_every_check_runs_and_the_last_line_names_those_that_failed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    statuses = {"first": exits(1), "second": exits(0), "third": exits(5)}
    monkeypatch.setattr(run, "checks", lambda _: statuses)
    assert run.main([]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("==")] == [
        "== first",
        "== second",
        "== third",
    ]
    assert lines[-1] == "Failed: first, third."


@pytest.mark.usefixtures("ready")
def test_the_status_is_0_only_if_every_check_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "checks", lambda _: {"first": exits(0), "second": exits(0)})
    assert run.main([]) == 0


def test_the_checks_end_with_pytest_and_its_arguments() -> None:
    names, commands = zip(*run.checks(["-k", "foo"]).items(), strict=True)
    assert names == ("ruff check", "ruff format --check", "mypy", "pytest")
    assert commands[-1][-2:] == ["-k", "foo"]


def test_an_old_python_is_told_which_one_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    assert run.main([]) == 2
    assert "this is Python 3.10, and they need 3.11 or newer" in capsys.readouterr().err


def test_the_environment_is_reused_until_the_requirements_change(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "ROOT", tmp_path)
    for name in run.REQUIREMENTS:
        (tmp_path / name).write_text("numpy\n")
    first = run.requirements_fingerprint()
    assert run.requirements_fingerprint() == first
    (tmp_path / run.REQUIREMENTS[0]).write_text("numpy>=2\n")
    assert run.requirements_fingerprint() != first


def test_pytorch_is_added_once_and_only_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, commands: list[list[str]]
) -> None:
    monkeypatch.setattr(run, "TORCH_STAMP", tmp_path / "stamp")
    assert run.main(["-k", "code"]) == 0
    assert commands == [["-k", "code"]]
    commands.clear()
    assert run.main(["--with-torch", "-k", "code"]) == 0
    assert [command[-1] for command in commands] == ["requirements-torch.txt", "code"]
    commands.clear()
    assert run.main(["-k", "code", "--with-torch"]) == 0
    assert commands == [["-k", "code"]]


def test_a_pytorch_that_can_not_be_had_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "TORCH_STAMP", tmp_path / "stamp")
    monkeypatch.setattr(run, "succeeds", lambda _: False)
    with pytest.raises(run.SetupError, match="PyTorch could not be installed"):
        run.ready_torch()
    assert not run.TORCH_STAMP.exists()


def test_each_requirement_is_pinned_to_its_lowest_version() -> None:
    requirements = "# why\na>=1.62,<2\nb-c>=0.21,<1; sys_platform != 'win32'\n\nd_e>=2.0.1\n"
    pins = "a==1.62\nb-c==0.21; sys_platform != 'win32'\nd_e==2.0.1\n"
    assert run.lowest_pins(requirements) == pins


def test_every_requirement_has_a_lowest_version() -> None:
    """A line that were written otherwise would be left at its newest without a word."""
    text = (run.ROOT / run.REQUIREMENTS[0]).read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(run.lowest_pins(text).splitlines()) == len(lines)


def test_what_runs_with_the_lowest_versions_is_there() -> None:
    assert [path for path in run.LOWEST_TESTS if not (run.ROOT / path).exists()] == []


def test_the_lowest_versions_are_tried_where_they_are_asked_for_and_else_named(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    commands: list[list[str]],
) -> None:
    venv = tmp_path / "lowest"
    run.packages_of(venv).mkdir(parents=True)
    monkeypatch.setattr(run, "LOWEST_VENV", venv)
    monkeypatch.setattr(run, "LOWEST_STAMP", venv / "stamp")
    assert run.main(["-k", "code"]) == 0
    assert commands == [["-k", "code"]]
    assert "Skipped: the lowest versions" in capfd.readouterr().out
    commands.clear()
    assert run.main(["--lowest", "-k", "code"]) == 0
    made, installed, tests, lowest = commands
    assert made[-2:] == ["--clear", str(venv)]
    assert installed[-2:] == ["-c", str(venv / "pins.txt")]
    assert tests == ["-k", "code"]
    assert lowest[0] == str(venv / "bin" / "python")
    assert (run.packages_of(venv) / "tools.pth").read_text() == str(run.packages_of(run.VENV))
    assert "Skipped" not in capfd.readouterr().out
    commands.clear()
    assert run.main(["--lowest"]) == 0
    assert commands == [[], lowest]


def test_what_is_skipped_is_named_at_the_end(tmp_path: Path) -> None:
    """By the hook that these tests have, in a run of its own."""
    (tmp_path / "conftest.py").write_text((run.ROOT / "tests" / "conftest.py").read_text())
    (tmp_path / "test_some.py").write_text(
        "import pytest\n"
        "@pytest.mark.skipif(True, reason='no moon')\n"
        "@pytest.mark.parametrize('n', range(3))\n"
        "def test_tides(n): pass\n"
        "def test_sun(): pytest.skip('at night')\n"
        "def test_earth(): pass\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir=.", "."]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout
    assert said.splitlines()[-3:-1] == ["Skipped: at night: 1 test", "Skipped: no moon: 3 tests"]


def test_a_missing_ensurepip_is_told_with_the_package_that_has_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr(run, "apt_install", lambda _: False)
    package = f"python3.{sys.version_info.minor}-venv"
    with pytest.raises(run.SetupError, match=f"sudo apt-get install {package}"):
        run.require_ensurepip()


def test_a_chosen_browser_has_to_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    works = script(tmp_path, "works", "exit 0")
    monkeypatch.setenv("CHROMIUM", works)
    assert run.ready_chromium() == works
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "absent"))
    with pytest.raises(run.SetupError, match="does not name a working browser"):
        run.ready_chromium()


def test_a_browser_that_does_not_start_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script(tmp_path, "chromium-browser", "exit 1")
    works = script(tmp_path, "google-chrome", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run.installed(run.CHROMIUM_NAMES) == works


def test_without_any_browser_playwright_brings_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(run, "installed", lambda _: None)
    monkeypatch.setattr(run, "apt_install", lambda _: False)
    monkeypatch.setattr(run, "succeeds", lambda _: True)
    assert run.ready_chromium() == ""
    monkeypatch.setattr(run, "succeeds", lambda _: False)
    with pytest.raises(run.SetupError, match="no Chromium was found"):
        run.ready_chromium()


def test_the_second_browser_may_be_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("FIREFOX", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    tried = list[str]()

    def refused(package: str) -> bool:
        tried.append(package)
        return False

    monkeypatch.setattr(run, "apt_install", refused)
    assert run.ready_firefox() == ""
    assert tried == ["firefox-esr"]
    works = script(tmp_path, "firefox", "exit 0")
    assert run.ready_firefox() == works
    monkeypatch.setenv("FIREFOX", str(tmp_path / "absent"))
    with pytest.raises(run.SetupError, match="FIREFOX does not name a working browser"):
        run.ready_firefox()


def test_what_reads_exported_files_is_installed_where_it_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script(tmp_path, "ffprobe", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    tried = list[str]()
    monkeypatch.setattr(run, "apt_install", lambda *packages: tried.extend(packages))
    run.ready_tools()
    assert tried == ["gifsicle", "imagemagick"]
