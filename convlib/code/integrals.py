"""Exact convolution of functions as code: three sums that are Simpson's rule on every piece."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from convlib.code.literal import block, given
from convlib.ops import Array


@dataclass(frozen=True)
class _Language:
    """How a framework writes what is needed.

    Attributes:
        head: The imports.
        array: What makes an array of a list.
        after: What stands behind the list.
        sums: The function ``convolve`` for rows of numbers.
        back: A row turned round; ``{}`` stands for its name.
        ends: The line that puts a 0 at both ends.
        stack: Two results as one.
    """

    head: str
    array: str
    after: str
    sums: str
    back: str
    ends: str
    stack: str


PLAIN = _Language(
    head="import numpy as np\n",
    array="np.array",
    after=")",
    sums="",
    back="{}[::-1]",
    ends="y = np.pad(y, 1)",
    stack="np.stack",
)
PYTORCH = _Language(
    head="import torch\nimport torch.nn.functional as F\n",
    array="torch.tensor",
    after=").float()",
    sums="def convolve(f, g):\n"
    "    return F.conv1d(f[None], g.flip(0)[None, None], padding=len(g) - 1)[0]\n\n\n",
    back="{}.flip(0)",
    ends="y = F.pad(y, (1, 1))",
    stack="torch.stack",
)
KERAS = _Language(
    head="import keras\nimport numpy as np\n",
    array="np.array",
    after=', dtype="float32")',
    sums="def convolve(f, g):\n"
    "    f = np.pad(f, len(g) - 1)[None, :, None]\n"
    "    return keras.ops.conv(f, g[::-1][:, None, None].copy())[0, :, 0]\n\n\n",
    back="{}[::-1]",
    ends="y = keras.ops.pad(y, (1, 1))",
    stack="keras.ops.stack",
)
LANGUAGES = {"pytorch": PYTORCH, "keras": KERAS, "numpy": PLAIN}


def integrals(f: Array, g: Array, *, turned: bool, mode: str = "full") -> dict[str, str]:
    """The convolution or correlation of functions at whole numbers, as ``ops.integral`` has it.

    Args:
        f: What stands still, by its points.
        g: What slides, by its points.
        turned: Whether g is turned over.
        mode: ``"full"``, or ``"valid"``, in which g has to fit into f.

    Example:
        >>> import numpy as np
        >>> space = {}
        >>> exec(integrals(np.ones(3), np.ones(2), turned=True)["numpy"], space)
        >>> space["y"].tolist()
        [0.0, 1.0, 1.0, 0.0]
    """
    return {name: _written(language, f, g, turned, mode) for name, language in LANGUAGES.items()}


def _written(language: _Language, f: Array, g: Array, turned: bool, mode: str) -> str:
    call = "convolve" if language.sums else "np.convolve"
    inside = f"y = y[{len(g) - 1} : {len(f)}]" if mode == "valid" else ""
    turn = "" if turned else f"g = {language.back.format('g')}  # convolve turns it back\n"
    return block(
        *given(language.head, {"f": f, "g": g}, language.array, language.after),
        turn,
        language.sums,
        "# Both are straight from point to point: Simpson's rule is exact on each piece.",
        f"ends = {call}(f[1:], g[:-1]) + {call}(f[:-1], g[1:])",
        f"middles = {call}(f[1:] + f[:-1], g[1:] + g[:-1])  # 4 · ½ · ½",
        "y = (ends + middles) / 6",
        f"{language.ends}  # at both ends they only touch",
        inside,
    )


def abreast(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """Two pieces of code one after the other; the result is both results, stacked."""
    return {
        name: block(
            one[name],
            "\n",
            "convolution = y",
            "\n",
            _without_head(other[name], language),
            "\n",
            f"y = {language.stack}([convolution, y])",
        )
        for name, language in LANGUAGES.items()
    }


def _without_head(written: str, language: _Language) -> str:
    return written.removeprefix(language.head).lstrip("\n")
