"""Returns of 贵州 2021: 学校空间案例推荐表 and 教师空间案例推荐表."""
from docx import Document

import guizhou21_data as data
from clerk import (
    Cell, add_table, head, line, office, pieces, repack, save, sheet, text_run, type_after, type_in,
)
from judge_fill import fill_by_cell

SCHOOL, TEACHER = "guizhou-2021/school-case", "guizhou-2021/teacher-case"
BOXES = [
    ("空间建设情况", "（开通时间、应用规划、空间功能、配套条件、各类空间开通率）", "construction"),
    ("空间创新应用情况", "（教学模式、学习方式、管理评价、教师专业发展及其他创新，并提供链接）", "innovation"),
    ("应用保障", "（制度、人员、安全保障）", "support"),
    ("社会影响", "（经验分享、教研成果，如：围绕空间应用开展研究，获得相关课题立项，发表研究论文等，并提供链接）", "influence"),
]
OPINIONS = [("县（市、区）级教育行政部门推荐意见", "county_opinion"), ("市（州）教育行政部门推荐意见", "city_opinion")]
NOT_YOURS = "此项不用教师填写，由评审专家评审时在教师空间查阅数据"


def make(blanks, out, note):
    def both(name):
        return blanks / f"guizhou-2021_{name}.docx", blanks / f"guizhou-2021_{name}_plain.docx"

    schools(*both("school-case"), out, note)
    teachers(*both("teacher-case"), out, note)


def opinion(a, path):
    return [a.get(path, ""), (a.get(path + "_signature") or "　　　　　") + "（公章）", a.get(path + "_date") or "年　　月　　日"]


# --- 学校 -------------------------------------------------------------------

def schools(controls, plain, out, note):
    a = data.GUANSHANHU
    d = Document(controls)
    for path, text in a.items():
        type_in(d, path, text, enter="block")
    save(d, file := out / "观山湖区云潭湖小学-学校空间案例.docx")
    note(file, SCHOOL, "typed into the controls of our blank, Enter within boxes of up to 750字", a,
         stages={"county": [], "city": ["required:city_opinion"]})

    # The boxes below rows with label and hint, the persons in a table of their own.
    a = data.LEISHAN
    d = sheet()
    line(d, "2021年度网络学习空间普及应用", size=18, bold=True, align="center")
    line(d, "学校空间案例推荐表", size=18, bold=True, align="center")
    add_table(d, [24, 56, 24, 56], [
        [head("学校全称"), a["name"], head("学校类别"), a["kind"]],
        [head("空间网址"), Cell(a["url"], across=3)],
        [head("账　号"), a["username"], head("密　码"), a["password"]],
    ])
    line(d, "")
    add_table(d, [40, 40, 40, 40], [
        [head(""), head("姓名"), head("职务"), head("手机")],
        [head("负责人信息"), a["leader.name"], a["leader.title"], a["leader.mobile"]],
        [head("联系人信息"), a["contact.name"], a["contact.title"], a["contact.mobile"]],
    ])
    line(d, "")
    rows = []
    for label, hint, path in BOXES:
        rows += [[Cell(label + hint, bold=True)], [Cell(a[path], height=20)]]
    for label, path in OPINIONS:
        rows += [[Cell(label, bold=True)], [Cell(opinion(a, path))]]
    add_table(d, [160], rows)
    save(d, file := out / "雷山县苗岭民族中学 案例推荐表.docx")
    note(file, SCHOOL, "rebuilt with python-docx: both persons in a small table of their own, boxes below rows with label and hint, 账号 and 空间网址; ： in full width in the address, which is read",
         a)

    a = data.DEJIANG
    fill_by_cell(plain, a, file := out / "附件：德江县夜郎故里小学.docx", form=SCHOOL)
    office(file)
    repack(file)
    note(file, SCHOOL, "plain blank filled by cell, saved again by LibreOffice; 学校类型 left empty", a, ["required:kind"])


# --- 教师 -------------------------------------------------------------------

def teachers(controls, plain, out, note):
    a = data.LONGLI
    d = Document(controls)
    for path, text in a.items():
        type_after(d, path, text)
    save(d, file := out / "惠水县涟江小学 罗凤竹 教师空间案例.docx")
    office(file)
    repack(file)
    note(file, TEACHER, "typed behind the controls of our blank, saved again by LibreOffice", a)

    a = data.XINGYI
    fill_by_cell(plain, {k: v for k, v in a.items() if k != "data"}, file := out / "安龙县-毛晓峰-推荐表.docx", form=TEACHER)
    d = Document(file)
    d.tables[0].cell(9, 1).paragraphs[-1].text = a["data"]
    save(d, file)
    note(file, TEACHER, "plain blank filled by cell; 应用数据 filled although it is not the teacher's, the last character of the identity number wrong",
         a, ["id_number:id_number", "not_to_fill:data"])

    # One column, label and answer in one cell; hints dropped.
    a = data.SONGTAO
    d = sheet()
    line(d, "2021年度网络学习空间普及应用教师空间案例推荐表", size=17, bold=True, align="center")

    def pair(label, path, *cuts):
        return Cell([[*pieces(label + "：", *cuts), text_run(a[path])]])

    rows = [
        [pair("教师姓名", "name", 2), pair("身份证号码", "id_number", 3)],
        [pair("所在市州", "city"), pair("所在县（市、区）", "county", 2)],
        [pair("所在学校", "school", 2), pair("联系电话", "phone")],
        [pair("任教学科", "subject", 1), pair("任教学段", "stage", 2)],
        [Cell([[*pieces("空间地址：", 2), text_run(a["url"])]], across=2)],
        [pair("用户名", "username", 1), pair("密码", "password")],
    ]
    for label, path in [("个人简介", "introduction"), ("空间说明", "description"), ("空间资源说明", "resources")]:
        rows += [[Cell(label, across=2, bold=True)], [Cell(a[path], across=2, height=24)]]
    rows += [[Cell("应用数据", across=2, bold=True)], [Cell(NOT_YOURS, across=2)],
             [Cell("空间应用情况", across=2, bold=True)], [Cell(a["application"], across=2, height=24)]]
    add_table(d, [80, 80], rows)
    save(d, file := out / "花溪区十字街中学滕建华老师空间案例.docx")
    note(file, TEACHER, "rebuilt with python-docx: label and answer in one cell with other words (教师姓名, 所在市州), labels in several runs, boxes below rows with their label, no hints; identity number in full width",
         a, ["required:password"])
