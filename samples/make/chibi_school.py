"""Returns of 赤壁 2020: 示范学校申报表, and one more 优秀教师申报表."""
from docx import Document

import chibi
import chibi_school_data as data
from clerk import Cell, add_table, copy_row, head, line, office, pieces, repack, save, sheet, text_run, type_in
from judge_fill import fill_by_cell
from tables import flat, type_rows

FORM = "chibi-2020/model-school-application"
MEMBERS = {"members": ["name", "rank", "title", "major", "subject", "phone", "email"]}
TITLE = "“网络学习空间应用示范学校”申报表"
BOXES = [("2-1学校基本情况", "basics"), ("2-2学校信息化基本建设情况", "construction"), ("2-3目标与实施过程", "implementation"),
         ("2-4保障措施", "measures"), ("2-5取得成绩", "achievements")]


def make(blanks, out, note):
    controls = blanks / "chibi-2020_model-school-application.docx"
    plain = blanks / "chibi-2020_model-school-application_plain.docx"

    a = data.QINGQUAN
    d = Document(controls)
    for path, text in a.items():
        if path != "members":
            type_in(d, path, text, enter="block")
    copy_row(d, "members[].name", 3)
    type_rows(d, a, MEMBERS, type_in)
    save(d, file := out / "附件3 清泉湖小学示范学校申报表.docx")
    note(file, FORM, "typed into the controls of our blank, Enter within boxes of up to 700字; a row copied for the fifth member", flat(a, MEMBERS))

    a = data.SHENSHAN
    fill_by_cell(plain, flat(a, MEMBERS), file := out / "神山湖初中申报表.docx", form=FORM)
    office(file)
    repack(file)
    note(file, FORM, "plain blank filled by cell, saved again by LibreOffice; ＠ in full width, a telephone number without area code",
         flat(a, MEMBERS), ["postcode:postcode", "phone:members[1].phone"])

    huanglong(out, note)

    a = data.TU
    fill_by_cell(blanks / "chibi-2020_excellent-teacher-application_plain.docx", chibi.flat(a), file := out / "赤马港四中涂清源.docx",
                 form=chibi.FORM, seal=chibi.SEAL)
    repack(file)
    note(file, chibi.FORM, "plain blank filled by cell; a period that ends before it begins, the ethnic group misspelt",
         chibi.flat(a), ["period:resume[0].period", "ethnicity:ethnicity"])


def huanglong(out, note):
    """Persons in rows of their own with a compound label, members in a table below
    with columns in another order and a number, boxes in plain paragraphs."""
    a = data.HUANGLONG
    d = sheet()
    line(d, "附件3：", font="黑体", size=16)
    line(d, "赤壁市“网络学习空间应用示范学校”申报表", size=18, bold=True, align="center")
    rows = [[Cell([pieces(label, 2)], align="center"), Cell(a[path], across=3)]
            for label, path in [("学校名称", "name"), ("学校地址", "address"), ("通讯地址", "postal"), ("邮政编码", "postcode")]]
    for who, group, number, path in [("法人代表", "legal", "电话", "phone"), ("项目负责人", "head", "手机", "mobile")]:
        rows += [[head(who), a[f"{group}.name"], head(number), a[f"{group}.{path}"]],
                 [head("电子邮箱"), Cell(a[f"{group}.email"], across=3)]]
    add_table(d, [32, 48, 32, 48], rows)
    line(d, "学校主要项目参与小组成员情况", bold=True)
    order = ["name", "title", "rank", "subject", "major", "email", "phone"]
    add_table(d, [12, 20, 22, 22, 22, 26, 42, 28], [
        [head(t) for t in ["序号", "姓名", "职务", "职称", "任教学科", "所学专业", "电子邮箱", "联系电话"]],
        *[[str(i), *(dict(zip(MEMBERS["members"], row))[name] for name in order)] for i, row in enumerate(a["members"], 1)],
    ])
    for label, path in BOXES:
        line(d, label + "：", bold=True)
        for text in a.get(path, "").split("\n"):
            line(d, "　　" + text if text else "")
    save(d, file := out / "黄龙陆桥学校（示范学校申报）.docx")
    note(file, FORM, "rebuilt with python-docx: 电子邮箱 in a row below each person, members in a table of their own with columns in another order and a number, long answers in plain paragraphs; postcode in full width",
         flat(a, MEMBERS), ["email:head.email", "required:measures"])
