#!/usr/bin/env python3
"""Outside judges of PDF files: qpdf, MuPDF, poppler, pdfium and pypdf look at what
the program makes, and fill it in as a school would.

    judge_pdf.py BINARY WORKDIR [MISSING…]

MISSING names judges that are not installed: qpdf, mutool, poppler, pypdfium2, pypdf,
numpy.
"""
import json
import logging
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import judge
from judge import FORMS, PAGES, ROOT, check, render_all, run, same_record

# What a person types: rare characters, marks and Latin beside Han of every day.
TYPED = "王䶮 张三 2021，“人人通”①√𬭎"


def call(*command):
    return subprocess.run(list(map(str, command)), capture_output=True, timeout=120)


def judge_qpdf(made):
    print("qpdf: structure and streams")
    for path in made.values():
        result = call("qpdf", "--check", path)
        check(result.returncode == 0, f"{path.name}: {result.stdout.decode()[-300:]}{result.stderr.decode()[-300:]}")


def text_of(path, program):
    if program == "mutool":
        result = call("mutool", "draw", "-q", "-F", "txt", "-o", "-", path)
        # Builds without colour profiles say so.
        noise = [line for line in result.stderr.decode().splitlines() if "ICC support" not in line]
        check(result.returncode == 0 and not noise, f"{path.name}: mutool: {noise[:3]}")
    else:
        result = call("pdftotext", "-raw", "-enc", "UTF-8", path, "-")
        # Of the font that is only named, poppler needs data that may be missing.
        noise = [line for line in result.stderr.decode().splitlines() if "language pack" not in line]
        check(result.returncode == 0 and not noise, f"{path.name}: pdftotext: {noise[:3]}")
    return result.stdout.decode("utf-8")


def judge_text(binary, work, made, programs):
    print(f"{', '.join(programs)}: the text of the Word file, in its order")
    for (form, kind, state), path in made.items():
        if kind == "fillable":
            for program in programs:
                text_of(path, program)
            continue
        data = [ROOT / "tests" / "records" / f"{form}.json"] if state == "filled" else []
        word = work / "word" / f"{path.stem}.docx"
        run(binary, "render", form, *data, "-o", word, "--plain")
        wanted = squeeze(word_text(word))
        for program in programs:
            text = text_of(path, program)
            pages = text.count("\f")
            found = squeeze(re.sub(r"(?m)^\s*—\s*\d+\s*—\s*$", "", text))
            if pages == 1:
                check(found == wanted, f"{path.name}: {program}: {difference(found, wanted)}")
            else:
                # Heads and labels stand again on later pages.
                missing = [line for line in word_text(word).splitlines() if squeeze(line) not in found]
                missing = [line for line in missing if not in_pieces(squeeze(line), found)]
                check(not missing, f"{path.name}: {program}: not there: {missing[:3]}")


def word_text(path):
    """All text of a Word file, paragraph by paragraph in the order of the file."""
    import zipfile

    xml = zipfile.ZipFile(path).read("word/document.xml").decode("utf-8")
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", xml, re.S)
    unescape = lambda text: text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    return "\n".join(unescape("".join(re.findall(r"<w:t(?: [^>]*)?>(.*?)</w:t>", p, re.S))) for p in paragraphs)


def squeeze(text):
    return re.sub(r"\s", "", text)


def in_pieces(line, found):
    """Whether a paragraph stands there with something of the page's between."""
    middle = next((i for i in range(len(line), 0, -1) if line[:i] in found), 0)
    return middle > 0 and line[middle:] in found


def difference(found, wanted):
    at = next((i for i, (a, b) in enumerate(zip(found, wanted)) if a != b), min(len(found), len(wanted)))
    return f"at {at}: {found[max(0, at - 10):at + 20]!r}, in Word {wanted[max(0, at - 10):at + 20]!r}"


def judge_fonts(made):
    print("pdffonts: subsets with ToUnicode")
    for (form, kind, state), path in made.items():
        if kind != "flat":
            continue
        lines = call("pdffonts", path).stdout.decode().splitlines()[2:]
        check(lines, f"{path.name}: no fonts")
        for line in lines:
            check(re.match(r"[A-Z]{6}\+\S+ +CID TrueType +Identity-H +yes yes yes ", line), f"{path.name}: {line}")


def pictures(path, page):
    """A page as three programs draw it, grey, 72 dots an inch."""
    import numpy
    import pypdfium2

    def pgm(data):
        head = re.match(rb"P5\s+(?:#[^\n]*\s+)?(\d+)\s+(\d+)\s+255\s", data)
        width, height = int(head[1]), int(head[2])
        return numpy.frombuffer(data, numpy.uint8, width * height, head.end()).reshape(height, width)

    poppler = pgm(call("pdftoppm", "-gray", "-r", 72, "-f", page, "-l", page, path).stdout)
    mupdf = pgm(call("mutool", "draw", "-q", "-c", "gray", "-F", "pgm", "-r", 72, "-o", "-", path, page).stdout)
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    bitmap = document[page - 1].render(scale=1, grayscale=True, may_draw_forms=True)
    return {"poppler": poppler, "MuPDF": mupdf, "pdfium": bitmap.to_numpy().squeeze()}


def blurred(picture):
    """Blocks of 8 dots, so that only what stands elsewhere differs, not how edges
    are smoothed."""
    height, width = picture.shape[0] // 8 * 8, picture.shape[1] // 8 * 8
    return picture[:height, :width].reshape(height // 8, 8, width // 8, 8).mean((1, 3))


def judge_pictures(made):
    print("poppler, MuPDF, pdfium: the same picture of each page")
    import numpy
    import pypdfium2

    for (form, kind, state), path in made.items():
        document = pypdfium2.PdfDocument(path)
        if state == "blank":
            check(len(document) == PAGES[form], f"{path.name}: {len(document)} pages, the original has {PAGES[form]}")
        for page in range(1, len(document) + 1):
            seen = pictures(path, page)
            blocks = {name: blurred(picture) for name, picture in seen.items()}
            height = min(block.shape[0] for block in blocks.values())
            width = min(block.shape[1] for block in blocks.values())
            blocks = {name: block[:height, :width] for name, block in blocks.items()}
            ink = (blocks["poppler"] < 250).mean()
            check(ink > 0.005, f"{path.name} page {page}: hardly any ink")
            for name in ("MuPDF", "pdfium"):
                apart = numpy.abs(blocks["poppler"] - blocks[name])
                # 64 of 255 over a block is a character that is not there.
                check((apart > 64).sum() == 0, f"{path.name} page {page}: poppler and {name} differ in {(apart > 64).sum()} places")


def judge_pypdf(binary, work, made):
    print("pypdf: fields set by name, read back, drawn")
    from pypdf import PdfReader, PdfWriter

    # It warns of ends of lines, which no font has.
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    for form in FORMS:
        filled = PdfReader(made[form, "fillable", "filled"]).get_fields()
        blank = PdfReader(made[form, "fillable", "blank"]).get_fields()
        names = set(blank)
        values = {name: field["/V"] for name, field in filled.items() if name in names and field.get("/V") not in (None, "/Off")}
        check(values, f"{form}: no values")
        writer = PdfWriter(clone_from=made[form, "fillable", "blank"])
        for page in writer.pages:
            writer.update_page_form_field_values(page, values, auto_regenerate=False)
        out = work / "pypdf" / f"{form.replace('/', '_')}.pdf"
        out.parent.mkdir(parents=True, exist_ok=True)
        writer.write(out)
        found = PdfReader(out).get_fields()
        for name, value in values.items():
            check(found[name].get("/V") == value, f"{out.name}: {name}: {found[name].get('/V')!r}")
        if set(filled) <= names:
            same_record(binary, out, form, "set by pypdf")
        else:
            # A blank has no fields for more rows than it prints.
            same_record(binary, made[form, "fillable", "filled"], form, "fields read")
        for name, field in blank.items():
            check(field.get("/TU"), f"{form}: {name} has no tooltip")


def judge_joined(binary, work, made, programs):
    print(f"{', '.join(programs)}: two returns joined into one file are two returns")
    out = work / "joined"
    out.mkdir()
    for form in FORMS:
        data = json.loads((ROOT / "tests" / "records" / f"{form}.json").read_text(encoding="utf-8"))
        other = out / "other.json"
        other.write_text(json.dumps(renamed(data), ensure_ascii=False), encoding="utf-8")
        first, second = made[form, "fillable", "filled"], out / "second.pdf"
        run(binary, "render", form, other, "-o", second, "--fillable")
        wanted = [record for file in (first, second) for record in records(binary, file)]
        for program in programs:
            joined = out / f"{form.replace('/', '_')}-{program}.pdf"
            join(program, [first, second], joined)
            found = records(binary, joined)
            # poppler loses fields with several places: what is left of them is
            # what is seen, and who ended a line is not.
            same = flat(found) == flat(wanted) if program == "pdfunite" else found == wanted
            check(same, f"{joined.name}: {len(found)} returns, or other answers")


def join(program, files, out):
    if program == "pdfunite":
        check(call("pdfunite", *files, out).returncode == 0, f"{out.name}: not joined")
    elif program == "qpdf":
        check(call("qpdf", "--empty", "--pages", *files, "--", out).returncode == 0, f"{out.name}: not joined")
    else:
        from pypdf import PdfWriter

        writer = PdfWriter()
        for file in files:
            writer.append(file)
        writer.write(out)


def records(binary, path):
    lines = run(binary, "extract", path, "--to", "jsonl").splitlines()
    return [json.loads(line)["record"] for line in lines]


def flat(value):
    """The same without ends of lines."""
    if isinstance(value, dict):
        return {key: flat(part) for key, part in value.items()}
    if isinstance(value, list):
        return [flat(part) for part in value]
    return value.replace("\n", "") if isinstance(value, str) else value


def renamed(value):
    """The same answers of somebody else."""
    if isinstance(value, dict):
        return {key: renamed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [renamed(part) for part in value]
    return value.replace("小学", "中学") if isinstance(value, str) else value


def judge_typing(binary, work, made):
    print("pdfium: typed and clicked, saved, read back")
    import pypdfium2
    import pypdfium2.raw as raw
    from pypdf import PdfReader

    out = work / "typed" / "recommendation.pdf"
    out.parent.mkdir(parents=True, exist_ok=True)
    source = made["henan-2021/recommendation", "fillable", "blank"]
    places = {}
    for number, page in enumerate(PdfReader(source).pages):
        for annotation in page["/Annots"]:
            annotation = annotation.get_object()
            name = annotation.get("/T") or annotation["/Parent"]["/T"]
            places.setdefault(name, []).append((number, [float(edge) for edge in annotation["/Rect"]]))
    document = pypdfium2.PdfDocument(source)
    document.init_forms()
    form = document.formenv.raw

    def click(name, kid=0):
        number, (left, bottom, right, top) = places[name][kid]
        page, x, y = document[number], (left + right) / 2, (bottom + top) / 2
        raw.FORM_OnAfterLoadPage(page.raw, form)
        for event in (raw.FORM_OnMouseMove, raw.FORM_OnLButtonDown, raw.FORM_OnLButtonUp):
            event(form, page.raw, 0, x, y)
        return page

    page = click("sb_name")
    units = TYPED.encode("utf-16-le")
    for unit in struct.unpack(f"<{len(units) // 2}H", units):
        raw.FORM_OnChar(form, page.raw, unit, 0)
    raw.FORM_ForceToKillFocus(form)
    # The second click on a choice of one takes the first back.
    click("sb_kind", 0)
    click("sb_kind", 2)
    raw.FORM_ForceToKillFocus(form)
    document.save(str(out))
    fields = PdfReader(out).get_fields()
    check(fields["sb_name"].get("/V") == TYPED, f"typed {TYPED!r}, saved {fields['sb_name'].get('/V')!r}")
    states = [kid.get_object()["/AS"] for kid in fields["sb_kind"]["/Kids"]]
    check(states == ["/Off", "/Off", "/2"], f"clicked 0 and 2: {states}")
    read, = records(binary, out)
    check((read.get("name"), read.get("kind")) == (TYPED, "学校"), f"read {read}")


def main():
    binary, work = sys.argv[1], Path(sys.argv[2]).resolve()
    missing = set(sys.argv[3:])
    shutil.rmtree(work, ignore_errors=True)
    for folder in ("made", "word"):
        (work / folder).mkdir(parents=True)
    made = render_all(binary, work, "pdf", {"flat": [], "fillable": ["--fillable"]})
    readers = [name for name in ("mutool", "poppler") if name not in missing]
    judges = {
        ("qpdf",): lambda: judge_qpdf(made),
        (): lambda: judge_text(binary, work, made, readers),
        ("poppler",): lambda: judge_fonts(made),
        ("poppler", "mutool", "pypdfium2", "numpy"): lambda: judge_pictures(made),
        ("pypdf",): lambda: judge_pypdf(binary, work, made),
        ("pypdf", "qpdf", "poppler"): lambda: judge_joined(binary, work, made, ["pypdf", "qpdf", "pdfunite"]),
        ("pypdf", "pypdfium2"): lambda: judge_typing(binary, work, made),
    }
    for needs, judging in judges.items():
        lacks = missing.intersection(needs)
        if lacks:
            print(f"skipped: {', '.join(sorted(lacks))} not installed")
        else:
            judging()
    print(f"{len(judge.failures)} failures" if judge.failures else "all judges of PDF are content")
    return 1 if judge.failures else 0


if __name__ == "__main__":
    sys.exit(main())
