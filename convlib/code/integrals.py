"""Convolution and correlation of functions as code: the sampled integral, ``convolve(f, g) * dt``.

Samples are taken in the middle of each step, so that a jump falls between two of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from convlib.code.literal import block, given
from convlib.ops import Array

PER = 1000  # samples from point to point


@dataclass(frozen=True)
class _Language:
    """How a framework writes what is needed.

    Attributes:
        head: The imports.
        array: What makes an array of a list.
        after: What stands behind the list.
        sampled: The body of the function that samples one.
        slides: How two rows of samples are convolved, and how they are correlated; ``{}`` stands
            for a function that has to be written first.
        ends: The line that puts a 0 at both ends.
        stack: Two results as one.
    """

    head: str
    array: str
    after: str
    sampled: str
    slides: Mapping[bool, tuple[str, str]]
    ends: str
    stack: str


PLAIN = _Language(
    head="import numpy as np\n",
    array="np.array",
    after=")",
    sampled="    t = (np.arange((len(h) - 1) * per) + 0.5) * dt\n"
    "    return np.interp(t, np.arange(len(h)), h)\n",
    slides={
        True: ("", "np.convolve(sampled(f), sampled(g))"),
        False: ("", 'np.correlate(sampled(f), sampled(g), "full")'),
    },
    ends="y = np.pad(y, 1)",
    stack="np.stack",
)
PYTORCH = _Language(
    head="import torch\nimport torch.nn.functional as F\n",
    array="torch.tensor",
    after=").double()",
    sampled="    t = (torch.arange((len(h) - 1) * per) + 0.5) * dt\n"
    "    left = t.long()\n"
    "    return h[left] + (t - left) * (h[left + 1] - h[left])\n",
    slides={
        True: (
            "def convolve(f, g):\n"
            "    return F.conv1d(f[None], g.flip(0)[None, None], padding=len(g) - 1)[0]\n\n\n",
            "convolve(sampled(f), sampled(g))",
        ),
        False: (
            "def correlate(f, g):\n"
            "    return F.conv1d(f[None], g[None, None], padding=len(g) - 1)[0]\n\n\n",
            "correlate(sampled(f), sampled(g))",
        ),
    },
    ends="y = F.pad(y, (1, 1))",
    stack="torch.stack",
)
KERAS = _Language(
    head="import keras\nimport numpy as np\n",
    array="np.array",
    after=', dtype="float32")',
    sampled="    t = (np.arange((len(h) - 1) * per) + 0.5) * dt\n"
    '    return np.interp(t, np.arange(len(h)), h).astype("float32")\n',
    slides={
        True: (
            "def convolve(f, g):\n"
            "    f = np.pad(f, len(g) - 1)[None, :, None]\n"
            "    return keras.ops.conv(f, g[::-1][:, None, None].copy())[0, :, 0]\n\n\n",
            "convolve(sampled(f), sampled(g))",
        ),
        False: (
            "def correlate(f, g):\n"
            "    f = np.pad(f, len(g) - 1)[None, :, None]\n"
            "    return keras.ops.conv(f, g[:, None, None])[0, :, 0]\n\n\n",
            "correlate(sampled(f), sampled(g))",
        ),
    },
    ends="y = keras.ops.pad(y, (1, 1))",
    stack="keras.ops.stack",
)
LANGUAGES = {"pytorch": PYTORCH, "keras": KERAS, "numpy": PLAIN}


def integrals(f: Array, g: Array, *, turned: bool, mode: str = "full") -> dict[str, str]:
    """The convolution or correlation of functions at whole numbers, as a sampled integral.

    Args:
        f: What stands still, by its points.
        g: What slides, by its points.
        turned: Whether g is turned.
        mode: ``"full"``, or ``"valid"``, in which g has to fit into f.

    Source: the midpoint rule, which is off by at most a 24th of the square of ``dt`` times what the
        slope of the product changes by; E. Süli, D. Mayers: An Introduction to Numerical Analysis,
        2003, section 7.4.

    Example:
        >>> import numpy as np
        >>> space = {}
        >>> exec(integrals(np.ones(3), np.ones(2), turned=True)["numpy"], space)
        >>> space["y"].round(9).tolist()
        [0.0, 1.0, 1.0, 0.0]
    """
    return {name: _written(language, f, g, turned, mode) for name, language in LANGUAGES.items()}


def _written(language: _Language, f: Array, g: Array, turned: bool, mode: str) -> str:
    function, call = language.slides[turned]
    return block(
        *given(language.head, {"f": f, "g": g}, language.array, language.after),
        f"per = {PER}  # samples from point to point",
        "dt = 1 / per\n\n\n",
        "def sampled(h):  # straight from point to point, in the middle of each step",
        f"{language.sampled}\n",
        function,
        f"y = {call} * dt",
        f"{language.ends}[::per]  # at whole numbers; at both ends they only touch",
        f"y = y[{len(g) - 1} : {len(f)}]" if mode == "valid" else "",
    )


def abreast(
    one: Mapping[str, str], other: Mapping[str, str], *, again: bool = True
) -> dict[str, str]:
    """Two pieces of code one after the other; the result is both results, stacked.

    Args:
        one: The first.
        other: The second, which begins as the first does.
        again: Whether its numbers have to be given again, since the first changes them.
    """
    rest = _without_head if again else _what_differs
    return {
        name: block(
            one[name],
            "\n",
            "convolution = y",
            "\n",
            rest(language.head if again else one[name], other[name]),
            "\n",
            f"y = {language.stack}([convolution, y])",
        )
        for name, language in LANGUAGES.items()
    }


def _without_head(head: str, written: str) -> str:
    return written.removeprefix(head).lstrip("\n")


def _what_differs(one: str, other: str) -> str:
    """The lines of a piece of code that don't stand at the head of another one already."""
    lines = other.split("\n")
    pairs = zip(one.split("\n"), lines, strict=False)
    return "\n".join(lines[sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)) :])
