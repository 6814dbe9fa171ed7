"""Every text of a moment where it stands on the sheet."""

from __future__ import annotations

from collections.abc import Iterator

from convlib.picture.parts import HOLE, PADDING
from convlib.picture.spread import Disc, Spread
from convlib.picture.view import CellView, View
from convlib.render.caption import MOST, shortened, width_of, wrap
from convlib.render.fonts import CAP, advance
from convlib.render.labelling import labels as labels
from convlib.render.lettering import Core as Core
from convlib.render.lettering import Plate as Plate
from convlib.render.lettering import Writing as Writing
from convlib.render.sheet import Sheet
from convlib.render.titling import around as around
from convlib.render.titling import signs as signs
from convlib.render.titling import titles as titles

STRONG = ("lit", "now", "current")
EDGES_FROM = 24  # the least cells whose dashed borders don't drown the numbers
EDGE = 0.03  # what stays free at the edge of a cell, in cells
SUM = 0.95  # from a line down to its running sums, in ems
SMALLER = 0.75  # a number that steps aside
ROLES = {"result": "output", "below": "muted"}


def wire(moment: View) -> str:
    """The name of the colour of lines: stronger where they say what comes from where."""
    return "edge" if moment.wired else "line"


def border(cell: CellView, sheet: Sheet) -> str:
    """The name of the colour of a cell's border, or nothing; a padding cell's is dashed."""
    if cell.kind & HOLE or cell.state == "unseen":
        return ""
    if cell.state in ("empty", "partial"):
        return "line"
    if cell.state == "far":
        return "edge"
    if not cell.kind & PADDING:
        return ""
    if cell.state in STRONG:
        return cell.colour
    return "edge" if sheet.cell >= EDGES_FROM * sheet.unit else "line"


def in_cell(cell: CellView, sheet: Sheet) -> Iterator[Writing]:
    """A cell's number and what stands small in it, as far as the cell is large enough for them."""
    side, (x, y) = sheet.cell, sheet.corner(cell)
    letters = sheet.letters
    beside, above = letters.beside(cell.aside), letters.above(cell.parts)
    text = letters.written(cell.text)
    if text:
        across, down = sheet.geometry["lifted"] if beside else (0.5, 0.5)
        down = sheet.geometry["lowered"] if above else down
        size, weight = letters.number(text), 600 if cell.state in STRONG else 500
        if any(cell.spot):
            across, down = 0.5 + cell.spot[0], 0.5 + cell.spot[1]
            size = max(SMALLER * size, min(size, sheet.legible))
        half = min(side / 2, EDGE * side + size * advance(text, weight) / 2)
        middle = max(across * side, half) if across <= 0.5 else min(across * side, side - half)
        faint = cell.kind & HOLE or (cell.kind & PADDING and cell.state not in STRONG)
        baseline = round(y + down * side + CAP / 2 * size)
        look = (x + middle, baseline, size, weight, "muted" if faint else "ink")
        yield Writing(f"text-{cell.cell}", text, *look, align="center")
    if above:
        size = letters.raised(above)
        baseline = round(y + sheet.geometry["partsAt"] * side + CAP / 2 * size)
        look = (x + side / 2, baseline, size, 600, cell.colour)
        yield Writing(f"parts-{cell.cell}", above, *look, align="center")
    if beside:
        across, down = sheet.geometry["asideAt"]
        place = x + across * side, round(y + down * side)
        # On its role's tint it has its own colour; what the other fills are for is not spoiled.
        colour = "kernel" if cell.fill.startswith(("ground", cell.role)) else "ink"
        look = (*place, letters.aside(beside), 600, colour)
        yield Writing(f"aside-{cell.cell}", beside, *look, align="right")


def shares(spread: Spread, sheet: Sheet) -> Iterator[Writing]:
    """The weights with which points read cells, where these are large enough."""
    for number, share in enumerate(spread.shares):
        size = sheet.letters.share(share.text)
        if not sheet.has_points(size):
            continue
        baseline = round(sheet.y(share.y) + CAP / 2 * size)
        look = (sheet.x(share.x), baseline, size, 600, "ink")
        yield Writing(f"share-{number}", share.text, *look, align="center")


def on_disc(number: int, disc: Disc, sheet: Sheet) -> Iterator[Writing]:
    """What a point carries, where cells are large enough."""
    if disc.text and sheet.has_points(size := sheet.carried(disc.text)):
        place = sheet.x(disc.x), round(sheet.y(disc.y) + CAP / 2 * size)
        look = (*place, size, 700, "ground")
        yield Writing(f"point-{number}", disc.text, *look, align="center")


def below(moment: View, sheet: Sheet) -> Iterator[Writing]:
    """The equation, its tokens and running sums counted together; each line is centred."""
    if not sheet.options.equation:
        return
    pieces = wrap(moment.caption, sheet.room, sheet.sums)
    if pieces and pieces[-1].line >= MOST:
        pieces = wrap(shortened(moment.caption, sheet.room, sheet.sums), sheet.room, sheet.sums)
    lines = [
        (round((sheet.width - width_of(pieces, line) * sheet.caption) / 2), sheet.line(line))
        for line in range(1 + max((piece.line for piece in pieces), default=0))
    ]
    size, under = sheet.caption, round(SUM * sheet.caption)
    for number, (text, role, x, line, scale, weight) in enumerate(pieces):
        (start, y), is_sum = lines[line], role == "below"
        yield Writing(
            f"below-{number}" if is_sum else f"token-{number}",
            *(text, round(start + x * size), y + under if is_sum else y),
            *(scale * size, weight, ROLES.get(role, role)),
        )


def plates(moment: View, sheet: Sheet) -> list[Plate]:
    """What hides the lines behind it: panels that stand, with their titles, signs and labels."""
    panels = enumerate(sheet.scene.panels)
    standing = [at for at, each in panels if at not in moment.movers and not each.hidden]
    texts = (*around(moment, sheet), *labels(moment, sheet))
    return [*(_plate(at, moment, sheet) for at in standing), *(text.plate for text in texts)]


def texts_of(moment: View, sheet: Sheet) -> tuple[Core, ...]:
    """What curves leave free: the labels over them."""
    return tuple(label.core for label in labels(moment, sheet))


def plates_of(mover: int, moment: View, sheet: Sheet) -> list[Plate]:
    """What hides all behind a panel that moves as a whole, its stripe and its title."""
    x, y, width, height = _plate(mover, moment, sheet)
    own = [text for panel, text in titles(moment, sheet) if panel == mover]
    stripe = round(sheet.striped) if moment.stripes[mover] else 0
    edges = [text.y for text in own] or [y - stripe]
    top, bottom = min(y, *edges), max(y + height, *edges)
    plates = [(x, top, width, bottom - top)]
    if own:
        (left, above, *_), (last, _, across, _) = own[0].plate, own[-1].plate
        below = max(text.plate[1] + text.plate[3] for text in own)
        plates.append((left, above, last + across - left, below - above))
    return plates


def _plate(at: int, moment: View, sheet: Sheet) -> Plate:
    """Behind a panel's cells."""
    (x, y), panel = moment.corners[at], sheet.scene.panels[at]
    return sheet.x(x), sheet.y(y), panel.columns * sheet.cell, panel.rows * sheet.cell
