"""Returns that were filled in on the screen, and what was printed to PDF: our
fillable PDF by pypdf, our workbooks by openpyxl, Word files exported by
LibreOffice, and a scan."""
import io
import logging
import re
import subprocess
import tempfile
from pathlib import Path

import openpyxl
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject, StreamObject

import screens_data as data
from clerk import office, repack
from judge_fill import fill_by_cell

# It warns of looks that it cannot make.
logging.getLogger("pypdf").setLevel(logging.ERROR)

# What tells when a PDF was made, and by what: the same bytes each time.
CHANGING = [(rb"/(CreationDate|ModDate)\s*\(D:[^)]*\)", rb"/\1(D:20211122093000+08'00')")]


def slot(path):
    """The name of an answer's place in our files."""
    return "sb_" + re.sub(r"\[(\d+)\]\.?", r"__\1__", path).rstrip("_").replace(".", "__")


# --- PDF fields ----------------------------------------------------------------

def fill_fields(blank, answers, out, others=()):
    """Sets fields by name, as a school's script does; a choice by its option.
    `others`: the answers of those who share its font, once files are joined."""
    writer = PdfWriter(clone_from=blank)
    fields = PdfReader(blank).get_fields()
    values = {}
    for path, text in answers.items():
        field = fields[slot(path)]
        if field.get("/FT") == "/Btn":
            text = "/%d" % [str(option) for option in field["/Opt"]].index(text)
        values[slot(path)] = text
    for page in writer.pages:
        # Viewers make the looks: pypdf cannot write Chinese in this font.
        writer.update_page_form_field_values(page, values, auto_regenerate=True)
    cut_typing_font(writer, "".join([*answers.values(), *others]))
    writer.compress_identical_objects()
    writer.write(out)


def cut_typing_font(writer, text):
    """Cuts the whole font that fields are typed in, 2.4 MB, to what was typed, as
    programs do that make a PDF smaller."""
    for number in range(len(writer._objects)):
        found = writer.get_object(number + 1)
        program = found.get("/FontFile2") if hasattr(found, "get") else None
        if program is None or program.get_object()["/Length1"] < 1_000_000:
            continue
        font = TTFont(io.BytesIO(program.get_object().get_data()))
        subsetter = Subsetter(Options(retain_gids=True, notdef_outline=True, layout_features=[]))
        subsetter.populate(unicodes=[ord(c) for c in text])
        subsetter.subset(font)
        cut = io.BytesIO()
        font.save(cut)
        stream = StreamObject()
        stream.set_data(cut.getvalue())
        stream = stream.flate_encode()
        stream[NameObject("/Length1")] = NumberObject(len(cut.getvalue()))
        found[NameObject("/FontFile2")] = writer._add_object(stream)


def join(files, out):
    """One file of several, as poppler makes it."""
    subprocess.run(["pdfunite", *map(str, files), str(out)], check=True)
    for file in files:
        file.unlink()


# --- Our workbooks ---------------------------------------------------------------

def fill_cells(blank, answers, out):
    """Types into the cells that our names stand for."""
    book = openpyxl.load_workbook(blank)
    for path, text in answers.items():
        (sheet, reference), = book.defined_names[slot(path)].destinations
        cell = book[sheet][reference.replace("$", "").split(":")[0]]
        cell.value = text
        cell.data_type = "s"
    book.save(out)
    repack(out)


# --- Printed to PDF --------------------------------------------------------------

def export(blank, answers, out):
    """Fills a Word file by its cells and exports it."""
    with tempfile.TemporaryDirectory() as folder:
        filled = Path(folder) / "filled.docx"
        form = blank.name.removesuffix("_plain.docx").replace("_", "/")
        fill_by_cell(blank, answers, filled, form)
        office(filled, "pdf", out)
    content = out.read_bytes()
    for pattern, text in CHANGING:
        content = re.sub(pattern, text, content)
    # The file's identity, and a checksum of its content that LibreOffice adds.
    content = re.sub(rb"/ID \[[^\]]*\]", lambda found: b"/ID [ <%s>\n<%s> ]" % (b"0" * 32, b"0" * 32), content)
    content = re.sub(rb"/DocChecksum /[0-9A-F]{32}", b"/DocChecksum /" + b"0" * 32, content)
    out.write_bytes(content)


def scan(blank, answers, out):
    """A page that was printed, signed and put on a scanner."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.pdf"
        export(blank, answers, page)
        subprocess.run(["pdftoppm", "-jpeg", "-jpegopt", "quality=35", "-gray", "-r", "72", "-f", "1", "-l", "1",
                        str(page), folder + "/page"], check=True)
        picture, = Path(folder).glob("page*.jpg")
        picture = picture.read_bytes()
    at = frame(picture)
    height, width = (int.from_bytes(picture[at + i:at + i + 2], "big") for i in (5, 7))
    colours = b"DeviceRGB" if picture[at + 9] == 3 else b"DeviceGray"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        stream(b"", b"q 595 0 0 842 0 0 cm /I Do Q"),
        stream(b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s/BitsPerComponent 8"
               b"/Filter/DCTDecode" % (width, height, colours), picture),
        b"<</Producer(KONICA MINOLTA bizhub)>>",
    ]
    body, table = b"%PDF-1.4\n", b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for number, content in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    trailer = b"trailer\n<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    out.write_bytes(body + table + trailer)


def stream(entries, content):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def frame(jpeg):
    """Where the frame of a JPEG file stands, which tells its size."""
    at = 2
    while jpeg[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + int.from_bytes(jpeg[at + 2:at + 4], "big")
    return at


# --- The files -------------------------------------------------------------------

class Guizhou18:
    @staticmethod
    def make(blanks, out, note):
        blank = blanks / "guizhou-2018_recommendation_fillable.pdf"
        one, two = out / "1.pdf", out / "2.pdf"
        fill_fields(blank, data.LANGDAI, one, data.YANJIAO.values())
        fill_fields(blank, data.YANJIAO, two, data.LANGDAI.values())
        name = "六枝特区推荐表（两所学校合并）.pdf"
        join([one, two], out / name)
        note(name, "guizhou-2018/recommendation",
             "our fillable PDF, fields set by name (pypdf); two of them joined by pdfunite, which loses the fields that have several places",
             data.LANGDAI, also=[(data.YANJIAO, [])])
        name = "铜仁市工作联系表.pdf"
        export(blanks / "guizhou-2018_contacts_plain.docx", data.TONGREN, out / name)
        note(name, "guizhou-2018/contacts", "plain blank by cell; exported as PDF by LibreOffice",
             data.TONGREN, ["mobile:contacts[0].mobile"])


class Guizhou21:
    @staticmethod
    def make(blanks, out, note):
        name = "黄平县 石梅 教师空间案例.pdf"
        export(blanks / "guizhou-2021_teacher-case_plain.docx", data.SHI, out / name)
        note(name, "guizhou-2021/teacher-case", "plain blank by cell; exported as PDF by LibreOffice", data.SHI)
        name = "织金县洞口中学 陆川南.xlsx"
        fill_cells(blanks / "guizhou-2021_teacher-case.xlsx", data.LU, out / name)
        note(name, "guizhou-2021/teacher-case", "our workbook, cells typed into by name (openpyxl)", data.LU,
             ["required:password"])


class Chibi:
    @staticmethod
    def make(blanks, out, note):
        name = "砖茶古镇中学 毕云帆 优秀教师申报表.pdf"
        fill_fields(blanks / "chibi-2020_excellent-teacher-application_fillable.pdf", data.BI, out / name)
        note(name, "chibi-2020/excellent-teacher-application", "our fillable PDF, fields set by name (pypdf)", data.BI)
        name = "附件3 土城湖小学.xlsx"
        fill_cells(blanks / "chibi-2020_model-school-application.xlsx", data.TUCHENG, out / name)
        note(name, "chibi-2020/model-school-application", "our workbook, cells typed into by name (openpyxl)", data.TUCHENG)
