"""Returns of 贵州 2018: 联系表, 高职院校实施方案, 优秀学校评价指标, 推荐表 and 汇总信息表."""
import tomllib
from pathlib import Path

from docx import Document

import guizhou18_data as data
from clerk import (
    Cell, add_table, check, head, line, office, pieces, repack, save, sheet, type_after, type_in,
)
from judge_fill import fill_by_cell
from tables import flat, type_rows

CONTACTS, VOCATIONAL, RUBRIC = "guizhou-2018/contacts", "guizhou-2018/vocational-plan", "guizhou-2018/school-rubric"
REC, SUM = "guizhou-2018/recommendation", "guizhou-2018/summary"
PERSON = ["name", "gender", "ethnicity", "unit", "title", "phone", "mobile", "email"]
PERSONS = {"leaders": PERSON, "contacts": PERSON}
YEARS = {"plan": ["year", "school", "accounts.teachers", "accounts.students", "total"]}
LEADER = ["number", "name", "kind", "leader.name", "leader.unit", "leader.title", "leader.mobile"]
LISTS = {"regions": LEADER, "schools": LEADER}
BOXES = [("空间建设情况", "construction"), ("空间应用情况", "application"), ("社会认可", "recognition")]


def make(blanks, out, note):
    def both(name):
        return blanks / f"guizhou-2018_{name}.docx", blanks / f"guizhou-2018_{name}_plain.docx"

    contacts(*both("contacts"), out, note)
    plans(both("vocational-plan")[0], out, note)
    rubrics(both("school-rubric")[0], out, note)
    recommendations(*both("recommendation"), out, note)
    summaries(*both("summary"), out, note)


# --- 联系表 -----------------------------------------------------------------

def contacts(controls, plain, out, note):
    a = data.ANSHUN_CONTACTS
    d = Document(controls)
    type_in(d, "unit", a["unit"])
    type_in(d, "department", a["department"])
    type_rows(d, a, PERSONS, type_in)
    save(d, file := out / "附件1 安顺市工作联系表.docx")
    note(file, CONTACTS, "typed into the controls of our blank", flat(a, PERSONS))

    # Two tables under headings, the columns in another order, 手机 and 邮箱 shortened.
    a = data.XISHAN_CONTACTS
    d = sheet(landscape=True, size=10.5)
    line(d, "附件1：", font="黑体", size=16)
    line(d, "网络学习空间应用普及活动工作联系表", size=18, bold=True, align="center")
    add_table(d, [50, 190], [
        [head("市（州）/高职院校："), a["unit"]],
        [head("负责部门："), a["department"]],
    ])
    order = ["name", "unit", "title", "gender", "ethnicity", "mobile", "phone", "email"]
    for title, table in [("负责人信息", "leaders"), ("具体联系人信息", "contacts")]:
        line(d, "")
        line(d, title, bold=True)
        add_table(d, [22, 40, 28, 14, 18, 32, 36, 50], [
            [head(t) for t in ["姓  名", "所在单位", "职务", "性别", "民族", "手机", "办公电话", "邮箱"]],
            *[[dict(zip(PERSON, row))[name] for name in order] for row in a[table]],
        ])
    save(d, file := out / "贵州溪山职业技术学院-联系表.docx")
    note(file, CONTACTS, "rebuilt with python-docx: a table for each band under a heading, columns in another order, 邮箱 and 手机; ＠ in full width; 穿青人",
         flat(a, PERSONS), ["phone:contacts[1].phone", "ethnicity:contacts[1].ethnicity"])

    a = data.QIANXINAN_CONTACTS
    fill_by_cell(plain, flat(a, PERSONS), file := out / "黔西南州 附件1联系表.docx", form=CONTACTS)
    office(file)
    repack(file)
    note(file, CONTACTS, "plain blank filled by cell, a row copied for the third contact, saved again by LibreOffice",
         flat(a, PERSONS), ["required:contacts[1].phone"])


# --- 高职院校实施方案 --------------------------------------------------------

SURVEY = [("（一）网络学习空间建设与应用概况", "survey.overview"), ("（二）主要问题", "survey.problems"), ("（三）工作考虑", "survey.considerations")]
WORK = [("（一）目标任务", "work.goals"), ("（二）整体推进举措", "work.measures"), ("（三）宣传推广安排", "work.publicity"), ("（四）相关保障", "work.support")]


def plans(controls, out, note):
    a = data.XISHAN_PLAN
    d = Document(controls)
    for path, text in a.items():
        if path != "plan":
            type_in(d, path, text, enter="block")
    type_rows(d, a, YEARS, type_in, skip=["year"])
    save(d, file := out / "附件3 溪山职院实施方案（院长办公会通过稿）.docx")
    note(file, VOCATIONAL, "typed into the controls of our blank, Enter within boxes", flat(a, YEARS))

    # One head row, the boxes as rows of two columns, the opinion on one line.
    a = data.WUMENG_PLAN
    d = sheet()
    line(d, "附件3", font="黑体", size=16)
    line(d, "毕节乌蒙工程职业学院", size=18, bold=True, align="center")
    line(d, "网络学习空间应用普及活动实施方案", size=18, bold=True, align="center")
    line(d, "一、整体推进计划表", bold=True)
    add_table(d, [24, 52, 28, 28, 28], [
        [head(t) for t in ["年 份", "院校名称", "开通数量（教师）", "开通数量（学生）", "空间开通数量小计"]],
        *[list(row) for row in a["plan"]],
        [head("总体统计"), Cell(a["plan_total.accounts"], across=3, align="center"), a["plan_total.total"]],
    ])
    for title, boxes in [("二、现状调研", SURVEY), ("三、2018年工作安排", WORK)]:
        line(d, title, bold=True)
        add_table(d, [36, 124], [[Cell(label), Cell(a.get(path, ""), height=20)] for label, path in boxes])
    line(d, "四、学校意见", bold=True)
    add_table(d, [160], [[Cell(f"{a['opinion']}\n公章：{a['opinion_signature']}\n{a['opinion_date']}", height=40)]])
    save(d, file := out / "毕节乌蒙工程职业学院.docx")
    note(file, VOCATIONAL, "rebuilt with python-docx: one head row with compound names, label and box side by side, the college in the title",
         flat(a, YEARS), ["sum:plan[1].total", "required:work.support"])


# --- 优秀学校评价指标 --------------------------------------------------------

def indicators():
    """The printed rows, from the form's own data: (level 1, points, level 2, points, text)."""
    form = Path(__file__).resolve().parents[2] / "forms/guizhou-2018/school-rubric.toml"
    groups = tomllib.loads(form.read_text(encoding="utf-8"))["indicator"]
    return [(g["name"], g["points"], i["name"], i["points"], i["text"]) for g in groups for i in g["item"]]


def scored(scores):
    values, index = {}, 0
    for (level1, _, level2, _, _), score in zip(indicators(), scores, strict=True):
        if score:
            values |= {f"indicators[{index}].level1": level1, f"indicators[{index}].level2": level2, f"indicators[{index}].score": score}
            index += 1
    return values


def rubrics(controls, out, note):
    answers = scored(data.BAIYUN)
    fill_by_cell(controls, answers, file := out / "贵阳市白云区云峰路学校自评.docx", form=RUBRIC)
    repack(file)
    note(file, RUBRIC, "python-docx cell.text over the controls of our blank; a score in full width", answers)

    # Scores before the descriptions, points in columns of their own, a row for the sum.
    d = sheet(size=10.5)
    line(d, "附件 5", font="黑体", size=16)
    line(d, "2018年度网络学习空间应用普及优秀学校评价指标自评表", size=16, bold=True, align="center")
    line(d, "学校：盘州市红果黔滇中学　　　　填表日期：2018年9月3日")
    rows, previous = [[head(t) for t in ["一级指标", "分值", "二级指标", "分值", "自评得分", "指标描述"]]], None
    for (level1, points1, level2, points2, text), score in zip(indicators(), data.PANZHOU, strict=True):
        cells = [head(level2), head(str(points2)), head(score), text]
        if level1 != previous:
            down = sum(1 for name, *_ in indicators() if name == level1)
            cells = [head(level1, down=down), head(str(points1), down=down), *cells]
        rows.append(cells)
        previous = level1
    add_table(d, [22, 12, 22, 12, 16, 80], rows)
    save(d, file := out / "盘州市红果黔滇中学 附件5.docx")
    note(file, RUBRIC, "rebuilt with python-docx: scores before the descriptions as 自评得分, points in columns of their own, a line with the school above; one score above its points, the last missing",
         scored(data.PANZHOU), ["range:indicators[5].score", "required:indicators[11].score", "unplaced"])


# --- 推荐表 -----------------------------------------------------------------

def recommendations(controls, plain, out, note):
    a = data.KAIYANG
    d = Document(controls)
    for path, text in a.items():
        if path != "kind":
            type_in(d, path, text, enter="block")
    check(d, "kind=学校")
    save(d, file := out / "附件6 开阳县鹿山小学推荐表.docx")
    note(file, REC, "typed into the controls of our blank, Enter within boxes; box ticked with w14:checked", a)

    a = data.SHUICHENG
    fill_by_cell(plain, a, file := out / "水城县-推荐表（报市教育局）.docx", form=REC, tick="√")
    office(file)
    repack(file)
    note(file, REC, "plain blank filled by cell (区域√ and 学校√), saved again by LibreOffice", a, ["choice_many:kind"])

    # Two schools in one file: answers below their labels.
    d = sheet()
    for i, a in enumerate([data.XINGREN, data.ZHENFENG]):
        if i:
            d.add_page_break()
        line(d, "附件6", font="黑体", size=16)
        line(d, "2018年度网络学习空间应用优秀区域和学校推荐表", size=17, bold=True, align="center")
        rows = []
        for label, group in [("负责人信息", "leader"), ("联系人信息", "contact")]:
            rows += [[head(label, across=3)], [head("姓 名"), head("职 务"), head("手 机")],
                     [head(a[f"{group}.name"]), head(a[f"{group}.title"]), head(a[f"{group}.mobile"])]]
        rows += [
            [head("推荐类型"), Cell("□区域　　☑学校", across=2)],
            [head("空间地址"), Cell(a["url"], across=2)],
            [head("用户名"), head("密　码", across=2)],
            [head(a["username"]), Cell(a["password"], across=2, align="center")],
        ]
        for label, path in BOXES:
            rows += [[head(label, across=3)], [Cell(a.get(path, ""), across=3, height=20)]]
        rows += [
            [head("市州教育行政部门推荐意见", across=3)],
            [Cell([a["city_opinion"], a["city_opinion_signature"] + "（公章）", a["city_opinion_date"]], across=3)],
            [head("省级教育行政部门推荐意见", across=3)],
            [Cell(["", "（公章）", "年　　月　　日"], across=3)],
        ]
        add_table(d, [50, 50, 60], rows)
    save(d, file := out / "黔西南州推荐表2份.docx")
    note(file, REC, "rebuilt with python-docx, two schools in one file: answers below their labels, labels of boxes in rows of their own",
         data.XINGREN, also=[(data.ZHENFENG, ["required:password"])])


# --- 汇总信息表 -------------------------------------------------------------

def summaries(controls, plain, out, note):
    a = data.LIUPANSHUI_SUMMARY
    fill_by_cell(plain, flat(a, LISTS), file := out / "附件7 六盘水市汇总信息表.docx", form=SUM)
    repack(file)
    note(file, SUM, "plain blank filled by cell, two rows copied; a kind that the note does not name",
         flat(a, LISTS), ["mobile:schools[3].leader.mobile", "choice_other:schools[4].kind"])

    # The head as lines of text, one table for both bands with a column 类别.
    a = data.QIANNAN_SUMMARY
    d = sheet(landscape=True, size=10.5)
    line(d, "附件7", font="黑体", size=16)
    line(d, "2018年度网络学习空间应用优秀区域和学校", size=18, bold=True, align="center")
    line(d, "推荐汇总信息表", size=18, bold=True, align="center")
    line(d, f"市州教育行政部门（盖章）：{a['department']}　　　联系人：{a['contact_name']}　　　职务：{a['contact_title']}")
    line(d, f"联系电话：{a['contact_phone']}　　　电子邮箱：{a['contact_email']}")
    rows = []
    for band, names, table in [("区域", ["区域名称", "区域类型"], "regions"), ("学校", ["学校名称", "学校类型"], "schools")]:
        n = len(a[table])
        rows += [
            [head(band, down=n + 2), head("序号", down=2), head(names[0], down=2), head(names[1], down=2), head("负责人信息", across=4)],
            [head("姓名"), head("单位"), head("职务"), head("手机号码")],
            *[list(row) for row in a[table]],
        ]
    add_table(d, [14, 14, 52, 24, 24, 52, 28, 36], rows)
    save(d, file := out / "黔南州汇总表.docx")
    note(file, SUM, "rebuilt with python-docx: the head in two lines of text above the table, 负责人信息 without the words before it; ＠ in full width",
         flat(a, LISTS), ["required:schools[1].leader.title"])
