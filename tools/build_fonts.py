"""Builds the fonts in pages/static/fonts from Inter, with tabular figures as the only figures.

The browser, matplotlib and Pillow all load the same files. Pillow and matplotlib apply no OpenType
features by themselves, so the tabular forms are made the default ones and kerning and every other
feature is dropped: all three then measure a text alike.

Inter comes from its npm package, unpacked (`brotli` and `fonttools` must be installed):

    npm pack inter-ui@4.1.1
    tar xzf inter-ui-4.1.1.tgz
    python tools/build_fonts.py package
"""

from __future__ import annotations

import argparse
import math
import shutil
from pathlib import Path
from typing import Any

from fontTools.misc.transform import Transform
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Inter Tabular"
FILE_STEM = "InterTabular"
WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
FONT_DIR = Path(__file__).resolve().parents[1] / "pages" / "static" / "fonts"

# The hyphen, the brackets, the space and the full stop have tabular forms too; they are left alone,
# because a hyphen as wide as a digit tears the words of running text apart.
TABULAR = "0123456789+−±×÷=≠≈<>≤≥~"

# Inclusive ranges of code points to keep, where Inter has them.
KEPT_RANGES = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x017F),  # Latin-1 Supplement, Latin Extended-A
    (0x0218, 0x021B),  # Romanian S and T with comma below
    (0x0384, 0x03CE),  # Greek
    (0x2000, 0x206F),  # General Punctuation
    (0x2070, 0x209F),  # Superscripts and Subscripts
    (0x20AC, 0x20AC),  # Euro sign
    (0x2122, 0x2122),  # Trade mark sign
    (0x2153, 0x215E),  # Fractions
    (0x2190, 0x21FF),  # Arrows
    (0x2200, 0x22FF),  # Mathematical Operators
    (0x2308, 0x230B),  # Ceiling and floor
    (0x23CE, 0x23CE),  # Return symbol
    (0x25A0, 0x25FF),  # Geometric Shapes
    (0x2713, 0x2717),  # Check mark, ballot X
)

NAME_FAMILY, NAME_STYLE, NAME_UNIQUE, NAME_FULL, NAME_POSTSCRIPT = 1, 2, 3, 4, 6
NAME_DESCRIPTION, NAME_TYPO_FAMILY, NAME_TYPO_STYLE, NAME_WWS = 10, 16, 17, (21, 22)
WINDOWS, UNICODE_BMP, ENGLISH = 3, 1, 0x409

STAR_SIZE, STAR_WAIST = 1.15, 0.382  # beside the asterisk; the waist of a pentagram

Polygon = list[tuple[int, int]]


def main() -> None:
    """Builds every weight from the package named on the command line."""
    parser = argparse.ArgumentParser(description="Build pages/static/fonts from Inter.")
    parser.add_argument("package", type=Path, help="the unpacked npm package inter-ui")
    package = parser.parse_args().package
    FONT_DIR.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        target = FONT_DIR / f"{FILE_STEM}-{weight}.ttf"
        build_font(package / "web" / f"Inter-{weight}.woff2", weight).save(target)
        print(f"{target.name}: {target.stat().st_size:,} bytes")
    shutil.copyfile(package / "LICENSE.txt", FONT_DIR / "OFL.txt")


def build_font(source: Path, weight: str) -> TTFont:
    """Returns one weight of Inter as a renamed, subset TrueType font with tabular figures."""
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    make_figures_tabular(font)
    add_missing_operators(font)
    subset(font)
    rename(font, weight)
    return font


def make_figures_tabular(font: TTFont) -> None:
    """Points the figures and operators at the glyphs that the `tnum` feature would choose."""
    tabular = tabular_glyphs(font)
    replacements = {ord(char): tabular[font.getBestCmap()[ord(char)]] for char in TABULAR}
    add_to_cmap(font, replacements)


def tabular_glyphs(font: TTFont) -> dict[str, str]:
    """Returns what the `tnum` feature replaces, as glyph name → glyph name."""
    gsub = font["GSUB"].table
    feature = next(
        record.Feature for record in gsub.FeatureList.FeatureRecord if record.FeatureTag == "tnum"
    )
    mapping: dict[str, str] = {}
    for index in feature.LookupListIndex:
        for subtable in gsub.LookupList.Lookup[index].SubTable:
            mapping.update(getattr(subtable, "ExtSubTable", subtable).mapping)
    return mapping


def add_missing_operators(font: TTFont) -> None:
    """Adds ∗ ⋆ ⋅ ⌊ ⌋ ⌈ ⌉, which Inter lacks, made of its asterisk, middle dot and bracket."""
    names = font.getBestCmap()
    add_centred_asterisk(font, names)
    add_star(font)
    floor, ceiling = corner_brackets(font, names[ord("[")])
    width = font["hmtx"][names[ord("[")]][0]
    for char, polygon in {
        "⌊": floor,
        "⌋": mirrored(floor, width),
        "⌈": ceiling,
        "⌉": mirrored(ceiling, width),
    }.items():
        add_polygon(font, char, polygon, width)
    add_to_cmap(font, {ord("⋅"): names[ord("·")]})


def add_centred_asterisk(font: TTFont, names: dict[int, str]) -> None:
    """Adds ∗ U+2217: the asterisk as high as the minus sign and as wide as a figure."""
    glyf, asterisk, minus = font["glyf"], names[ord("*")], names[ord("−")]
    width = font["hmtx"][minus][0]
    shift_x = width / 2 - (glyf[asterisk].xMin + glyf[asterisk].xMax) / 2
    shift_y = (glyf[minus].yMin + glyf[minus].yMax - glyf[asterisk].yMin - glyf[asterisk].yMax) / 2
    glyphs = font.getGlyphSet()
    pen = TTGlyphPen(glyphs)
    glyphs[asterisk].draw(TransformPen(pen, Transform().translate(round(shift_x), round(shift_y))))
    add_glyph(font, "∗", pen, width)


def add_star(font: TTFont) -> None:
    """Adds ⋆ U+22C6: a five-pointed star, its middle and its width those of ∗."""
    asterisk = font["glyf"]["uni2217"]
    middle, width = (asterisk.yMin + asterisk.yMax) / 2, font["hmtx"]["uni2217"][0]
    outer = (asterisk.yMax - asterisk.yMin) * STAR_SIZE / 2
    radii = (outer, outer * STAR_WAIST) * 5
    angles = [math.pi / 2 - corner * math.pi / 5 for corner in range(10)]
    polygon = [
        (round(width / 2 + r * math.cos(a)), round(middle + r * math.sin(a)))
        for r, a in zip(radii, angles, strict=True)
    ]
    add_polygon(font, "⋆", polygon, width)


def corner_brackets(font: TTFont, bracket: str) -> tuple[Polygon, Polygon]:
    """Returns ⌊ and ⌈: the left square bracket without its upper and without its lower arm."""
    coordinates = font["glyf"][bracket].getCoordinates(font["glyf"])[0]
    left, inner, right = sorted({x for x, _ in coordinates})
    bottom, above_bottom, below_top, top = sorted({y for _, y in coordinates})
    floor = [
        (left, bottom),
        (left, top),
        (inner, top),
        (inner, above_bottom),
        (right, above_bottom),
        (right, bottom),
    ]
    ceiling = [
        (left, bottom),
        (left, top),
        (right, top),
        (right, below_top),
        (inner, below_top),
        (inner, bottom),
    ]
    return floor, ceiling


def mirrored(polygon: Polygon, width: int) -> Polygon:
    """Returns the polygon mirrored within its advance width, still drawn clockwise."""
    return [(width - x, y) for x, y in reversed(polygon)]


def add_polygon(font: TTFont, char: str, polygon: Polygon, width: int) -> None:
    """Adds one character whose glyph is a filled polygon."""
    pen = TTGlyphPen(None)
    pen.moveTo(polygon[0])
    for point in polygon[1:]:
        pen.lineTo(point)
    pen.closePath()
    add_glyph(font, char, pen, width)


def add_glyph(font: TTFont, char: str, pen: TTGlyphPen, width: int) -> None:
    """Adds what the pen drew as the glyph of a character."""
    name = f"uni{ord(char):04X}"
    glyph: Any = pen.glyph()
    font["glyf"][name] = glyph
    font.getReverseGlyphMap(rebuild=True)
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, glyph.xMin)
    add_to_cmap(font, {ord(char): name})


def add_to_cmap(font: TTFont, mapping: dict[int, str]) -> None:
    """Sets the glyph of each code point in every Unicode character map of the font."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(mapping)


def subset(font: TTFont) -> None:
    """Keeps the characters of `KEPT_RANGES` and drops kerning and all other layout features."""
    options = Options()
    options.layout_features = []
    options.drop_tables = [*options.drop_tables, "GSUB", "GPOS", "GDEF"]
    options.name_IDs = ["*"]
    options.glyph_names = True
    options.notdef_outline = True
    subsetter = Subsetter(options)
    kept = {code for first, last in KEPT_RANGES for code in range(first, last + 1)}
    subsetter.populate(unicodes=kept & set(font.getBestCmap()))
    subsetter.subset(font)


def rename(font: TTFont, weight: str) -> None:
    """Gives the font its own name: it is no longer Inter as published."""
    style_linked = weight in {"Regular", "Bold"}
    name = font["name"]
    texts = {
        NAME_FAMILY: FAMILY if style_linked else f"{FAMILY} {weight}",
        NAME_STYLE: weight if style_linked else "Regular",
        NAME_UNIQUE: f"4.1.1;{FILE_STEM}-{weight}",
        NAME_FULL: f"{FAMILY} {weight}",
        NAME_POSTSCRIPT: f"{FILE_STEM}-{weight}",
        NAME_DESCRIPTION: "Inter, subset, with tabular figures as the default and without kerning.",
        NAME_TYPO_FAMILY: FAMILY,
        NAME_TYPO_STYLE: weight,
    }
    for name_id in NAME_WWS:
        name.removeNames(nameID=name_id)
    for name_id, text in texts.items():
        name.setName(text, name_id, WINDOWS, UNICODE_BMP, ENGLISH)


if __name__ == "__main__":
    main()
