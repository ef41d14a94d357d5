#!/usr/bin/env python3
"""Outside judges: LibreOffice, python-docx, openpyxl, pypdf and jsonschema look
at what the program makes and fill it as a school would.

    judge.py BINARY WORKDIR

Every judge is somebody else's program and none is part of the product. LibreOffice
runs once for a whole folder: Word files into PDF and into DOCX, sheets into PDF.
"""
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "samples" / "make"))

FORMS = {  # the form, and the pages of the original when it is blank
    "henan-2021/recommendation": 1,
    "henan-2021/summary": 1,
    "guizhou-2019/plan": 2,
    "guizhou-2019/recommendation": 1,
    "guizhou-2019/summary": 1,
    "guizhou-2018/contacts": 1,
    "guizhou-2018/plan": 2,
    "guizhou-2018/vocational-plan": 2,
    "guizhou-2018/region-rubric": 2,
    "guizhou-2018/school-rubric": 2,
    "guizhou-2018/recommendation": 1,
    "guizhou-2018/summary": 1,
    "guizhou-2021/school-case": 1,
    "guizhou-2021/teacher-case": 1,
    "chibi-2020/model-school-application": 1,
    "chibi-2020/excellent-teacher-application": 1,
}
PRINTED = {  # forms that nobody fills, and their pages
    "henan-2021/awarded": 1,
    "henan-2021/region-rubric": 2,
    "henan-2021/school-rubric": 2,
    "guizhou-2019/region-rubric": 2,
    "guizhou-2019/school-rubric": 2,
    "guizhou-2021/school-rubric": 2,
    "guizhou-2021/teacher-rubric": 2,
    "chibi-2020/school-rubric": 2,
    "chibi-2020/teacher-rubric": 1,
}
PAGES = FORMS | PRINTED
# Findings that mean that something was not read as it was written.
DOUBTS = {"doubtful", "label_missing", "tag_conflict", "unplaced", "form_doubtful"}

failures = []


def check(condition, message):
    if not condition:
        failures.append(message)
        print("  FAILED:", message)


def run(binary, *arguments, codes=(0, 1)):
    result = subprocess.run([binary, "--quiet", *map(str, arguments)], capture_output=True, text=True)
    check(result.returncode in codes, f"{arguments}: exit {result.returncode}: {result.stderr}")
    return result.stdout


def record_of(form):
    return json.loads((ROOT / "tests" / "records" / f"{form}.json").read_text(encoding="utf-8"))


def extract(binary, path):
    out = run(binary, "extract", path)
    return json.loads(out) if out.strip() else {"record": None, "findings": [], "error": "no output"}


def same_record(binary, path, form, what, allowed=()):
    line = extract(binary, path)
    check(line["form"] == form, f"{what}: {path.name}: read as {line['form']}: {line['error']}")
    if line["form"] != form:
        return
    wanted, found = flat(record_of(form)), flat(line["record"])
    for key in sorted(wanted.keys() | found.keys()):
        check(wanted.get(key) == found.get(key), f"{what}: {path.name}: {key}: wrote {wanted.get(key)!r}, read {found.get(key)!r}")
    doubts = [f for f in line["findings"] if f["code"] in DOUBTS and f["code"] not in allowed]
    check(not doubts, f"{what}: {path.name}: {doubts}")


def flat(value, above=""):
    if isinstance(value, dict):
        return {k: v for key, inner in value.items() for k, v in flat(inner, f"{above}.{key}" if above else key).items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return {k: v for i, inner in enumerate(value) for k, v in flat(inner, f"{above}[{i}]").items()}
    return {above: value}


def soffice(work, target, folder, files):
    """One run of LibreOffice over many files, with a profile of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["soffice", f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--convert-to", target,
               "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)


def render_all(binary, work, ending, kinds):
    """Blank and filled copies of every form, of each kind: its name and its options."""
    made = {}
    for form in PAGES:
        states = {"blank": []}
        if form in FORMS:
            states["filled"] = [ROOT / "tests" / "records" / f"{form}.json"]
        for kind, options in kinds.items():
            for state, data in states.items():
                path = work / "made" / f"{form.replace('/', '_')}-{kind}-{state}.{ending}"
                run(binary, "render", form, *data, "-o", path, *options)
                made[form, kind, state] = path
    return made


def judge_libreoffice(binary, work, made):
    print("LibreOffice: page counts, and re-saved copies read back")
    from pypdf import PdfReader

    soffice(work, "pdf", work / "pdf", made.values())
    soffice(work, "docx:MS Word 2007 XML", work / "resaved", made.values())
    for (form, kind, state), path in made.items():
        pdf = work / "pdf" / f"{path.stem}.pdf"
        check(pdf.exists(), f"LibreOffice did not open {path.name}")
        if not pdf.exists():
            continue
        pages = PdfReader(pdf).pages
        if state == "blank":
            check(len(pages) == PAGES[form], f"{path.name}: {len(pages)} pages, the original has {PAGES[form]}")
        check("".join(page.extract_text() for page in pages).strip(), f"{pdf.name}: no text")
        resaved = work / "resaved" / path.name
        if state == "filled":
            same_record(binary, resaved, form, "re-saved by LibreOffice")
        else:
            line = extract(binary, resaved)
            values = [f for f in line["fields"] if f["value"] and "年" not in f["label"]]
            check(line["form"] == form and not flat(line["record"]), f"{resaved.name}: a blank form has values: {values[:3]}")


MOST = {"pdf": 80_000, "xlsx": 15_000}  # bytes of a PDF of one page, and of a blank workbook


def judge_formats(binary, work, made):
    print("LibreOffice: Word, Excel and PDF have the same pages")
    from pypdf import PdfReader

    sheets, pdfs = {}, {}
    for form, kind, state in made:
        if kind != "plain":
            continue
        data = [ROOT / "tests" / "records" / f"{form}.json"] if state == "filled" else []
        target = work / "formats" / f"{form.replace('/', '_')}-{state}"
        for ending, paths in {"xlsx": sheets, "pdf": pdfs}.items():
            paths[form, state] = target.with_suffix(f".{ending}")
            run(binary, "render", form, *data, "-o", paths[form, state])
    soffice(work, "pdf", work / "sheets", sheets.values())
    for (form, state), path in pdfs.items():
        count = len(PdfReader(path).pages)
        word = len(PdfReader(work / "pdf" / f"{made[form, 'plain', state].stem}.pdf").pages)
        check(count == word, f"{path.name}: {count} pages, {word} in Word")
        if count == 1:
            check(path.stat().st_size <= MOST["pdf"], f"{path.name}: {path.stat().st_size} bytes")
        if state == "blank":
            sheet = sheets[form, state]
            check(sheet.stat().st_size <= MOST["xlsx"], f"{sheet.name}: {sheet.stat().st_size} bytes")
            printed = len(PdfReader(work / "sheets" / f"{sheet.stem}.pdf").pages)
            check(printed == PAGES[form], f"{sheet.name}: {printed} pages, the original has {PAGES[form]}")


def judge_printed(binary, work, made):
    print("LibreOffice: printed from Word and Excel, read back")
    for (form, kind, state), path in made.items():
        printed = [work / "pdf" / f"{path.stem}.pdf"]
        if kind == "plain":
            printed.append(work / "sheets" / f"{form.replace('/', '_')}-{state}.pdf")
        for pdf in filter(Path.exists, printed):
            if state == "filled":
                same_record(binary, pdf, form, f"printed as {pdf.parent.name}")
                continue
            line = extract(binary, pdf)
            doubts = [f for f in line["findings"] if f["code"] in DOUBTS]
            check(line["form"] == form and not flat(line["record"]), f"{pdf}: a blank form has values: {line['record']}")
            check(not doubts, f"{pdf}: {doubts}")


def judge_python_docx(binary, work, made):
    print("python-docx: blanks filled by cell, as a school would")
    from judge_fill import fill_by_cell

    for form in FORMS:
        answers = answers_of(binary, made[form, "tagged", "filled"])
        for kind in ("tagged", "plain"):
            for whole in (True, False):
                out = work / "python-docx" / f"{form.replace('/', '_')}-{kind}-{'cell' if whole else 'run'}.docx"
                out.parent.mkdir(parents=True, exist_ok=True)
                fill_by_cell(str(made[form, kind, "blank"]), answers, str(out), form=form, whole_cell=whole)
                same_record(binary, out, form, "filled by python-docx")


def answers_of(binary, path):
    """The record as texts by path, as a person would type them."""
    return {field["path"]: field["value"] for field in extract(binary, path)["fields"] if field["value"] not in (None, "")}


def judge_schema(binary, work):
    print("jsonschema: every line of extract over all samples")
    import jsonschema

    schema = json.loads((ROOT / "docs" / "schema" / "extract.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    out = run(binary, "extract", ROOT / "samples")
    lines = out.splitlines()
    check(len(lines) >= 40, f"only {len(lines)} lines")
    for line in map(json.loads, lines):
        for error in validator.iter_errors(line):
            check(False, f"{line['file']}: {error.json_path}: {error.message[:200]}")


def judge_openpyxl(binary, work):
    print("openpyxl: workbook and official summary hold text, no formulas")
    import openpyxl

    for activity in ("henan-2021", "guizhou-2018", "chibi-2020"):
        out = work / "collected" / activity
        run(binary, "collect", ROOT / "samples" / activity / "returns", "--activity", activity, "-o", out)
        books = [openpyxl.load_workbook(path) for path in sorted(out.glob("*.xlsx"))]
        check(any(len(book.sheetnames) >= 6 for book in books), f"{activity}: no workbook in {out}")
        for sheet in (sheet for book in books for sheet in book):
            for row in sheet.iter_rows():
                for cell in row:
                    check(cell.data_type != "f", f"{activity}: {sheet.title}!{cell.coordinate} is a formula")
                    if isinstance(cell.value, (int, float)):
                        check(abs(cell.value) < 10_000_000, f"{activity}: {sheet.title}!{cell.coordinate}: a phone as a number?")


def main():
    binary, work = sys.argv[1], Path(sys.argv[2]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    (work / "made").mkdir(parents=True)
    made = render_all(binary, work, "docx", {"tagged": [], "plain": ["--plain"]})
    for path in made.values():
        check(zipfile.ZipFile(path).testzip() is None, f"{path.name}: bad zip")
    skipped = set(sys.argv[3:])
    judges = {
        "soffice": lambda: [judge(binary, work, made) for judge in (judge_libreoffice, judge_formats, judge_printed)],
        "docx": lambda: judge_python_docx(binary, work, made),
        "jsonschema": lambda: judge_schema(binary, work),
        "openpyxl": lambda: judge_openpyxl(binary, work),
    }
    for name, judge in judges.items():
        if name in skipped:
            print(f"skipped: {name} is not installed")
        else:
            judge()
    print(f"{len(failures)} failures" if failures else "all judges are content")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
