"""A few whole pictures are what they were when someone looked at them and kept them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.render.references import REFERENCES, TILE, Reference, averages, read, write

SAME = 6  # of 255: how far the mean colour of a tile may be off
RENEW = "python -m tests.render.references"


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda each: each.preset)
def test_a_picture_is_what_it_was(reference: Reference, tmp_path: Path) -> None:
    kept, drawn = read(reference.file), reference.drawn()
    assert drawn.shape == kept.shape, f"another size; if that is meant: {RENEW}"
    away = np.abs(averages(drawn) - averages(kept)).max(axis=2)
    if away.max() > SAME:
        write(tmp_path / "now.png", drawn)
        apart = 255 - np.abs(drawn.astype(int) - kept)
        write(tmp_path / "difference.png", apart)
        row, column = (TILE * at for at in np.unravel_index(away.argmax(), away.shape))
        pytest.fail(
            f"{reference.file.name} is painted otherwise, most of all {column} pixels from the "
            f"left and {row} from the top: see now.png and difference.png in {tmp_path}; "
            f"if that is meant: {RENEW}",
            pytrace=False,
        )
