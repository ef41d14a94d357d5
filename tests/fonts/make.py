#!/usr/bin/env python3
"""Makes the little fonts of this folder: boxes of our own for a few characters.

Needs fontTools. cubic.otf has CFF outlines, collection.ttc a TrueType font that
calls itself 仿宋_GB2312, and pictures.ttf no outlines at all.
"""
import io
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).resolve().parent
# 𪚥 is in none of the program's own fonts.
CHARACTERS = {".notdef": None, "space": " ", "ren": "人", "dragons": "𪚥"}


def box(pen, size):
    pen.moveTo((100, 0))
    pen.lineTo((100, size))
    pen.lineTo((900, size))
    pen.lineTo((900, 0))
    pen.closePath()
    return pen


def build(family, cubic):
    font = FontBuilder(1000, isTTF=not cubic)
    font.setupGlyphOrder(list(CHARACTERS))
    font.setupCharacterMap({ord(c): name for name, c in CHARACTERS.items() if c})
    sizes = {name: 0 if name == "space" else 500 + 50 * index for index, name in enumerate(CHARACTERS)}
    if cubic:
        pens = {name: T2CharStringPen(1000, None) for name in CHARACTERS}
        outlines = {name: (box(pen, sizes[name]) if sizes[name] else pen).getCharString() for name, pen in pens.items()}
        font.setupCFF("Boxes-Regular", {}, outlines, {})
    else:
        pens = {name: TTGlyphPen(None) for name in CHARACTERS}
        font.setupGlyf({name: (box(pen, sizes[name]) if sizes[name] else pen).glyph() for name, pen in pens.items()})
    font.setupHorizontalMetrics({name: (500 if name == "space" else 1000, 100) for name in CHARACTERS})
    font.setupHorizontalHeader(ascent=860, descent=-140)
    names = {"familyName": {"en": "Boxes", "zh": family}, "styleName": "Regular", "psName": "Boxes-Regular"}
    font.setupNameTable(names)
    font.setupOS2(sTypoAscender=860, sTypoDescender=-140, sCapHeight=700)
    font.setupPost()
    font.font["head"].created = font.font["head"].modified = 3_800_000_000
    font.font.recalcTimestamp = False
    data = io.BytesIO()
    font.save(data)
    return data.getvalue()


def main():
    (HERE / "cubic.otf").write_bytes(build("方块", cubic=True))
    quadratic = build("仿宋_GB2312", cubic=False)
    collection = TTCollection()
    collection.fonts = [TTFont(io.BytesIO(quadratic), recalcTimestamp=False) for _ in range(2)]
    collection.save(HERE / "collection.ttc")
    pictures = TTFont(io.BytesIO(quadratic), recalcTimestamp=False)
    for table in ("glyf", "loca"):
        del pictures[table]
    pictures.save(HERE / "pictures.ttf")


if __name__ == "__main__":
    main()
