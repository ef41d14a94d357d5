#!/usr/bin/env python3
"""Outside judges of the Excel forms: openpyxl reads what stands in them and fills
them by name, as a school would; LibreOffice prints them and saves them again.

    judge_xlsx.py BINARY WORKDIR [SKIPPED…]

LibreOffice runs once for the whole folder and each format.
"""
import shutil
import sys
from pathlib import Path

from judge import FORMS, PAGES, answers_of, check, extract, failures, flat, render_all, run, same_record, soffice

BLANK_LIMIT = 15_000  # bytes
# Excel's own limits of a rule's texts (ECMA-376 Part 1, 18.3.1.32).
TITLE, MESSAGE, LIST = 32, 255, 257


def cell_of(book, name):
    """The cell that a defined name stands for."""
    (sheet, reference), = book.defined_names[name].destinations
    return book[sheet][reference.replace("$", "")]


def answers_in(book):
    """The names of answers, and of the boxes of options."""
    return [name for name in book.defined_names if name.startswith("sb_")]


def judge_contents(made):
    print("openpyxl: names, rules, protection, properties")
    import openpyxl

    for (form, state), path in made.items():
        what = path.name
        if state == "blank":
            check(path.stat().st_size <= BLANK_LIMIT, f"{what}: {path.stat().st_size} bytes")
        book = openpyxl.load_workbook(path)
        properties = {p.name: p.value for p in book.custom_doc_props.props}
        check(properties.get("shenbao.form") == form, f"{what}: names the form {properties}")
        sheet = book.worksheets[0]
        names = answers_in(book)
        check(bool(names) == (form in FORMS), f"{what}: {len(names)} names")
        check(sheet.protection.sheet == (form in FORMS), f"{what}: protection")
        if form in FORMS:
            check(not sheet.protection.password and not sheet.protection.formatRows, f"{what}: heights cannot be changed")
        check(sheet.page_setup.paperSize == 9 and sheet.sheet_properties.pageSetUpPr.fitToPage, f"{what}: page set-up")
        check(sheet.page_setup.fitToHeight == 0 and sheet.print_options.horizontalCentered, f"{what}: page set-up")
        for name in names:
            cell = cell_of(book, name)
            check(not cell.protection.locked, f"{what}: {name} is locked")
        named = {cell_of(book, name).coordinate for name in names}
        for row in sheet.iter_rows():
            for cell in row:
                check(cell.data_type != "f", f"{what}: {cell.coordinate} is a formula")
                check(cell.value is None or cell.protection.locked == (cell.coordinate not in named),
                      f"{what}: {cell.coordinate} {cell.value!r} is open, or locked")
        judge_rules(what, sheet, named)


def judge_rules(what, sheet, named):
    covered = set()
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            for row in sheet[area.coord] if ":" in area.coord else [[sheet[area.coord]]]:
                covered |= {cell.coordinate for cell in row}
        check(len(rule.promptTitle or "") <= TITLE and len(rule.errorTitle or "") <= TITLE, f"{what}: a long title")
        check(len(rule.prompt or "") <= MESSAGE and len(rule.error or "") <= MESSAGE, f"{what}: a long message")
        if rule.type == "list":
            check(len(rule.formula1) <= LIST, f"{what}: a long list {rule.formula1}")
        elif rule.type:
            check(rule.errorStyle == "warning", f"{what}: {rule.type} refuses an answer")
        if rule.type and rule.showErrorMessage:
            check(any("\u4e00" <= c <= "\u9fff" for c in rule.error), f"{what}: a message that is not Chinese")
    check(covered <= named, f"{what}: rules for cells that are no answers: {sorted(covered - named)[:5]}")


def judge_pages(work, made):
    print("LibreOffice: pages of the blanks, as the Word forms have them")
    from pypdf import PdfReader

    soffice(work, "pdf", work / "pdf", made.values())
    for (form, state), path in made.items():
        pdf = work / "pdf" / f"{path.stem}.pdf"
        check(pdf.exists(), f"LibreOffice did not open {path.name}")
        if state == "blank" and pdf.exists():
            pages = len(PdfReader(pdf).pages)
            check(pages == PAGES[form], f"{path.name}: {pages} pages, the original has {PAGES[form]}")


def judge_resaved(binary, work, made):
    print("LibreOffice: saved again as XLSX, XLS and ODS, and read back")
    filled = {form: path for (form, state), path in made.items() if state == "filled"}
    for ending, target in {"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97", "ods": "ods"}.items():
        soffice(work, target, work / ending, filled.values())
        for form, path in filled.items():
            same_record(binary, work / ending / f"{path.stem}.{ending}", form, "saved again by LibreOffice")


def judge_filled(binary, work, made):
    print("openpyxl: blanks filled by name, as a school would")
    import openpyxl

    for form in FORMS:
        same_record(binary, made[form, "filled"], form, "as it was made")
        answers = answers_of(binary, made[form, "filled"])
        book = openpyxl.load_workbook(made[form, "blank"])
        numbers = numeric_cells(book.worksheets[0])
        for name in answers_in(book):
            cell = cell_of(book, name)
            path, option = path_of(name)
            if option is not None:
                words = cell.value.rstrip("□☑")
                ticked = words in (answers.get(path) or "").split("、")
                cell.value = words + ("☑" if ticked else "□")
            elif answers.get(path):
                cell.value = typed(answers[path], cell.coordinate in numbers)
                # A person unhides a spare row before they write into it.
                cell.parent.row_dimensions[cell.row].hidden = False
        out = work / "openpyxl" / made[form, "blank"].name
        out.parent.mkdir(parents=True, exist_ok=True)
        book.save(out)
        same_record(binary, out, form, "filled by openpyxl")


ROSTER = "henan-2021/recommendation"
# What people keep in lists: text, numbers where text was meant, dates.
HEADS = ["序号", "学校/区域名称", "负责人姓名", "负责人手机", "联系人姓名", "联系人手机", "推荐类型", "用户名", "意见日期", "备注"]
ROWS = [
    [1, "新乡市红旗区育新小学", "王䶮", 13800001201, "赵思源", "13800001202", "学校", "yuxinxx", (2021, 11, 22), None],
    [2, "洛阳市涧西区教育体育局", "李建勋", 13800001301, "郭晓冉", 13800001302, "县区", "007", (2021, 11, 3), "已电话通知"],
    [3, "许昌市教育局", "欧阳若兰", "13800001501", "崔颖", "0374-2960001", "地市", "a,b\"c", None, None],
]


def roster_as_csv(path):
    import csv

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADS)
        for row in ROWS:
            out.writerow(["" if cell is None else "{}-{:02}-{:02}".format(*cell) if isinstance(cell, tuple) else cell
                          for cell in row])


def roster_as_workbook(path):
    """Titles above, the head in row 3, telephone numbers and dates in the formats that people choose."""
    import datetime

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet["A1"] = "2021年推荐名单"
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADS))
    for row, cells in enumerate([HEADS, *ROWS], start=3):
        for column, cell in enumerate(cells, start=1):
            place = sheet.cell(row, column)
            place.value = datetime.date(*cell) if isinstance(cell, tuple) else cell
            if isinstance(cell, tuple):
                place.number_format = 'yyyy"年"m"月"d"日"'
            elif isinstance(cell, int) and cell > 10_000:
                place.number_format = ["0", "#,##0", "0.00E+00"][row % 3]
            elif isinstance(cell, str):
                place.number_format = "@"
    book.save(path)


def judge_rosters(binary, work):
    print("LibreOffice: a roster saved as XLS and ODS gives the forms that its CSV gives")
    lists = work / "lists"
    lists.mkdir()
    roster_as_csv(lists / "名单.csv")
    roster_as_workbook(lists / "名单.xlsx")
    for ending, target in {"xls": "xls:MS Excel 97", "ods": "ods"}.items():
        soffice(work, target, lists, [lists / "名单.xlsx"])
    made = {}
    for ending in ["csv", "xlsx", "xls", "ods"]:
        path = lists / f"名单.{ending}"
        check(path.exists(), f"LibreOffice made no {path.name}")
        if path.exists():
            run(binary, "render", ROSTER, path, "-o", lists / ending / "{{ name }}.docx")
            made[ending] = {file.name: file.read_bytes() for file in (lists / ending).glob("*.docx")}
    check(len(made["csv"]) == len(ROWS), f"名单.csv: {len(made['csv'])} forms")
    for row in ROWS:
        line = extract(binary, lists / "csv" / f"{row[1]}.docx")
        read = flat(line["record"])
        check(read.get("leader.mobile") == str(row[3]) and read.get("username") == row[7], f"名单.csv: {row[1]}: {read}")
    # The same record gives the same bytes.
    for ending, files in made.items():
        check(files.keys() == made["csv"].keys(), f"名单.{ending}: {sorted(files)}")
        for name, content in files.items():
            check(content == made["csv"].get(name), f"名单.{ending}: {name} differs from that of the CSV")


def numeric_cells(sheet):
    """Cells in which a number that is typed is a number."""
    rules = [rule for rule in sheet.data_validations.dataValidation if rule.type in ("whole", "decimal")]
    return {cell.coordinate for rule in rules for area in rule.sqref.ranges
            for row in sheet.iter_rows(area.min_row, area.max_row, area.min_col, area.max_col) for cell in row}


def typed(text, number):
    """What Excel makes of a text that somebody types."""
    if number:
        try:
            return float(text)
        except ValueError:
            return text
    return text


def path_of(name):
    """The path of a name, and the number of the option that it stands for."""
    name, _, option = name.removeprefix("sb_").partition("__0o")
    path = ""
    for step in name.split("__"):
        path += f"[{step}]" if step.isdigit() else f".{step}" if path else step
    return path, int(option) if option else None


def main():
    binary, work = sys.argv[1], Path(sys.argv[2]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    (work / "made").mkdir(parents=True)
    skipped = set(sys.argv[3:])
    made = {(form, state): path for (form, _, state), path in render_all(binary, work, "xlsx", {"form": []}).items()}
    if "openpyxl" in skipped:
        print("skipped: openpyxl is not installed")
    else:
        judge_contents(made)
        judge_filled(binary, work, made)
    if "soffice" in skipped:
        print("skipped: soffice is not installed")
    else:
        judge_pages(work, made)
        judge_resaved(binary, work, made)
        if "openpyxl" not in skipped:
            judge_rosters(binary, work)
    print(f"{len(failures)} failures" if failures else "all judges are content")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
