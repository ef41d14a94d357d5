"""Fills one of the project's blank forms by the position of its cells, as a
school would that works with python-docx and knows nothing of controls.

    from judge_fill import fill_by_cell
    fill_by_cell("recommendation.docx", {"leader.name": "王䶮", "kind": "县区"}, "out.docx")

The positions are written down here by hand from the printed forms, so the file
that results is an independent witness: nothing of it comes from tags, bookmarks
or names in the blank. Blanks with and without content controls both do.

Answers are `{path: text}`; rows count from 0 as they are to stand in the table
(rows beyond the printed ones are added by copying the last), a choice is one
option, a list or None, paragraphs are joined by "\\n".
"""
import copy
import re

from docx import Document

# (table, row, column of the grid) of every single cell; a box or an opinion is a
# cell whose last paragraphs are the slot, the seal and the date.
CELLS = {
    "henan-2021/recommendation": {
        "name": (0, 0, 1),
        "leader.name": (0, 1, 2), "leader.title": (0, 1, 4), "leader.mobile": (0, 1, 6),
        "contact.name": (0, 2, 2), "contact.title": (0, 2, 4), "contact.mobile": (0, 2, 6),
        "url": (0, 4, 1), "username": (0, 5, 1), "password": (0, 5, 5),
        "construction": (0, 6, 1), "application": (0, 7, 1), "recognition": (0, 8, 1),
        "city_opinion": (0, 9, 1), "province_opinion": (0, 10, 1),
    },
    "henan-2021/summary": {
        "city": (0, 0, 1), "department": (0, 0, 4), "contact_name": (0, 0, 8), "contact_phone": (0, 0, 12),
        "contact_title": (0, 1, 8), "contact_email": (0, 1, 12),
    },
    "guizhou-2018/plan": {
        "plan_total.city": (0, -1, 1), "plan_total.county": (0, -1, 4), "plan_total.total": (0, -1, 7),
        "survey.overview": (1, 0, 0), "survey.problems": (1, 1, 0), "survey.considerations": (1, 2, 0),
        "work.goals": (2, 0, 0), "work.measures": (2, 1, 0), "work.selection": (2, 2, 0),
        "work.publicity": (2, 3, 0), "work.support": (2, 4, 0),
        "opinion": (3, 0, 0),
    },
    "guizhou-2018/contacts": {"unit": (0, 0, 1), "department": (0, 1, 1)},
    "guizhou-2018/vocational-plan": {
        "plan_total.accounts": (0, -1, 1), "plan_total.total": (0, -1, 4),
        "survey.overview": (1, 0, 0), "survey.problems": (1, 1, 0), "survey.considerations": (1, 2, 0),
        "work.goals": (2, 0, 0), "work.measures": (2, 1, 0), "work.publicity": (2, 2, 0), "work.support": (2, 3, 0),
        "opinion": (3, 0, 0),
    },
    "guizhou-2018/region-rubric": {},
    "guizhou-2018/school-rubric": {},
    "guizhou-2018/recommendation": {
        "leader.name": (0, 0, 2), "leader.title": (0, 0, 4), "leader.mobile": (0, 0, 6),
        "contact.name": (0, 1, 2), "contact.title": (0, 1, 4), "contact.mobile": (0, 1, 6),
        "url": (0, 3, 1), "username": (0, 4, 1), "password": (0, 4, 5),
        "construction": (0, 5, 1), "application": (0, 6, 1), "recognition": (0, 7, 1),
        "city_opinion": (0, 8, 1), "province_opinion": (0, 9, 1),
    },
    "guizhou-2018/summary": {
        "department": (0, 0, 3), "contact_name": (0, 0, 7), "contact_phone": (0, 0, 11),
        "contact_title": (0, 1, 7), "contact_email": (0, 1, 11),
    },
    "guizhou-2019/plan": {
        "plan_total.city": (0, -1, 1), "plan_total.county": (0, -1, 3), "plan_total.total": (0, -1, 5),
        "survey.overview": (1, 0, 0), "survey.problems": (1, 1, 0), "survey.considerations": (1, 2, 0),
        "work.goals": (2, 0, 0), "work.measures": (2, 1, 0), "work.selection": (2, 2, 0),
        "work.publicity": (2, 3, 0), "work.support": (2, 4, 0),
        "opinion": (3, 0, 0),
    },
    "guizhou-2019/recommendation": {
        "leader.name": (0, 0, 2), "leader.title": (0, 0, 4), "leader.mobile": (0, 0, 6),
        "contact.name": (0, 1, 2), "contact.title": (0, 1, 4), "contact.mobile": (0, 1, 6),
        "url": (0, 3, 1), "username": (0, 4, 1), "password": (0, 4, 4),
        "construction": (0, 5, 1), "application": (0, 6, 1), "recognition": (0, 7, 1),
        "city_opinion": (0, 8, 1), "province_opinion": (0, 9, 1),
    },
    "guizhou-2019/summary": {
        "city": (0, 0, 2), "department": (0, 0, 5), "contact_name": (0, 0, 9), "contact_phone": (0, 0, 13),
        "contact_title": (0, 1, 9), "contact_email": (0, 1, 13),
    },
    "guizhou-2021/school-case": {
        "name": (0, 0, 1), "kind": (0, 0, 6),
        "leader.name": (0, 1, 2), "leader.title": (0, 1, 5), "leader.mobile": (0, 1, 8),
        "contact.name": (0, 2, 2), "contact.title": (0, 2, 5), "contact.mobile": (0, 2, 8),
        "url": (0, 3, 1), "username": (0, 4, 1), "password": (0, 4, 7),
        "construction": (0, 5, 1), "innovation": (0, 6, 1), "support": (0, 7, 1), "influence": (0, 8, 1),
        "county_opinion": (0, 9, 1), "city_opinion": (0, 10, 1),
    },
    "guizhou-2021/teacher-case": {
        "name": (0, 0, 1), "id_number": (0, 0, 4), "city": (0, 1, 1), "county": (0, 1, 4),
        "school": (0, 2, 1), "phone": (0, 2, 4), "subject": (0, 3, 1), "stage": (0, 3, 4),
        "url": (0, 4, 1), "username": (0, 5, 1), "password": (0, 5, 5),
        "introduction": (0, 6, 1), "description": (0, 7, 1), "resources": (0, 8, 1), "data": (0, 9, 1),
        "application": (0, 10, 1),
    },
    "chibi-2020/model-school-application": {
        "name": (0, 0, 2), "address": (0, 1, 2), "postal": (0, 2, 2), "postcode": (0, 2, 13),
        "legal.name": (0, 3, 2), "legal.phone": (0, 3, 6), "legal.email": (0, 3, 11),
        "head.name": (0, 4, 2), "head.mobile": (0, 4, 6), "head.email": (0, 4, 11),
        "basics": (0, 11, 0), "construction": (0, 12, 0), "implementation": (0, 13, 0), "measures": (0, 14, 0),
        "achievements": (0, 15, 0),
    },
    "chibi-2020/excellent-teacher-application": {
        "name": (0, 0, 1), "gender": (0, 0, 5), "ethnicity": (0, 1, 1), "birth": (0, 1, 5),
        "deeds": (0, 6, 1),
        "unit_opinion": (0, 7, 0), "department_opinion": (0, 7, 3), "bureau_opinion": (0, 8, 0),
    },
}

# Repeated rows: table, first row, rows printed, columns. Where another row group
# follows in the same table, it moves down as rows are added.
PERSON = {"number": 1, "name": 2, "kind": 5, "contact.name": 7, "contact.unit": 9, "contact.title": 11, "contact.mobile": 13}
LEADER_2018 = {"number": 1, "name": 2, "kind": 4, "leader.name": 6, "leader.unit": 8, "leader.title": 10, "leader.mobile": 12}
LEADER_2019 = {"number": 1, "name": 3, "kind": 6, "leader.name": 8, "leader.unit": 10, "leader.title": 12, "leader.mobile": 14}
COLLEAGUE = {"name": 1, "gender": 2, "ethnicity": 3, "unit": 4, "title": 5, "phone": 6, "mobile": 7, "email": 8}
SCORE = {"level1": 0, "level2": 1, "score": 3}
ROWS = {
    "henan-2021/summary": {"regions": (0, 4, 3, PERSON), "schools": (0, 9, 5, PERSON)},
    "guizhou-2018/plan": {"plan": (0, 3, 3, {
        "year": 0,
        "city.name": 1, "city.accounts.teachers": 2, "city.accounts.students": 3,
        "county.name": 4, "county.accounts.teachers": 5, "county.accounts.students": 6,
        "total": 7,
    })},
    "guizhou-2018/contacts": {"leaders": (0, 3, 2, COLLEAGUE), "contacts": (0, 6, 2, COLLEAGUE)},
    "guizhou-2018/vocational-plan": {"plan": (0, 2, 3, {
        "year": 0, "school": 1, "accounts.teachers": 2, "accounts.students": 3, "total": 4,
    })},
    "guizhou-2018/region-rubric": {"indicators": (0, 1, 12, SCORE)},
    "guizhou-2018/school-rubric": {"indicators": (0, 1, 12, SCORE)},
    "guizhou-2018/summary": {"regions": (0, 4, 3, LEADER_2018), "schools": (0, 9, 3, LEADER_2018)},
    "guizhou-2019/plan": {"plan": (0, 2, 3, {
        "year": 0, "city.name": 1, "city.accounts": 2, "county.name": 3, "county.accounts": 4, "total": 5,
    })},
    "guizhou-2019/summary": {"regions": (0, 4, 3, LEADER_2019), "schools": (0, 9, 3, LEADER_2019)},
    "chibi-2020/model-school-application": {"members": (0, 7, 4, {
        "name": 0, "rank": 1, "title": 3, "major": 5, "subject": 7, "phone": 8, "email": 12,
    })},
    "chibi-2020/excellent-teacher-application": {"resume": (0, 3, 3, {"period": 1, "unit": 2, "work": 4, "note": 6})},
}

# Choices: a cell for each option.
OPTIONS = {
    "henan-2021/recommendation": {"kind": {"地市": (0, 3, 1), "县区": (0, 3, 3), "学校": (0, 3, 5)}},
    "guizhou-2018/recommendation": {"kind": {"区域": (0, 2, 1), "学校": (0, 2, 4)}},
    "guizhou-2019/recommendation": {"kind": {"地市": (0, 2, 1), "区县": (0, 2, 3), "学校": (0, 2, 5)}},
}

OPINIONS = {
    "county_opinion", "city_opinion", "province_opinion", "opinion", "unit_opinion", "department_opinion", "bureau_opinion",
}
BOXES = re.compile(
    r"^(construction|application|recognition|deeds|survey\..*|work\..*|innovation|support|influence|introduction"
    r"|description|resources|data|basics|implementation|measures|achievements)$"
)
PRESET = {"level1", "level2"}  # printed, never typed


def form_of(document):
    """Which of our forms a blank is, by its title."""
    head = "".join(p.text for p in document.paragraphs[:4])
    for words, form in [
        ("推荐汇总信息表", "henan-2021/summary"),
        ("推荐表", "henan-2021/recommendation"),
        ("实施方案", "guizhou-2018/plan"),
        ("优秀区域评价指标", "guizhou-2018/region-rubric"),
        ("优秀教师", "chibi-2020/excellent-teacher-application"),
    ]:
        if words in re.sub(r"\s", "", head):
            return form
    raise ValueError(f"unknown form: {head!r}")


def fill_by_cell(blank, answers, out, form=None, tick="☑", whole_cell=False, seal="（公章）"):
    """Writes `out`, which is `blank` with `answers` in its cells.

    `tick` takes the place of □ at the options chosen. With `whole_cell` boxes
    and opinions are overwritten by `cell.text = …`, hint and seal line with
    them; without, hint, seal and printed label stay and the answer goes to the
    empty paragraph.
    """
    document = Document(str(blank))
    form = form or form_of(document)
    rows_added = fill_rows(document, form, answers)
    for path, place in CELLS[form].items():
        below = place[1] >= 0 and sum(n for table, last, n in rows_added if table == place[0] and place[1] > last)
        cell = cell_at(document, (place[0], place[1] + (below or 0), place[2]))
        if path in OPINIONS:
            fill_opinion(cell, path, answers, whole_cell, seal)
        elif answers.get(path) is None:
            continue
        elif BOXES.match(path):
            fill_box(cell, answers[path], whole_cell)
        else:
            cell.text = answers[path]
    for field, options in OPTIONS.get(form, {}).items():
        chosen = answers.get(field) or []
        chosen = [chosen] if isinstance(chosen, str) else chosen
        for option in chosen:
            cell_at(document, options[option]).text = option + tick
    document.save(str(out))


def cell_at(document, place):
    table, row, column = place
    table = document.tables[table]
    return table.cell(row if row >= 0 else len(table.rows) + row, column)


def fill_rows(document, form, answers):
    """Fills repeated rows; says where rows were added: (table, after row, how many)."""
    added = []
    for name, (table_index, first, printed, columns) in ROWS.get(form, {}).items():
        pattern = re.compile(rf"^{name}\[(\d+)\]\.(.+)$")
        found = [(int(m[1]), m[2], text) for path, text in answers.items() if (m := pattern.match(path))]
        moved = sum(n for table, last, n in added if table == table_index)
        table = document.tables[table_index]
        extra = max([index + 1 for index, _, _ in found], default=0) - printed
        if extra > 0:
            last = table.rows[first + moved + printed - 1]._tr
            for _ in range(extra):
                last.addnext(copy.deepcopy(last))
            added.append((table_index, first + printed - 1, extra))
        for index, column, text in found:
            if column in PRESET:
                continue
            cell = table.cell(first + moved + index, columns[column])
            if column == "year" and text in whole_text(cell):
                continue
            cell.text = text
    return added


def fill_box(cell, text, whole_cell):
    if len(cell.paragraphs) == 1 or (whole_cell and not starts_with_label(cell)):
        cell.text = text
        return
    first, *others = text.split("\n")
    slot = cell.paragraphs[-1]
    slot.text = first
    for line in others:
        paragraph = copy.deepcopy(slot._p)
        cell._tc.append(paragraph)
        cell.paragraphs[-1].text = line


def starts_with_label(cell):
    """Whether the first line of a box is its label, not a hint."""
    first = cell.paragraphs[0].text
    return bool(first) and not first.startswith("（字数不限") and not first.startswith("（高校")


def fill_opinion(cell, path, answers, whole_cell, seal):
    text, signature, date = (answers.get(path + suffix) for suffix in ("", "_signature", "_date"))
    if not (text or signature or date):
        return
    if whole_cell:
        label = cell.paragraphs[0].text + "\n" if starts_with_label(cell) and "意见" in cell.paragraphs[0].text else ""
        cell.text = label + "\n".join(line for line in (text, (signature or "") + seal, date) if line)
        return
    slot, seal_line, date_line = cell.paragraphs[-3:]
    if text:
        slot.text = text
    if signature:
        printed = seal_line.text or seal
        seal_line.text = printed + signature if printed.endswith("：") else signature + printed
    if date:
        date_line.text = date


def whole_text(cell):
    """All text of a cell, in controls too."""
    return "".join(t.text or "" for t in cell._tc.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"))
