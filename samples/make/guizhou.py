"""Returns of 贵州 2018: 实施方案 and 优秀区域评价指标."""
import tomllib
from pathlib import Path

from docx import Document

import guizhou_data as data
from clerk import (
    Cell, add_table, head, line, office, pieces, repack, save, sheet, type_after, type_in,
)
from judge_fill import fill_by_cell

PLAN, RUBRIC = "guizhou-2018/plan", "guizhou-2018/region-rubric"
COLUMNS = ["year", "city.name", "city.accounts.teachers", "city.accounts.students",
           "county.name", "county.accounts.teachers", "county.accounts.students", "total"]
SURVEY = [("（一）网络学习空间建设与应用概况", "survey.overview"), ("（二）主要问题", "survey.problems"), ("（三）工作考虑", "survey.considerations")]
WORK = [("（一）目标任务", "work.goals"), ("（二）区域整体推进举措", "work.measures"), ("（三）推荐遴选安排", "work.selection"),
        ("（四）宣传推广安排", "work.publicity"), ("（五）相关保障", "work.support")]
NOTE = "注明：区域整体推进中，根据各地实际情况，可完全采取用市州推进或县市区推进，也可市州和县市区统筹考虑推进。"
TITLE = "网络学习空间应用普及活动市州实施方案"


def make(blanks, out, note):
    controls, plain = blanks / "guizhou-2018_plan.docx", blanks / "guizhou-2018_plan_plain.docx"
    plans_on_blank(controls, plain, out, note)
    qiandongnan(out, note)
    liupanshui(out, note)
    rubrics(blanks / "guizhou-2018_region-rubric.docx", blanks / "guizhou-2018_region-rubric_plain.docx", out, note)


def flat(a):
    values = {k: v for k, v in a.items() if k != "rows"}
    for i, row in enumerate(a["rows"]):
        values |= {f"plan[{i}].{column}": text for column, text in zip(COLUMNS, row)}
    return values


# --- 实施方案 ---------------------------------------------------------------

def plans_on_blank(controls, plain, out, note):
    a = data.TONGREN
    d = Document(controls)
    for path, text in a.items():
        if path != "rows":
            type_in(d, path, text, enter="block")
    for i, row in enumerate(a["rows"]):
        for column, text in list(zip(COLUMNS, row))[1:]:
            type_in(d, f"plan[].{column}", text, nth=i)
    save(d, file := out / "附件2 铜仁市实施方案.docx")
    note(file, PLAN, "typed into the controls of our blank, Enter within a box", flat(a))

    # The year of a copied row is typed again.
    a = data.ZUNYI
    typed = flat(a)
    fill_by_cell(plain, typed, file := out / "遵义市网络学习空间应用普及活动实施方案（正式）.docx")
    repack(file)
    note(file, PLAN, "python-docx on the plain blank; 2018年 in two rows for two counties, a row added; the last sum was not brought up to date",
         flat(a), ["sum:plan_total.total"])

    a = data.BIJIE
    d = Document(controls)
    for path, text in a.items():
        if path != "rows":
            type_after(d, path, text)
    for i, row in enumerate(a["rows"]):
        for column, text in list(zip(COLUMNS, row))[1:]:
            type_after(d, f"plan[].{column}", text, nth=i + 1)
    save(d, file := out / "毕节市-附件2-实施方案.docx")
    office(file)
    repack(file)
    note(file, PLAN, "typed behind the controls of our blank, nothing for 2018, saved again by LibreOffice", flat(a), ["required:work.support"])


def qiandongnan(out, note):
    """Head unmerged (words in the first cell, blanks beside), boxes below rows with
    their label, a row sum that is wrong."""
    a = data.QIANDONGNAN
    d = sheet()
    line(d, "附件2", font="黑体", size=16)
    line(d, "黔东南州" + TITLE, size=18, bold=True, align="center")
    line(d, "一、区域整体推进计划表", bold=True)
    add_table(d, [20, 24, 16, 18, 24, 16, 18, 24], [
        [head(t) for t in ["年份", "市州", "", "", "县市区", "", "", "空间开通数量小计"]],
        [head(t) for t in ["", "名称", "开通数量", "", "名称", "开通数量", "", ""]],
        [head(t) for t in ["", "", "教师", "学生", "", "教师", "学生", ""]],
        *[list(row) for row in a["rows"]],
        ["总体统计", a["plan_total.city"], "", "", a["plan_total.county"], "", "", a["plan_total.total"]],
    ])
    line(d, NOTE, size=10.5)
    for title, boxes in [("二、现状调研", SURVEY), ("三、2018年工作安排", WORK)]:
        line(d, title, bold=True)
        add_table(d, [160], [[content] for label, path in boxes for content in (Cell(label, bold=True), Cell(a[path], height=20))])
    line(d, "四、市州教育行政部门意见", bold=True)
    add_table(d, [160], [[Cell("\n公　章：\n年　　月　　日", height=40)]])
    save(d, file := out / "黔东南州 实施方案.docx")
    note(file, PLAN, "rebuilt with python-docx: head cells not merged, labels of the boxes in rows of their own, full-width digits and thousands separators",
         flat(a), ["sum:plan[1].total"])


def liupanshui(out, note):
    """Years merged over two counties, one head row with compound names, the long
    answers in paragraphs without boxes."""
    a = data.LIUPANSHUI
    d = sheet()
    line(d, "附件2", font="黑体", size=16)
    line(d, "六盘水市网络学习空间应用普及活动", size=18, bold=True, align="center")
    line(d, "市州实施方案", size=18, bold=True, align="center")
    line(d, "一、区域整体推进计划表", bold=True)
    rows = []
    for i, (year, *rest) in enumerate(a["rows"]):
        if i and a["rows"][i - 1][0] == year:
            rows.append(rest)
        else:
            rows.append([Cell(year, down=sum(r[0] == year for r in a["rows"]), align="center"), *rest])
    add_table(d, [18, 22, 18, 20, 22, 18, 20, 22], [
        [head(t) for t in ["年份", "市州名称", "市州开通数量\n（教师）", "市州开通数量\n（学生）", "县市区名称",
                           "县市区开通数量\n（教师）", "县市区开通数量\n（学生）", "空间开通数量小计"]],
        *rows,
        [head("总体统计"), Cell(a["plan_total.city"], across=3, align="center"), Cell(a["plan_total.county"], across=3, align="center"),
         a["plan_total.total"]],
    ])
    line(d, NOTE, size=10.5)
    for title, boxes in [("二、现状调研", SURVEY), ("三、2018年工作安排", WORK)]:
        line(d, title, bold=True)
        for label, path in boxes:
            line(d, label, font="楷体")
            for text in a[path].split("\n"):
                line(d, "　　" + text)
    line(d, "四、市州教育行政部门意见", bold=True)
    line(d, a["opinion"])
    line(d, "")
    line(d, "公　章：" + a["opinion_signature"], align="right")
    line(d, a["opinion_date"], align="right")
    save(d, file := out / "六盘水市报送方案.docx")
    note(file, PLAN, "rebuilt with python-docx: a year merged over two counties, one head row with compound names, long answers in plain paragraphs below their labels",
         flat(a))


# --- 评价指标 ---------------------------------------------------------------

def indicators():
    """The printed rows, from the form's own data: (level 1, points, level 2, points, text)."""
    form = Path(__file__).resolve().parents[2] / "forms/guizhou-2018/region-rubric.toml"
    groups = tomllib.loads(form.read_text(encoding="utf-8"))["indicator"]
    return [(g["name"], g["points"], i["name"], i["points"], i["text"]) for g in groups for i in g["item"]]


def scored(scores):
    values, index = {}, 0
    for (level1, _, level2, _, _), score in zip(indicators(), scores, strict=True):
        if score:
            values |= {f"indicators[{index}].level1": level1, f"indicators[{index}].level2": level2, f"indicators[{index}].score": score}
            index += 1
    return values


def rubrics(controls, plain, out, note):
    d = Document(controls)
    for i, score in enumerate(data.HONGHUAGANG):
        type_in(d, f"indicators[{i}].score", score)
    save(d, file := out / "附件4 遵义市红花岗区自评表.docx")
    note(file, RUBRIC, "typed into the controls of our blank; scores as 9分, ５ and 4.5", scored(data.HONGHUAGANG))

    nanming(out, note)

    answers = scored(data.XINGYI)
    fill_by_cell(plain, answers, file := out / "黔西南州兴义市评价指标.docx")
    repack(file)
    note(file, RUBRIC, "python-docx cell.text on the plain blank; two scores above their points", answers,
         ["range:indicators[1].score", "range:indicators[9].score"])

    xixiu(out, note)

    d = Document(controls)
    for i, score in enumerate(data.ZHONGSHAN):
        type_after(d, f"indicators[{i}].score", score)
    d.tables[0].add_row()
    last = d.tables[0].rows[-1].cells
    last[0].text, last[3].text = "合计得分", "86"
    save(d, file := out / "六盘水市钟山区 附件4 自评.docx")
    office(file)
    repack(file)
    note(file, RUBRIC, "typed behind the controls of our blank, a row with the sum added below, saved again by LibreOffice",
         scored(data.ZHONGSHAN), ["unplaced"])


def nanming(out, note):
    """Split in two at the page's end with the head repeated."""
    items = indicators()
    d = sheet(size=10.5)
    line(d, "附件4：", font="黑体", size=16)
    line(d, "2018年度网络学习空间应用普及优秀区域评价指标（贵阳市南明区）", size=15, bold=True, align="center")

    def table(part):
        rows, previous = [[head(t) for t in ["一级指标", "二级指标", "指标描述", "自评分"]]], None
        for (level1, points1, level2, points2, text), score in part:
            cells = [head(f"{level2}\n（{points2}分）"), text, head(score)]
            if level1 != previous:
                down = sum(1 for (name, *_), _ in part if name == level1)
                cells.insert(0, head(f"{level1}\n（{points1}分）", down=down))
            rows.append(cells)
            previous = level1
        return rows

    pairs = list(zip(items, data.NANMING, strict=True))
    add_table(d, [24, 26, 92, 18], table(pairs[:6]))
    d.add_page_break()
    add_table(d, [24, 26, 92, 18], table(pairs[6:]))
    save(d, file := out / "贵阳市南明区自评表（盖章扫描前）.docx")
    note(file, RUBRIC, "rebuilt with python-docx: two tables, cut within 空间应用 at a page break, head repeated; scores as 9分", scored(data.NANMING))


def xixiu(out, note):
    """Points in a column of their own, first column not merged, the last score missing."""
    d = sheet(size=10.5)
    line(d, "附件4", font="黑体", size=16)
    line(d, "2018年度网络学习空间应用普及优秀区域评价指标", size=18, bold=True, align="center")
    rows = [[head(t) for t in ["序号", "一级指标", "二级指标", "分值", "指标描述", "自 评 分"]]]
    for i, ((level1, points1, level2, points2, text), score) in enumerate(zip(indicators(), data.XIXIU, strict=True)):
        rows.append([str(i + 1), Cell(f"{level1}（{points1}分）"), Cell([pieces(level2, 2)]), str(points2), text, score])
    add_table(d, [10, 26, 24, 12, 74, 16], rows)
    save(d, file := out / "安顺市西秀区.docx")
    note(file, RUBRIC, "rebuilt with python-docx: columns 序号 and 分值 added, first level repeated in each row, the last score missing",
         scored(data.XIXIU), ["required:indicators[11].score"])
