"""What clerks do to a form: type into it, tick it, rebuild it, save it again."""
import copy
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
STAMP = (2021, 11, 22, 9, 30, 0)


# --- Typing into our blank -------------------------------------------------

def control(document, tag, nth=0):
    found = [s for s in document.element.body.iter(qn("w:sdt")) if tag_of(s) == tag]
    return found[nth]


def tag_of(sdt):
    tag = sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    return None if tag is None else tag.get(qn("w:val"))


def run_xml(text, properties=None):
    """A run; "\\n" is a line break."""
    run = parse_xml(f"<w:r {nsdecls('w')}/>")
    if properties is not None:
        run.append(copy.deepcopy(properties))
    for i, line in enumerate(text.split("\n")):
        if i:
            run.append(parse_xml(f"<w:br {nsdecls('w')}/>"))
        run.append(parse_xml(f'<w:t {nsdecls("w")} xml:space="preserve">{escape(line)}</w:t>'))
    return run


def type_in(document, tag, text, nth=0, enter="br"):
    """Types into a content control, as in Word: the placeholder goes, and with
    it `showingPlcHdr`. `enter="block"`: Enter was pressed, and the control now
    stands round several paragraphs; `"br"`: Shift+Enter."""
    sdt = control(document, tag, nth)
    properties = sdt.find(qn("w:sdtPr"))
    for mark in properties.findall(qn("w:showingPlcHdr")):
        properties.remove(mark)
    content = sdt.find(qn("w:sdtContent"))
    look = content.find(f".//{qn('w:rPr')}")
    for child in list(content):
        content.remove(child)
    lines = text.split("\n")
    paragraph = sdt.getparent()
    alone = paragraph.tag == qn("w:p") and paragraph.find(qn("w:r")) is None
    if enter != "block" or len(lines) == 1 or not alone:
        content.append(run_xml(text, look))
        return
    paragraph.addprevious(sdt)
    before = [b for b in paragraph.findall(qn("w:bookmarkStart"))]
    after = [b for b in paragraph.findall(qn("w:bookmarkEnd"))]
    layout = paragraph.find(qn("w:pPr"))
    for i, line in enumerate(lines):
        p = parse_xml(f"<w:p {nsdecls('w')}/>")
        if layout is not None:
            p.append(copy.deepcopy(layout))
        if i == 0:
            p.extend(before)
        p.append(run_xml(line, look))
        if i == len(lines) - 1:
            p.extend(after)
        content.append(p)
    cell = paragraph.getparent()
    cell.remove(paragraph)
    if cell.tag == qn("w:tc") and cell[-1].tag != qn("w:p"):
        # Word keeps a paragraph at the end of every cell.
        cell.append(parse_xml(f"<w:p {nsdecls('w')}/>"))


def type_after(document, tag, text, nth=0):
    """Types behind a control, which stays empty, in the same paragraph; further
    paragraphs follow below."""
    sdt = control(document, tag, nth)
    look = sdt.find(f".//{qn('w:sdtContent')}//{qn('w:rPr')}")
    paragraph = sdt.getparent()
    place = sdt
    while place.getnext() is not None and place.getnext().tag == qn("w:bookmarkEnd"):
        place = place.getnext()
    first, *others = text.split("\n")
    place.addnext(run_xml(first, look))
    last = paragraph
    for line in others:
        p = parse_xml(f"<w:p {nsdecls('w')}/>")
        if paragraph.find(qn("w:pPr")) is not None:
            p.append(copy.deepcopy(paragraph.find(qn("w:pPr"))))
        p.append(run_xml(line, look))
        last.addnext(p)
        last = p


def check(document, tag, glyph="☑"):
    """A click on a check box: state and glyph change."""
    sdt = control(document, tag)
    state = sdt.find(f".//{{{W14}}}checked")
    state.set(f"{{{W14}}}val", "1")
    overtype(document, tag, glyph)
    fonts = sdt.find(f"{qn('w:sdtContent')}//{qn('w:rFonts')}")
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(name), "Segoe UI Symbol")


def overtype(document, tag, glyph):
    """The glyph of a check box typed over; its state is not told."""
    control(document, tag).find(f"{qn('w:sdtContent')}//{qn('w:t')}").text = glyph


def copy_row(document, tag, nth):
    """A row copied below itself, as with Ctrl+C: tags are copied, ids are new,
    bookmarks stay with the first."""
    row = next(control(document, tag, nth).iterancestors(qn("w:tr")))
    twin = copy.deepcopy(row)
    for mark in list(twin.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)
    for number in twin.iterfind(f".//{qn('w:sdtPr')}/{qn('w:id')}"):
        number.set(qn("w:val"), str(int(number.get(qn("w:val"))) + 5000))
    row.addnext(twin)


# --- A form rebuilt from nothing -------------------------------------------

def sheet(landscape=False, size=12):
    """A new document as Chinese Word makes one: A4, 宋体."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    if landscape:
        from docx.enum.section import WD_ORIENT
        section.orientation = WD_ORIENT.LANDSCAPE
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    normal = document.styles["Normal"]
    normal.font.name = "宋体"
    normal.font.size = Pt(size)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    normal.paragraph_format.space_after = Pt(0)
    return document


def line(document, text, size=None, bold=False, align=None, font=None):
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if font:
        run.font.name = font
        run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), font)
    if align:
        paragraph.alignment = {"center": 1, "right": 2}[align]
    return paragraph


class Cell:
    """`content`: paragraphs, as a text with "\\n" or a list; a paragraph is a text
    or a list of runs; a run is a text or XML that starts with "<"."""

    def __init__(self, content="", across=1, down=1, align=None, bold=False, height=None):
        self.content, self.across, self.down, self.align, self.bold = content, across, down, align, bold
        self.height = height

    def paragraphs(self):
        lines = self.content.split("\n") if isinstance(self.content, str) else self.content
        return "".join(paragraph_xml(item, self.align, self.bold) for item in lines)


def head(content, across=1, down=1):
    return Cell(content, across, down, align="center")


def paragraph_xml(item, align=None, bold=False):
    if isinstance(item, str) and item.startswith("<w:tbl"):
        return item
    runs = [item] if isinstance(item, str) else item
    body = "".join(run if run.startswith("<w:") or run.startswith("<mc:") else text_run(run, bold) for run in runs if run)
    jc = f'<w:jc w:val="{align}"/>' if align else ""
    return f"<w:p><w:pPr>{jc}</w:pPr>{body}</w:p>"


def text_run(text, bold=False):
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{look}{lines}</w:r>"


def symbol(code, font="Wingdings 2"):
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def pieces(text, *cuts):
    """A text in several runs, as after some editing."""
    cuts = [0, *cuts, len(text)]
    return [text_run(text[a:b], bold=i % 2 == 1) for i, (a, b) in enumerate(zip(cuts, cuts[1:]))]


def table_xml(widths, rows):
    """A table; `widths` in mm, rows are lists of texts and Cells."""
    twips = [round(w * 56.7) for w in widths]
    out = ["<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
           "<w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"40\" w:type=\"dxa\"/>"
           "<w:bottom w:w=\"40\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>" % sum(twips)]
    out += [f'<w:gridCol w:w="{w}"/>' for w in twips]
    out.append("</w:tblGrid>")
    hanging = {}  # column -> [rows left, across]
    for row in rows:
        items = [c if isinstance(c, Cell) else Cell(c) for c in row]
        height = max([c.height or 0 for c in items] + [9])
        out.append(f'<w:tr><w:trPr><w:trHeight w:val="{round(height * 56.7)}" w:hRule="atLeast"/></w:trPr>')
        column, items = 0, iter(items)
        while column < len(twips):
            if hanging.get(column, [0])[0] > 0:
                left, across = hanging[column]
                hanging[column][0] -= 1
                merge, body = '<w:vMerge/>', "<w:p/>"
            else:
                cell = next(items)
                across = cell.across
                merge, body = "", cell.paragraphs()
                if cell.down > 1:
                    merge = '<w:vMerge w:val="restart"/>'
                    hanging[column] = [cell.down - 1, across]
                if body.endswith("</w:tbl>"):
                    body += "<w:p/>"
            span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
            width = sum(twips[column:column + across])
            out.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>{body}</w:tc>')
            column += across
        assert column == len(twips), (column, [c for c in row])
        assert next(items, None) is None, row
        out.append("</w:tr>")
    out.append("</w:tbl>")
    return "".join(out)


NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def add_xml(document, xml):
    """Appends to the body, before the section properties."""
    root = parse_xml(f"<root {NAMESPACES}>{xml}</root>")
    for child in list(root):
        document.element.body.sectPr.addprevious(child)


def add_table(document, widths, rows):
    add_xml(document, table_xml(widths, rows))


def text_box(text, width_mm=110, height_mm=18):
    """A run with a text box, the way Word 2010 and later write it: a drawing and
    a VML copy of it for older programs."""
    cx, cy = width_mm * 36000, height_mm * 36000
    inner = "".join(paragraph_xml(p) for p in text.split("\n"))
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>'
        '<wp:docPr id="31" name="文本框 31"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f'<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr lIns="0" rIns="0"><a:spAutoFit/></wps:bodyPr>'
        '</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>'
        f'<mc:Fallback><w:pict><v:shape style="width:{width_mm}mm;height:{height_mm}mm" stroked="f"><v:textbox>'
        f'<w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
    )


def inserted(text, number, who="教育局"):
    return f'<w:ins w:id="{number}" w:author="{who}" w:date="2021-11-19T16:20:00Z">{text_run(text)}</w:ins>'


def deleted(text, number, who="教育局"):
    return (f'<w:del w:id="{number}" w:author="{who}" w:date="2021-11-19T16:20:00Z">'
            f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>')


# --- Saving ----------------------------------------------------------------

def office(path, to="docx", out=None):
    """Opens a file in LibreOffice and saves it again."""
    path = Path(path)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / ("in" + path.suffix)
        shutil.copy(path, source)
        target = Path(folder) / "out"
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile()}", "--headless", "--convert-to", to,
             "--outdir", str(target), str(source)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180)
        shutil.copy(target / ("in." + to.split(":")[0]), out or path)


_profile = []


def profile():
    if not _profile:
        _profile.append(tempfile.mkdtemp(prefix="samples-office-"))
        import atexit
        atexit.register(shutil.rmtree, _profile[0], True)
    return _profile[0]


def repack(path):
    """Same content, same bytes: fixed times in the archive and the properties."""
    with zipfile.ZipFile(path) as source:
        parts = [(info.filename, source.read(info)) for info in source.infolist() if not info.is_dir()]
    ids = iter(range(1001, 2000))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name, data in parts:
            if name.startswith("docProps/"):
                data = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>2021-11-22T01:30:00Z", data)
                data = re.sub(rb"<TotalTime>\d+", b"<TotalTime>0", data)
            # LibreOffice numbers controls at random.
            data = re.sub(rb'(<w:sdtPr><w:id w:val=")\d+', lambda m: m[1] + b"%d" % next(ids), data)
            if name == "meta.xml":
                data = re.sub(rb"(<(meta:creation-date|dc:date)>)[^<]*", rb"\g<1>2021-11-22T01:30:00", data)
                data = re.sub(rb"(<meta:editing-duration>)[^<]*", rb"\g<1>PT0S", data)
            info = zipfile.ZipInfo(name, STAMP)
            # OpenDocument: the type comes first and is not compressed.
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, data)


def save(document, path):
    os.makedirs(Path(path).parent, exist_ok=True)
    document.save(str(path))
    repack(path)
