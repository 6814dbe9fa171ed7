"""Sets up an environment for the tests and runs every check in it.

    python3 tests/run.py [--with-torch] [--lowest] [arguments for pytest]

It needs Python 3.11 or newer and nothing else: what the checks need is installed into .venv-test,
and again only after the requirements changed. With --with-torch PyTorch is installed there too, and
the lessons' PyTorch code is run by it; from then on it is in every run. With --lowest the tests of
what the libraries do run again, in .venv-lowest, with the lowest versions that requirements.txt
allows. The environment variable CHROMIUM names the browser to test in; without it one is looked
for, and installed where that is possible. So does FIREFOX name the second one, without which its
tests are skipped; so are those that read files by programs of others, where these can't be had.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv-test"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "requirements.sha256"
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
TORCH = "--with-torch"
TORCH_STAMP = VENV / "requirements-torch.sha256"
TORCH_REQUIREMENTS = "requirements-torch.txt"
LOWEST = "--lowest"
LOWEST_VENV = ROOT / ".venv-lowest"
LOWEST_STAMP = LOWEST_VENV / "requirements.sha256"
# What the libraries have a part in, and no browser: files, films and figures, the server's answers.
LOWEST_TESTS = (
    *("tests/render", "tests/ops", "tests/trace", "tests/test_main.py", "tests/test_shell.py"),
    *("tests/test_routes.py", "tests/test_play.py", "tests/test_files.py", "tests/test_facts.py"),
    *("tests/test_socket.py", "tests/test_sessions.py"),
)
OLDEST_PYTHON = (3, 11)
SLOWEST = 30  # tests whose times are printed
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
FIREFOX_NAMES = ("firefox-esr", "firefox")
# What reads the files that are exported, and Debian's packages; tests without theirs are skipped.
TOOLS = {"gifsicle": "gifsicle", "ffprobe": "ffmpeg", "identify": "imagemagick"}


class SetupError(Exception):
    """What keeps the checks from running, as a sentence that says what to do."""


def main(args: list[str]) -> int:
    """Runs all checks and returns the exit status: 0 only if every one of them passed."""
    pytest_args = [arg for arg in args if arg not in (TORCH, LOWEST)]
    try:
        check_python()
        ready_environment()
        if TORCH in args:
            ready_torch()
        os.environ["CHROMIUM"] = ready_chromium()
        os.environ["FIREFOX"] = ready_firefox()
        ready_tools()
        if LOWEST in args:
            ready_lowest()
    except SetupError as error:
        print(f"The checks can't run: {error}", file=sys.stderr)
        return 2
    commands = checks(pytest_args)
    if LOWEST in args:
        commands |= lowest_check()
    failed = [name for name, command in commands.items() if not passes(name, command)]
    if LOWEST not in args:
        say(f"\nSkipped: the lowest versions allowed (python3 tests/run.py {LOWEST} tries them).")
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nEvery check passed.")
    return 1 if failed else 0


def check_python() -> None:
    """Refuses a Python that is too old for the project."""
    if sys.version_info < OLDEST_PYTHON:
        found, needed = (".".join(map(str, v[:2])) for v in (sys.version_info, OLDEST_PYTHON))
        raise SetupError(
            f"this is Python {found}, and they need {needed} or newer; "
            f"start them with a newer one, such as: python{needed} tests/run.py"
        )


def ready_environment() -> None:
    """Makes .venv-test anew unless it was made from the same requirements by the same Python."""
    fingerprint = requirements_fingerprint()
    if STAMP.is_file() and STAMP.read_text() == fingerprint:
        return
    say("Setting up .venv-test; this takes a few minutes, but only once.")
    require_ensurepip()
    if not succeeds([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        raise SetupError("Python could not make the virtual environment .venv-test, as said above.")
    if not succeeds([*pip_install(), "-r", REQUIREMENTS[-1]]):
        raise SetupError("the requirements could not be installed, as pip says above.")
    STAMP.write_text(fingerprint)


def ready_torch() -> None:
    """Adds PyTorch to .venv-test unless it is there from the same requirements."""
    fingerprint = requirements_fingerprint(TORCH_REQUIREMENTS)
    if TORCH_STAMP.is_file() and TORCH_STAMP.read_text() == fingerprint:
        return
    say("Installing PyTorch into .venv-test, which can be some gigabytes; only once.")
    if not succeeds([*pip_install(), "-r", TORCH_REQUIREMENTS]):
        raise SetupError("PyTorch could not be installed, as pip says above.")
    TORCH_STAMP.write_text(fingerprint)


def ready_lowest() -> None:
    """Makes .venv-lowest anew unless it was made from the same requirements.

    What the app needs is there at its lowest; what the tests need beside is that of .venv-test.
    """
    fingerprint = requirements_fingerprint()
    if LOWEST_STAMP.is_file() and LOWEST_STAMP.read_text() == fingerprint:
        return
    say("Setting up .venv-lowest with the lowest versions allowed; only once.")
    if not succeeds([sys.executable, "-m", "venv", "--clear", str(LOWEST_VENV)]):
        raise SetupError("Python could not make the virtual environment .venv-lowest.")
    pins = LOWEST_VENV / "pins.txt"
    pins.write_text(lowest_pins((ROOT / REQUIREMENTS[0]).read_text()))
    if not succeeds([*pip_install(LOWEST_VENV), "-r", REQUIREMENTS[0], "-c", str(pins)]):
        raise SetupError("the lowest versions could not be installed, as pip says above.")
    (packages_of(LOWEST_VENV) / "tools.pth").write_text(str(packages_of(VENV)))
    LOWEST_STAMP.write_text(fingerprint)


def lowest_pins(requirements: str) -> str:
    """Returns constraints that hold each requirement to its lowest version."""
    found = re.findall(r"^([\w.-]+)>=([\w.]+)[^;\n]*(;.*)?$", requirements, re.MULTILINE)
    return "".join(f"{name}=={version}{marker}\n" for name, version, marker in found)


def packages_of(venv: Path) -> Path:
    """Returns where the packages of an environment are."""
    return venv / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


def requirements_fingerprint(*more: str) -> str:
    """Returns a hash of all that .venv-test is made from, and of further requirements."""
    names = (*REQUIREMENTS, *more)
    parts = [sys.version.encode(), *((ROOT / name).read_bytes() for name in names)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def require_ensurepip() -> None:
    """Makes sure that Python can make virtual environments, which Debian splits off."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if importlib.util.find_spec("ensurepip") or apt_install(package):
        return
    raise SetupError(
        f"this Python lacks ensurepip; install the package {package} "
        f"(on Debian and Ubuntu: sudo apt-get install {package}) and start again."
    )


def pip_install(venv: Path = VENV) -> list[str]:
    """Returns the start of a command that installs packages and prints nothing but errors."""
    return [
        str(venv / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
    ]


def ready_chromium() -> str:
    """Returns the path of Chromium, or an empty text for the one that Playwright installed."""
    found = ready_browser("CHROMIUM", CHROMIUM_NAMES, "chromium")
    if found:
        return found
    if succeeds([str(PYTHON), "-m", "playwright", "install", "chromium"]):
        return ""
    raise SetupError(
        "no Chromium was found and none could be installed; install it (on Debian: "
        "sudo apt-get install chromium) or set the environment variable CHROMIUM to its path."
    )


def ready_firefox() -> str:
    """Returns the path of Firefox, or an empty text where there is none and none can be had."""
    return ready_browser("FIREFOX", FIREFOX_NAMES, "firefox-esr")


def ready_browser(variable: str, names: tuple[str, ...], package: str) -> str:
    """Returns the path of the browser that is chosen, found or installed; an empty text for none.

    Args:
        variable: Of the environment, by which one is chosen.
        names: By which one is found on PATH.
        package: Debian's, which has the first of them.
    """
    chosen = os.environ.get(variable)
    if chosen:
        if not starts(chosen):
            raise SetupError(
                f"the environment variable {variable} does not name a working browser."
            )
        return chosen
    found = installed(names)
    if not found and apt_install(package):
        found = installed(names)
    return found or ""


def ready_tools() -> None:
    """Installs what reads exported files, as far as that is possible."""
    missing = [package for name, package in TOOLS.items() if not shutil.which(name)]
    if missing:
        apt_install(*missing)


def installed(names: tuple[str, ...]) -> str | None:
    """Returns the path of the first browser on PATH that starts, of those with these names."""
    paths = filter(None, map(shutil.which, names))
    return next(filter(starts, paths), None)


def starts(browser: str) -> bool:
    """Tells whether a browser runs: Ubuntu has stubs that only ask to install one."""
    try:
        return subprocess.run([browser, "--version"], capture_output=True).returncode == 0
    except OSError:
        return False


def apt_install(*packages: str) -> bool:
    """Installs Debian packages where that is possible without asking anybody."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    say(f"Installing {', '.join(packages)}.")
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    return succeeds(["apt-get", "-qq", "update"]) and succeeds(
        ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", "install", "-y", *packages],
        stdout=subprocess.DEVNULL,
    )


def checks(pytest_args: list[str]) -> dict[str, list[str]]:
    """Returns the checks in the order in which they run, as name → command."""
    module = [str(PYTHON), "-m"]
    return {
        "ruff check": [*module, "ruff", "check"],
        "ruff format --check": [*module, "ruff", "format", "--check"],
        "mypy": [*module, "mypy"],
        "pytest": [*module, "pytest", "-n", "auto", f"--durations={SLOWEST}", *pytest_args],
    }


def lowest_check() -> dict[str, list[str]]:
    """Returns the check of the lowest versions, as name → command."""
    python = str(LOWEST_VENV / "bin" / "python")
    options = ["-n", "auto", "-p", "no:cacheprovider"]
    return {"pytest, lowest versions": [python, "-m", "pytest", *options, *LOWEST_TESTS]}


def passes(name: str, command: list[str]) -> bool:
    """Runs one check under a heading and leaves its output as it is."""
    say(f"\n== {name}")
    return succeeds(command)


def succeeds(command: list[str], stdout: int | None = None) -> bool:
    """Runs a command in the project's folder and tells whether it exited with 0."""
    return subprocess.run(command, cwd=ROOT, stdout=stdout).returncode == 0


def say(text: str) -> None:
    """Prints before the output of the next command, also into a file or a pipe."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
