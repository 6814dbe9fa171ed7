"""Work beside the painting: its order, how far it goes ahead, and what goes wrong meanwhile."""

from __future__ import annotations

import errno
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from convlib import lesson
from convlib.errors import ConvError
from convlib.export.beside import WAITING, beside
from convlib.export.room import meanwhile
from convlib.export.save import encoded
from convlib.picture.scene import Scene


@pytest.fixture(scope="module")
def scene() -> Scene:
    return lesson("single-channel").build()


def test_pieces_come_out_in_their_order_and_are_worked_on_elsewhere() -> None:
    here, there = threading.get_ident(), set()

    def work(piece: int) -> int:
        there.add(threading.get_ident())
        return piece * piece

    assert list(beside(work, range(20))) == [piece * piece for piece in range(20)]
    assert len(there) == 1
    assert here not in there


def test_only_a_few_pieces_are_made_ahead() -> None:
    made: list[int] = []

    def pieces() -> Iterator[int]:
        for piece in range(50):
            made.append(piece)
            yield piece

    for done, _ in enumerate(beside(str, pieces()), start=1):
        assert len(made) <= done + WAITING


def test_what_either_raises_arrives() -> None:
    def pieces() -> Iterator[int]:
        yield 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(beside(str, pieces()))
    with pytest.raises(ZeroDivisionError):
        list(beside(lambda piece: 1 // piece, [1, 0, 1]))


def test_no_thread_is_left_of_what_is_not_wanted_any_more(scene: Scene) -> None:
    before = threading.active_count()

    def stop(done: int, _count: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    for form in ("gif", "apng"):
        with pytest.raises(KeyboardInterrupt):
            encoded(scene, form, progress=stop)
    assert threading.active_count() == before


@pytest.mark.parametrize("form", ["gif", "mp4"])
def test_a_temporary_folder_that_is_gone_is_told(
    scene: Scene, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(ConvError) as caught:
        encoded(scene, form)
    assert caught.value.key == "no-temporary"
    assert f"“{form}”" in caught.value.sentence("en")
    assert "TMPDIR" in caught.value.sentence("en")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_no_room_meanwhile_is_told(number: int) -> None:
    with pytest.raises(ConvError) as caught, meanwhile("gif"):
        raise OSError(number, os.strerror(number))
    assert caught.value.key == "no-room-meanwhile"
    assert tempfile.gettempdir() in caught.value.sentence("en")
