"""Every preset's PyTorch and Keras code, where they are installed: what its NumPy code gives.

That NumPy's is what is on the stage is tested with what the lessons say in numbers.
"""

from __future__ import annotations

import numpy as np
import pytest

import convlib
from convlib import Lesson
from tests.code.running import Code, needed, on_the_processor, run


@pytest.mark.parametrize("framework", ["pytorch", "keras"])
@pytest.mark.parametrize("lesson", convlib.all_lessons(), ids=lambda lesson: lesson.slug)
def test_code_gives_what_is_on_screen(lesson: Lesson, framework: str) -> None:
    needed(framework)
    for preset in lesson.presets:
        check_preset(framework, lesson.code(lesson.values(preset=preset.name)), preset.name)


def check_preset(framework: str, written: Code, preset: str) -> None:
    """A framework's code gives what NumPy's gives, wherever the channels stand."""
    found, want = on_the_processor(run(framework, written)), np.asarray(run("numpy", written))
    if framework == "keras" and found.shape[1:] == (*want.shape[1:], len(want)):
        found = np.moveaxis(found[0], -1, 0)
    assert np.squeeze(found).shape == np.squeeze(want).shape, preset
    if "default_rng" not in written["numpy"]:  # else each draws numbers of its own
        np.testing.assert_allclose(np.squeeze(found), np.squeeze(want), 1e-5, 1e-4, err_msg=preset)
