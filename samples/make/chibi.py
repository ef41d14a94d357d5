"""Returns of 赤壁 2020: 优秀教师申报表."""
from docx import Document

import chibi_data as data
from clerk import (
    Cell, add_table, head, line, office, pieces, repack, save, sheet, text_run, type_in,
)
from judge_fill import fill_by_cell

FORM = "chibi-2020/excellent-teacher-application"
COLUMNS = ["period", "unit", "work", "note"]
TITLE = "“网络学习空间应用优秀教师”申报表"
SEAL = "（盖　章）"


def flat(a):
    values = {k: v for k, v in a.items() if k != "resume"}
    for i, row in enumerate(a["resume"]):
        values |= {f"resume[{i}].{column}": text for column, text in zip(COLUMNS, row) if text}
    return values


def make(blanks, out, note):
    controls = blanks / "chibi-2020_excellent-teacher-application.docx"
    plain = blanks / "chibi-2020_excellent-teacher-application_plain.docx"

    a = data.SHEN
    d = Document(controls)
    for path, text in a.items():
        if path != "resume":
            type_in(d, path, text, enter="block")
    for i, row in enumerate(a["resume"]):
        for column, text in zip(COLUMNS, row):
            if text:
                type_in(d, f"resume[].{column}", text, nth=i)
    save(d, file := out / "附件4 赤壁市金鸡岭小学 沈㛃.docx")
    note(file, FORM, "typed into the controls of our blank, Enter within the box; a rare character in the name", flat(a))

    # python-docx, two rows added, one blank between, opinion cells overwritten.
    a = data.YE
    moved = dict(a) | {"resume": a["resume"][:3] + [("",) * 4] + a["resume"][3:]}
    fill_by_cell(controls, flat(moved), file := out / "优秀教师申报表-车埠镇东堤小学叶𬭎.docx", whole_cell=True, seal=SEAL)
    repack(file)
    note(file, FORM, "python-docx cell.text on our blank, opinion cells overwritten with their label; 5 rows in the résumé and a blank one between",
         flat(a), ["period_doubtful:resume[0].period", "period_doubtful:resume[4].period"])

    deng(out, note)
    rao(out, note)

    a = data.HE
    fill_by_cell(plain, flat(a), file := out / "贺子墨申报表.docx", seal=SEAL)
    office(file)
    repack(file)
    note(file, FORM, "plain blank filled by cell, saved again by LibreOffice; a day that is not in the calendar", flat(a), ["date:birth"])

    fang(out, note)


def opinion(a, path, label):
    return [label, a.get(path, ""), (a.get(path + "_signature") or "　　　　") + SEAL, a.get(path + "_date") or "年　　月　　日"]


OPINIONS = [("unit_opinion", "所在单位意见"), ("department_opinion", "主管部门审核意见"), ("bureau_opinion", "湖北教育云、市教育局审核意见")]


def deng(out, note):
    """Label and answer in one cell, labels in several runs, deeds too long."""
    a = data.DENG
    d = sheet()
    line(d, "附件4：", font="黑体", size=16)
    line(d, TITLE, size=20, bold=True, align="center")

    def both(label, path, *cuts):
        return Cell([[*pieces(label, *cuts), text_run(a[path])]])

    add_table(d, [40, 40, 40, 40], [
        [both("姓  名：", "name", 1, 3), both("性  别：", "gender", 3), both("民  族：", "ethnicity", 1), both("出生日期：", "birth", 2)],
        [Cell("工作简历：", across=4)],
        [head("时　间"), head("所在单位"), head("从事工作"), head("备　注")],
        *[list(row) for row in a["resume"]],
        [Cell(["人人通项目先进应用事迹（不超过2000字）："] + ["　　" + text for text in a["deeds"].split("\n")], across=4)],
        [Cell(opinion(a, *OPINIONS[0]), across=2), Cell(opinion(a, *OPINIONS[1]), across=2)],
        [Cell(opinion(a, *OPINIONS[2]), across=4)],
    ])
    save(d, file := out / "蒲首山初级中学 邓紫菱 优秀教师申报表（定稿）.docx")
    note(file, FORM, "rebuilt with python-docx: label and answer in one cell, label in several runs (姓  名：), head of the résumé below a band, deeds above 2000字",
         flat(a), ["max_words:deeds"])


def rao(out, note):
    """Answers below their labels, columns of the résumé in another order."""
    a = data.RAO
    d = sheet()
    line(d, "附件4", font="黑体", size=16)
    line(d, TITLE, size=20, bold=True, align="center")
    add_table(d, [40, 40, 40, 40], [
        [head("姓　名"), head("性　别"), head("民　族"), head("出生日期")],
        [head(a["name"]), head(a["gender"]), head(""), head(a["birth"])],
    ])
    line(d, "工作简历", bold=True)
    add_table(d, [56, 40, 44, 20], [
        [head("所在单位"), head("时间"), head("从事工作"), head("备注")],
        *[[unit, period, work, extra] for period, unit, work, extra in a["resume"]],
        ["", "", "", ""],
        ["", "", "", ""],
    ])
    line(d, "")
    add_table(d, [160], [
        [Cell("人人通项目先进应用事迹（不超过2000字）", bold=True)],
        [Cell(a["deeds"], height=60)],
        [Cell("所在单位意见", bold=True)],
        [Cell(f"{a['unit_opinion']}。　{a['unit_opinion_signature']}{SEAL}　{a['unit_opinion_date']}".replace("。。", "。"), height=24)],
        [Cell("主管部门审核意见", bold=True)],
        [Cell([a["department_opinion"], a["department_opinion_signature"] + SEAL, a["department_opinion_date"]], height=24)],
        [Cell("湖北教育云、市教育局审核意见", bold=True)],
        [Cell(["", SEAL, "年　　月　　日"], height=24)],
    ])
    save(d, file := out / "附件4-雪峰山中学-饶东海.docx")
    note(file, FORM, "rebuilt with python-docx: answers below their labels, columns of the résumé in another order, opinion on one line, 民族 left blank",
         flat(a), ["required:ethnicity"], changed={"unit_opinion": "同意申报。"})


def fang(out, note):
    """Two columns, the label of each box in a row above, a remark at the end."""
    a = data.FANG
    d = sheet()
    line(d, "附件4", font="黑体", size=16)
    line(d, TITLE, size=20, bold=True, align="center")
    add_table(d, [22, 28, 18, 24, 18, 24, 28], [
        [head("姓 名"), a["name"], head("性 别"), a["gender"], head("民 族"), Cell(a["ethnicity"], across=2)],
        [head("出生日期"), Cell(a["birth"], across=6)],
        [head("工作简历", down=4), Cell("时间", across=2), Cell("所在单位", across=2), "从事工作", "备注"],
        *[[Cell(period, across=2), Cell(unit, across=2), work, extra] for period, unit, work, extra in a["resume"]],
        [Cell("", across=2), Cell("", across=2), "", ""],
        [Cell("人人通项目先进应用事迹", across=7, bold=True)],
        [Cell(["（不超过2000字）", *a["deeds"].split("\n"), ""], across=7)],
        *[row for path, label in OPINIONS for row in (
            [Cell(label, across=7, bold=True)],
            [Cell(opinion(a, path, "")[1:], across=7)],
        )],
    ])
    line(d, "联系电话：13800004601（方老师），如有不妥请联系修改。")
    save(d, file := out / "赤壁市西凉湖小学 方老师 申报表.docx")
    note(file, FORM, "rebuilt with python-docx: seven columns, label of each box in a row above it, hint left above the answer, a remark below the table; < > & in answers",
         flat(a), ["unplaced"])
