"""The command line in a shell: what it can't write, what stops it, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 60
FULL = Path("/dev/full")
NO_SPACE = (
    "The standard output can't be written to (no space left on device): "
    "make room, or send it elsewhere.\n"
)
STOPPED = "Stopped. The files that are there are complete.\n"
# Whoever starts the tests may have them ignore signals, and all that they start.
HEEDFUL = """
import os, signal, sys
for name in ("SIGINT", "SIGTERM", "SIGHUP"):
    ignored = name in sys.argv[1]
    signal.signal(getattr(signal, name), signal.SIG_IGN if ignored else signal.SIG_DFL)
os.execv(sys.executable, [sys.executable, "-m", "convlib", *sys.argv[2:]])
"""
# In place of a module: says that it has been reached, waits for a line, and is that module then.
SLOW = """
import sys
print(flush=True)
sys.stdin.readline()
sys.path.remove(__file__.rpartition("/")[0])
del sys.modules[__name__]
__import__(__name__)
"""
PLAIN = {"PYTHONUNBUFFERED": "", "PYTHONIOENCODING": "", "PYTHONUTF8": "1"}


def called(*words: str, after: str = "", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Call the command line from a shell, with what its words are followed by there."""
    return subprocess.run(
        ["sh", "-c", f'"$@" {after}', "sh", sys.executable, "-m", "convlib", *words],
        cwd=ROOT,
        env=os.environ | PLAIN | env,
        capture_output=True,
        timeout=SECONDS,
    )


def started(*words: str, ignoring: str = "", **env: str) -> subprocess.Popen[str]:
    """Start the command line, which heeds all signals but some."""
    return subprocess.Popen(
        [sys.executable, "-c", HEEDFUL, ignoring, *words],
        cwd=ROOT,
        env=os.environ | PLAIN | env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(not FULL.exists(), reason="there is no full device")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", ["list", "compare", "export --help"])
def test_a_full_disk_is_told(words: str, unbuffered: str) -> None:
    done = called(*words.split(), after=f"> {FULL}", PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stderr.decode()) == (2, NO_SPACE)


@pytest.mark.skipif(not FULL.exists(), reason="there is no full device")
def test_a_film_is_complete_where_only_the_line_about_it_has_no_room(tmp_path: Path) -> None:
    film = tmp_path / "film.gif"
    done = called("export", "arithmetic", "-o", str(film), after=f"> {FULL}")
    assert (done.returncode, done.stderr.decode()) == (2, NO_SPACE)
    assert film.read_bytes().endswith(b";")
    assert list(tmp_path.iterdir()) == [film]


@pytest.mark.skipif(not FULL.exists(), reason="there is no full device")
def test_what_is_wrong_stays_wrong_where_it_cannot_be_told() -> None:
    for after in (f"2> {FULL}", "2>&-", ">&- 2>&-"):
        done = called("nope", after=after)
        assert (done.returncode, done.stdout, done.stderr) == (2, b"", b""), after


@pytest.mark.parametrize("words", ["list", "--help"])
def test_what_is_asked_for_of_a_closed_output_is_not_forgotten(words: str) -> None:
    done = called(words, after=">&-")
    assert done.returncode == 2
    assert done.stderr.decode().startswith("The standard output can't be written to (bad file")
    assert done.stderr.count(b"\n") == 1


def test_a_file_needs_no_output(tmp_path: Path) -> None:
    done = called("export", "arithmetic", "-o", str(tmp_path / "film.gif"), after=">&- 2>&-")
    assert done.returncode == 0
    assert (tmp_path / "film.gif").read_bytes().endswith(b";")


def test_the_name_that_is_proposed_is_none_that_would_be_an_option() -> None:
    done = called("export", "arithmetic", "--output=-film", after=f"> {os.devnull}")
    assert done.returncode == 2
    assert done.stderr.decode().endswith("a name such as film.gif works.\n")


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("ascii", rb"1\xd7 convolution"),
        ("latin-1", b"1\xd71 convolution"),
        ("ascii:replace", b"1?1 convolution"),
    ],
)
def test_what_cannot_be_encoded_is_written_in_another_way(encoding: str, written: bytes) -> None:
    done = called("list", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert written.replace(rb"\xd7 ", rb"\xd71 ") in done.stdout


NAMES = {"卷积.gif".encode(): b"\\u5377\\u79ef.gif", b"\xff\xfe.gif": b"\\ufffd\\ufffd.gif"}


@pytest.mark.parametrize(("name", "shown"), NAMES.items(), ids=["chinese", "bytes"])
def test_a_film_may_have_any_name(name: bytes, shown: bytes, tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(name)).write_bytes(b"")
    except OSError:
        pytest.skip("the file system has no such names")
    path = os.fsencode(tmp_path) + b"/" + name
    small = ("--width", "300", "-o", os.fsdecode(path))
    done = called("export", "arithmetic", *small, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(os.fsencode(tmp_path) + b"/" + shown + b": 9 frames")
    assert Path(os.fsdecode(path)).read_bytes().endswith(b";")


def test_a_shell_of_no_language_is_understood() -> None:
    """There Python takes bytes for what they are, and has no encoding to write others in."""
    nowhere = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = called("export", "卷", "-o", "film.gif", **nowhere)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(rb"lesson is \u201c\ufffd\ufffd\ufffd\u201d, which does not")
    assert b"\xd71 convolution" in called("list", **nowhere).stdout.replace(rb"\xd7", b"\xd7")


def test_a_film_that_has_no_room_leaves_the_old_one(tmp_path: Path) -> None:
    """No file may grow beyond 10 kB."""
    film = tmp_path / "film.gif"
    film.write_bytes(b"old")
    asked = [sys.executable, "-m", "convlib", "export", "arithmetic", "-o", str(film)]
    limited = (
        "import os, resource, sys;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000));"
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, *asked],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert (done.returncode, done.stdout) == (2, "")
    written = f"--output “{film}” can't be written (file too large)"
    assert done.stderr == f"{written}: make room, or name a file elsewhere.\n"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"film.gif": b"old"}


@pytest.mark.parametrize("module", ["tomllib", "numpy", "tqdm"])
def test_ctrl_c_in_the_first_moments_leaves_a_sentence(module: str, tmp_path: Path) -> None:
    """What is imported for the words, first of the rest, and last, takes its time."""
    (tmp_path / f"{module}.py").write_text(SLOW)
    running = started("list", PYTHONPATH=str(tmp_path))
    assert running.stdout is not None
    assert running.stdout.readline() == "\n"
    running.send_signal(signal.SIGINT)
    out, err = running.communicate("\n", timeout=SECONDS)
    assert (running.returncode, out, err) == (2, "", STOPPED)


@pytest.mark.parametrize(
    ("names", "ignoring", "status"),
    [
        ("SIGTERM", "", 143),
        ("SIGHUP", "", 129),
        ("SIGINT", "", 2),
        ("SIGHUP SIGTERM", "SIGHUP", 143),  # as under ``nohup``
        ("SIGINT SIGTERM", "SIGINT", 143),  # as behind a shell's "&"
    ],
)
def test_what_a_signal_ends_leaves_the_old_file(
    names: str, ignoring: str, status: int, tmp_path: Path
) -> None:
    """256 frames of 1920 pixels take seconds; the signal comes as soon as a file is begun."""
    film = tmp_path / "film.gif"
    film.write_bytes(b"old")
    state = "--set size=13 --set kernel=4 --set padding=full --width 1920"
    words = ["export", "arithmetic", *state.split(), "-o", str(film)]
    running = started(*words, ignoring=ignoring)
    deadline = time.monotonic() + SECONDS
    while not list(tmp_path.glob(".*.part")) and time.monotonic() < deadline:
        time.sleep(0.01)
    for name in names.split():
        running.send_signal(getattr(signal, name))
    out, err = running.communicate(timeout=SECONDS)
    assert (running.returncode, out, err) == (status, "", STOPPED)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"film.gif": b"old"}


def test_a_signal_that_becomes_another_error_ends_it_as_any() -> None:
    """As where it comes while a module is imported that turns all errors into one of its own."""
    code = """
import os, signal
from convlib import shell
def main():
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        signal.pause()
    except BaseException as error:
        raise RuntimeError("a module can't be imported") from error
shell.run(main)
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (ended.returncode, ended.stdout, ended.stderr) == (143, "", STOPPED)


def test_a_course_that_is_stopped_leaves_whole_files_and_no_page(tmp_path: Path) -> None:
    """The signal comes while the second file is written, or one after it."""
    running = started("export", "--all", "--width", "400", "-o", str(tmp_path))
    deadline = time.monotonic() + SECONDS
    while len(list(tmp_path.rglob("*.gif"))) < 1 and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGTERM)
    out, err = running.communicate(timeout=SECONDS)
    assert (running.returncode, err) == (143, STOPPED)
    films = list(tmp_path.rglob("*.gif"))
    assert films
    assert all(film.read_bytes().endswith(b";") for film in films)
    assert len(out.splitlines()) <= len(films)
    assert not list(tmp_path.rglob("*.part"))
    assert not (tmp_path / "index.html").exists()
