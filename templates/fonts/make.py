#!/usr/bin/env python3
"""Makes the fonts of this folder from those that they are modified from.

    make.py SOURCES       SOURCES holds the files that README.md names

Needs fontTools; the fonts here were made with 4.68. The same sources give the
same bytes. Takes some minutes. Each font is cut to its characters, freed of what
a PDF does not use, and repaired where Chinese setting needs it:

- — fills its em, so that —— is one line; “ ” ‘ ’ and · are one em wide, as they
  are in the fonts of Windows;
- ☐ ☑ ☒ are drawn, alike in all fonts; ≒, which the Noto fonts lack, is taken
  from LXGW WenKai;
- Latin letters and digits of FormSong are those of Liberation Serif, as wide as
  those of Times New Roman, which Word sets beside 宋体: a telephone number fits
  into the same cell;
- the glyph for what is missing is a box with an exclamation mark: that of Noto
  is a box with a cross, which would look like a tick;
- names are changed, since modified fonts may not bear reserved ones.
"""
import io
import math
import sys
import zlib
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
SONG = "NotoSerifSC_400Regular.ttf"
KAI = "LXGWWenKai-Regular.ttf"
LATIN = "LiberationSerif-Regular.ttf"
UNIHAN = "Unihan_OtherMappings.txt"
FONTS = [  # file here, family, style, source, characters
    ("FormSong", "Form Song", "Regular", SONG, "everyday"),
    ("FormSongExt", "Form Song Ext", "Regular", SONG, "rare"),
    ("FormHei", "Form Hei", "Medium", "NotoSansSC_500Medium.ttf", "everyday"),
    ("FormKai", "Form Kai", "Regular", KAI, "everyday"),
    ("FormBiaoSong", "Form BiaoSong", "SemiBold", "NotoSerifSC_600SemiBold.ttf", "everyday"),
]
DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "STAT", "gasp", "meta"]


def two_bytes(encoding, rows, columns):
    """The characters of a double-byte encoding."""
    found = set()
    for row in rows:
        for column in columns:
            try:
                text = bytes([row, column]).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                found.add(ord(text))
    return found


def standard_characters(unihan):
    """通用规范汉字表 (2013), 8105 characters."""
    lines = (line.split("\t") for line in unihan.read_text(encoding="utf-8").splitlines() if "\tkTGH\t" in line)
    return {int(code[2:], 16) for code, _, value in lines if "2013:" in value}


def symbols():
    ranges = [(0x20, 0x7F), (0xA0, 0x100), (0x2000, 0x2070), (0x2150, 0x2190), (0x2460, 0x2580), (0x3000, 0x3040),
              (0x3200, 0x3400), (0xFF00, 0xFFF0)]
    text = "☐☑☒□■√✓✔✗✘◆◇▪▫★●○◎→−€"
    return {code for start, end in ranges for code in range(start, end)} | set(map(ord, text))


def character_sets(unihan):
    trail = [byte for byte in range(0x40, 0xFF) if byte != 0x7F]
    gb2312 = two_bytes("gb2312", range(0xA1, 0xFF), range(0xA1, 0xFF))
    everyday = gb2312 | standard_characters(unihan) | symbols()
    # GB 18030-2022, level 2.
    level2 = two_bytes("gbk", range(0x81, 0xFF), trail) | two_bytes("gb18030", range(0x81, 0xFF), trail)
    level2 |= set(range(0x3400, 0x4DB6)) | set(range(0x9FA6, 0x9FF0))
    level2 |= {0x20087, 0x20089, 0x200CC, 0x215D7, 0x2298F, 0x241FE}
    private = set(range(0xE000, 0xF900))
    return {"everyday": everyday - private, "rare": level2 - everyday - private}


def draw(font, code, name, outline, advance=1000):
    """Puts a glyph into the font, in the place of one of this name."""
    pen = TTGlyphPen(None)
    outline(pen)
    glyph, glyf = pen.glyph(), font["glyf"]
    if name not in font.getGlyphOrder():
        font.setGlyphOrder(font.getGlyphOrder() + [name])
    glyf[name] = glyph
    glyph.recalcBounds(glyf)
    font["hmtx"][name] = (advance, glyph.xMin if glyph.numberOfContours else 0)
    for table in font["cmap"].tables if code is not None else []:
        if table.isUnicode() and (code <= 0xFFFF or table.format == 12):
            table.cmap[code] = name


def polygon(pen, points):
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()


def rectangle(pen, left, bottom, right, top, hole=False):
    points = [(left, bottom), (left, top), (right, top), (right, bottom)]
    polygon(pen, [points[0]] + points[:0:-1] if hole else points)


def stroke(pen, start, end, width):
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    nx, ny = -dy / length * width / 2, dx / length * width / 2
    corners = [(start[0] + nx, start[1] + ny), (end[0] + nx, end[1] + ny),
               (end[0] - nx, end[1] - ny), (start[0] - nx, start[1] - ny)]
    polygon(pen, [(round(x), round(y)) for x, y in corners])


def box(pen, line):
    rectangle(pen, 90, -30, 910, 790)
    rectangle(pen, 90 + line, -30 + line, 910 - line, 790 - line, hole=True)


def ticked(pen, line):
    box(pen, line)
    stroke(pen, (240, 400), (430, 160), 84)
    stroke(pen, (400, 170), (770, 660), 84)


def crossed(pen, line):
    box(pen, line)
    stroke(pen, (250, 140), (750, 620), 70)
    stroke(pen, (250, 620), (750, 140), 70)


def missing(pen):
    rectangle(pen, 60, -60, 940, 820)
    rectangle(pen, 100, -20, 900, 780, hole=True)
    rectangle(pen, 460, 120, 540, 200)
    rectangle(pen, 460, 280, 540, 640)


def recorded(font, name):
    glyphs = font.getGlyphSet()
    recording = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(recording)
    return recording


def widen(font, code):
    """Makes a mark one em wide."""
    name = font.getBestCmap().get(code)
    if name is None:
        return
    advance, glyph = font["hmtx"][name][0], font["glyf"][name]
    if code == 0x2014:
        scale = 1000 / (glyph.xMax - glyph.xMin)
        transform = (scale, 0, 0, 1, -glyph.xMin * scale, 0)
    elif advance == 1000:
        return
    elif code in (0x201C, 0x2018):  # opening: to the right
        transform = (1, 0, 0, 1, 1000 - advance - 30, 0)
    elif code in (0x201D, 0x2019):  # closing: to the left
        transform = (1, 0, 0, 1, 30, 0)
    else:
        transform = (1, 0, 0, 1, (1000 - advance) / 2, 0)
    recording = recorded(font, name)
    draw(font, code, name, lambda pen: recording.replay(TransformPen(pen, transform)))


def latin(font, source):
    """Takes letters, digits and marks of Latin text from another font."""
    letters = [code for code in range(0xC0, 0x100) if code not in (0xD7, 0xF7)]
    glyphs, scale = source.getBestCmap(), 1000 / source["head"].unitsPerEm
    for code in [*range(0x20, 0x7F), 0xA0, *letters]:
        recording = recorded(source, glyphs[code])
        advance = round(source["hmtx"][glyphs[code]][0] * scale)
        name = font.getBestCmap().get(code, f"uni{code:04X}")
        draw(font, code, name, lambda pen: recording.replay(TransformPen(pen, (scale, 0, 0, scale, 0, 0))), advance)
    copyright_lines = [names["name"].getDebugName(0) for names in (font, source)]
    font["name"].setName("\n".join(copyright_lines), 0, 3, 1, 0x409)


def repair(font, family, kai):
    for code in (0x2014, 0x201C, 0x201D, 0x2018, 0x2019, 0xB7):
        widen(font, code)
    if family != "Form Song Ext":
        line = 44 if family == "Form Song" else 56
        draw(font, 0x2610, "uni2610", lambda pen: box(pen, line))
        draw(font, 0x2611, "uni2611", lambda pen: ticked(pen, line))
        draw(font, 0x2612, "uni2612", lambda pen: crossed(pen, line))
        if 0x2252 not in font.getBestCmap():
            name = kai.getBestCmap()[0x2252]
            draw(font, 0x2252, "uni2252", recorded(kai, name).replay, kai["hmtx"][name][0])
    draw(font, None, ".notdef", missing)
    font["maxp"].numGlyphs = len(font.getGlyphOrder())
    font["post"].formatType = 3.0


def rename(font, family, style):
    names = font["name"]
    post_script = f"{family.replace(' ', '')}-{style}"
    for number, name in ((1, family), (2, "Regular"), (3, f"{post_script};1.0"), (4, f"{family} {style}"),
                         (5, "Version 1.0"), (6, post_script)):
        names.setName(name, number, 3, 1, 0x409)
    font["OS/2"].fsType = 0


def make(source, family, style, characters, kai, letters):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.legacy_kern = False
    options.name_IDs = [0, 7, 13, 14]
    options.drop_tables += DROPPED
    font = subset.load_font(source, options)
    font.recalcTimestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    if font["head"].unitsPerEm != 1000:
        raise SystemExit(f"{source}: not 1000 units per em")
    repair(font, family, kai)
    if family == "Form Song":
        latin(font, letters)
    rename(font, family, style)
    data = io.BytesIO()
    font.save(data)
    return data.getvalue()


def main(sources):
    sets = character_sets(sources / UNIHAN)
    kai, letters = TTFont(sources / KAI), TTFont(sources / LATIN)
    for file, family, style, source, characters in FONTS:
        data = make(sources / source, family, style, sets[characters], kai, letters)
        packed = zlib.compress(data, 9)
        (HERE / f"{file}.ttf.z").write_bytes(packed)
        count = len(TTFont(io.BytesIO(data)).getBestCmap())
        print(f"{file}: {count:,} characters, {len(data):,} bytes, packed {len(packed):,}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
