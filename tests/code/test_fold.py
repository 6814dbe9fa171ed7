"""Code with its arrays folded: nothing is lost, brackets match, and the layer is left to read."""

from __future__ import annotations

import ast
from contextlib import suppress

import numpy as np
import pytest

from convlib import ConvError
from convlib.code.fold import ROOM, parts
from convlib.lesson import Lesson
from tests.contract.states import each_lesson, states

ROW = ", ".join(map(str, range(100, 140)))


def folded(code: str) -> str:
    """What is left to read, a mark for what is folded away."""
    return "".join("…" if part.array else part.text for part in parts(code))


def arrays(code: str) -> dict[str, np.ndarray]:
    """The lists of numbers that are given a name for the first time in the code."""
    found: dict[str, np.ndarray] = {}
    for node in ast.parse(code).body:
        lists = [each for each in ast.walk(node) if isinstance(each, ast.List)]
        if isinstance(node, ast.Assign) and lists:
            with suppress(ValueError):  # names or calls aren't numbers
                found.setdefault(ast.unparse(node.targets[0]), np.array(ast.literal_eval(lists[0])))
    return found


@each_lesson
def test_every_code_is_whole_and_can_be_read(lesson: Lesson) -> None:
    for state in states(lesson):
        try:
            written = lesson.code(lesson.values(**state))
        except ConvError:
            continue
        for code in written.values():
            check(code)


def check(code: str) -> None:
    """All of it is there; what is folded is an array, and what is left is Python in few lines."""
    found = parts(code)
    assert "".join(part.text for part in found) == code
    full = arrays(code)
    assert all(full[part.array].shape == part.shape for part in found if part.array)
    left = "".join(part.text for part in found if not part.array)
    for name, array in arrays(left).items():
        whole = name not in {part.array for part in found}
        assert array.size < full[name].size or whole
        assert array.ndim == full[name].ndim
        np.testing.assert_array_equal(array.ravel(), full[name].ravel()[: array.size])
        line = next(each for each in left.splitlines() if each.startswith(f"{name} = "))
        assert line.count("[") == line.count("]")
        assert len(line) < ROOM + 64


@pytest.mark.parametrize(
    ("code", "want"),
    [
        ("x = np.array([[1, 2],\n              [3, 4]])", "x = np.array([[1, 2],…])"),
        ("x = np.array([[[1]],\n\n [[2]]]).float()", "x = np.array([[[1]…]]).float()"),
        (
            "x = np.array([[[-1, 2],\n [3, 4]],\n [[5, 6],\n [7, 8]]])",
            "x = np.array([[[-1, 2],…]])",
        ),
        ("x = np.array([1, 2, 3])\ny = x", "x = np.array([1, 2, 3])\ny = x"),
        (f"x = np.array([{ROW}])", "x = np.array([100, 101, 102, 103, 104, 105, 106, 107, 108,…])"),
        (f"x = np.array([[{ROW}],\n [{ROW}]])", f"x = np.array([[{ROW[:43]},…]])"),
        ("y = keras.Sequential([\n    nn.ReLU(),\n    nn.ReLU(),\n])", None),
        ("# 4 · ½\nx = ['½', [1,\n 2]]", None),
        ("a, b = [1,\n 2]", None),
    ],
)
def test_what_stays_of_an_array(code: str, want: str | None) -> None:
    assert folded(code) == (code if want is None else want)


def test_characters_of_several_bytes_move_nothing() -> None:
    code = "n = '½½½'; x = np.array([[1],\n [2]])  # ½\ny = np.array([[3],\n [4]])"
    assert folded(code) == "n = '½½½'; x = np.array([[1],…])  # ½\ny = np.array([[3],…])"
