"""Every preset's PyTorch and Keras code, where they are installed: what its NumPy code gives.

That NumPy's is what is on the stage is tested with what the lessons say in numbers.
"""

from __future__ import annotations

import numpy as np
import pytest

import convlib
from convlib import Lesson
from tests.code.running import needed, on_the_processor, run


@pytest.mark.parametrize("framework", ["pytorch", "keras"])
@pytest.mark.parametrize(
    ("lesson", "preset"),
    [(lesson, preset.name) for lesson in convlib.all_lessons() for preset in lesson.presets],
    ids=lambda each: getattr(each, "slug", each),
)
def test_code_gives_what_is_on_screen(lesson: Lesson, preset: str, framework: str) -> None:
    needed(framework)
    written = lesson.code(lesson.values(preset=preset))
    found, want = on_the_processor(run(framework, written)), np.asarray(run("numpy", written))
    if framework == "keras" and found.shape[1:] == (*want.shape[1:], len(want)):
        found = np.moveaxis(found[0], -1, 0)
    assert np.squeeze(found).shape == np.squeeze(want).shape
    if "default_rng" not in written["numpy"]:  # else each draws numbers of its own
        np.testing.assert_allclose(np.squeeze(found), np.squeeze(want), rtol=1e-5, atol=1e-4)
