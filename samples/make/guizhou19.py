"""Returns of 贵州 2019: 实施方案, 推荐表 of one city, and 汇总信息表."""
from docx import Document

import guizhou19_data as data
from clerk import (
    Cell, add_table, check, head, line, office, pieces, repack, save, sheet, symbol, text_run, type_after, type_in,
)
from judge_fill import fill_by_cell
from tables import flat, type_rows

PLAN, REC, SUM = "guizhou-2019/plan", "guizhou-2019/recommendation", "guizhou-2019/summary"
YEARS = {"plan": ["year", "city.name", "city.accounts", "county.name", "county.accounts", "total"]}
LEADER = ["number", "name", "kind", "leader.name", "leader.unit", "leader.title", "leader.mobile"]
LISTS = {"regions": LEADER, "schools": LEADER}
SURVEY = [("（一）网络学习空间建设与应用概况", "survey.overview"), ("（二）主要问题", "survey.problems"), ("（三）工作考虑", "survey.considerations")]
WORK = [("（一）目标任务", "work.goals"), ("（二）区域整体推进举措", "work.measures"), ("（三）推荐遴选安排", "work.selection"),
        ("（四）宣传推广安排", "work.publicity"), ("（五）相关保障", "work.support")]
BOXES = [("空间建设情况", "construction"), ("空间应用情况", "application"), ("社会认可", "recognition")]
TITLE = "2019年度网络学习空间应用优秀区域和学校推荐表"


def make(blanks, out, note):
    def both(name):
        return blanks / f"guizhou-2019_{name}.docx", blanks / f"guizhou-2019_{name}_plain.docx"

    plans(both("plan")[0], out, note)
    on_blank(*both("recommendation"), out, note)
    xiangjiang(out, note)
    chishui(out, note)
    xishui(out, note)
    summaries(both("summary")[0], out, note)


# --- 实施方案 ---------------------------------------------------------------

def plans(controls, out, note):
    a = data.GUIYANG_PLAN
    d = Document(controls)
    for path, text in a.items():
        if path != "plan":
            type_after(d, path, text)
    type_rows(d, a, YEARS, type_after, skip=["year"])
    save(d, file := out / "贵阳市实施方案（正式报送）.docx")
    office(file)
    repack(file)
    note(file, PLAN, "typed behind the controls of our blank, saved again by LibreOffice", flat(a, YEARS))

    # Years across instead of down is too much; here the columns of the county are gone.
    a = data.GUIAN_PLAN
    d = sheet()
    line(d, "附件1", font="黑体", size=16)
    line(d, "网络学习空间应用普及活动贵安新区实施方案", size=18, bold=True, align="center")
    line(d, "一、区域整体推进计划表", bold=True)
    rows = [[head("年份", down=2), head("市（州）", across=2), head("空间开通\n数量小计", down=2)], [head("名称"), head("开通数量")]]
    rows += [[head(year), name, accounts, total] for year, name, accounts, _, _, total in a["plan"]]
    rows.append([head("总体统计"), Cell(a["plan_total.city"], across=2, align="center"), a["plan_total.total"]])
    add_table(d, [30, 44, 40, 46], rows)
    for title, boxes in [("二、现状调研", SURVEY), ("三、2019年工作安排", WORK)]:
        line(d, title, bold=True)
        for label, path in boxes:
            line(d, label + "：" + a[path])
    line(d, "四、市（州）、贵安新区教育行政部门意见", bold=True)
    for text in ["", "公　章：", "年　　月　　日"]:
        line(d, text, align="right")
    save(d, file := out / "贵安新区网络学习空间实施方案.docx")
    note(file, PLAN, "rebuilt with python-docx: the columns of the 县（市、区） left out, labels and answers in one paragraph, no boxes",
         flat(a, YEARS), ["sum:plan_total.city"])


# --- 推荐表 -----------------------------------------------------------------

def on_blank(controls, plain, out, note):
    a = data.HUICHUAN
    d = Document(controls)
    for path, text in a.items():
        if path != "kind":
            type_in(d, path, text, enter="block")
    check(d, "kind=区县")
    save(d, file := out / "附件4 推荐表-汇川区.docx")
    note(file, REC, "typed into the controls of our blank, Enter within boxes; box ticked with w14:checked", a,
         stages={"city": []})

    a = data.FENGHUANG
    fill_by_cell(plain, a, file := out / "播州区凤凰一中推荐表（校盖章）.docx", form=REC)
    repack(file)
    note(file, REC, "plain blank filled by cell, two options ticked; the school wrote into the city's box", a, ["choice_many:kind"],
         stages={"school": ["too_early:city_opinion"]})

    a = data.ZUNYI_VOCATIONAL
    fill_by_cell(controls, a, file := out / "遵义娄山中等职业学校 附件4.docx", form=REC, whole_cell=True, tick="√")
    office(file)
    repack(file)
    note(file, REC, "python-docx cell.text over the controls of our blank, 学校√, saved again by LibreOffice", a)


def xiangjiang(out, note):
    """Label and answer in one cell; the name of the school added above the table."""
    a = data.XIANGJIANG
    d = sheet()
    line(d, "附件4", font="黑体", size=16)
    line(d, TITLE, size=17, bold=True, align="center")
    rows = []
    for label, group in [("负责人信息", "leader"), ("联系人信息", "contact")]:
        rows.append([head(label), f"姓名：{a[group + '.name']}", f"职务：{a[group + '.title']}", f"手机：{a[group + '.mobile']}"])
    rows += [
        [head("推荐类型"), Cell([[text_run("地市"), symbol("00A3"), text_run("　区县"), symbol("00A3"), text_run("　学校"), symbol("0052")]], across=3)],
        [head("空间地址"), Cell(a["url"], across=3)],
        [Cell(f"用户名：{a['username']}", across=2), Cell(f"密码：{a['password']}", across=2)],
        *[[head(label), Cell(["　　" + text for text in a[path].split("\n")], across=3)] for label, path in BOXES],
        [head("地市级教育行政部门推荐意见"), Cell(["", "（公章）", "年　　月　　日"], across=3)],
        [head("省级教育行政部门推荐意见"), Cell(["", "（公章）", "年　　月　　日"], across=3)],
    ]
    add_table(d, [30, 40, 46, 46], rows)
    save(d, file := out / "遵义市红花岗区湘江路小学.docx")
    note(file, REC, "rebuilt with python-docx: label and answer in one cell, options with w:sym in one cell", a,
         stages={"city": ["required:city_opinion"]})


def chishui(out, note):
    """Answers below their labels, 社会认可 dropped, 县区 for 区县."""
    a = data.CHISHUI
    d = sheet()
    line(d, "附件四", font="黑体", size=16)
    line(d, "2019年网络学习空间应用优秀学校推荐表", size=17, bold=True, align="center")
    rows = [[Cell([pieces("负责人姓名", 3)], align="center"), head("职务"), head("手机号码"), Cell([pieces("联系人姓名", 3)], align="center"), head("职务"), head("手机号码")],
            [a[f"{g}.{k}"] for g in ("leader", "contact") for k in ("name", "title", "mobile")],
            [head("推荐类型（在□内打√）", across=2), Cell("□地市　　□县区　　☑学校", across=4)],
            [head("空间网址", across=2), head("账号", across=2), head("密码", across=2)],
            [Cell(a["url"], across=2), Cell(a["username"], across=2), Cell(a["password"], across=2)]]
    for label, path in BOXES[:2]:
        rows.append([head(label), Cell(a[path], across=5)])
    rows += [[head("地市级教育行政部门推荐意见"), Cell(["", "（公章）", "年　　月　　日"], across=5)],
             [head("省级教育行政部门推荐意见"), Cell(["", "（公章）", "年　　月　　日"], across=5)]]
    add_table(d, [26, 28, 30, 26, 28, 30], rows)
    save(d, file := out / "丹霞学校(推荐表).docx")
    note(file, REC, "rebuilt with python-docx: both persons in one row below their labels (负责人姓名), 账号 and 空间网址, 县区 for 区县, a title and 附件四 of its own, 社会认可 left out",
         a, ["mobile:contact.mobile"])


def xishui(out, note):
    """Printed as lines of text with a table for the long boxes."""
    a = data.XISHUI
    d = sheet()
    line(d, "附件4：", font="黑体", size=16)
    line(d, "2019年度网络学习空间应用", size=18, bold=True, align="center")
    line(d, "优秀区域和学校推荐表", size=18, bold=True, align="center")
    for label, group in [("负责人", "leader"), ("联系人", "contact")]:
        line(d, f"{label}姓名：{a[group + '.name']}　　{label}职务：{a[group + '.title']}　　{label}手机：{a[group + '.mobile']}")
    line(d, "推荐类型：□地市　■县区　□学校")
    line(d, f"空间地址：{a['url']}")
    line(d, f"用户名：　　　　　　密码：{a['password']}")
    rows = [[head(label), a[path]] for label, path in BOXES]
    rows += [[head("地市级教育行政部门推荐意见"), Cell(["", "（公章）", "年　　月　　日"])],
             [head("省级教育行政部门推荐意见"), Cell(["", "（公章）", "年　　月　　日"])]]
    add_table(d, [34, 128], rows)
    save(d, file := out / "习水县 优秀区域推荐表.docx")
    note(file, REC, "rebuilt with python-docx: persons and accounts in lines of text, boxes in a table; ■县区 for 区县", a, ["required:username", "doubtful:kind"])


# --- 汇总信息表 -------------------------------------------------------------

def summaries(controls, out, note):
    a = data.BIJIE_SUMMARY
    fill_by_cell(controls, flat(a, LISTS), file := out / "附件5-毕节市.docx", form=SUM)
    repack(file)
    note(file, SUM, "python-docx cell.text over the controls of our blank, a row copied for the fourth school", flat(a, LISTS))

    a = data.TONGREN_SUMMARY
    d = sheet(landscape=True, size=10.5)
    line(d, "附件5", font="黑体", size=16)
    line(d, "2019年度网络学习空间应用优秀区域和学校推荐汇总信息表", size=18, bold=True, align="center")
    add_table(d, [36, 60, 36, 100], [
        [head("市州"), a["city"], head("联系人"), a["contact_name"]],
        [head("市州教育行政部门"), a["department"], head("职务"), a["contact_title"]],
        [head("电话"), a["contact_phone"], head("邮箱"), a["contact_email"]],
    ])
    for title, names, table in [("一、区域", ["区域名称", "区域类型"], "regions"), ("二、学校", ["学校名称", "学校类型"], "schools")]:
        line(d, title, bold=True)
        add_table(d, [14, 56, 32, 28, 58, 32, 36], [
            [head(t) for t in ["序号", *names, "负责人姓名", "负责人单位", "负责人职务", "负责人手机"]],
            *[list(row) for row in a[table]],
        ])
    save(d, file := out / "铜仁市2019汇总信息表.docx")
    note(file, SUM, "rebuilt with python-docx: three tables, one head row with compound names, synonyms (电话, 邮箱, 市州); no note",
         flat(a, LISTS), ["phone:contact_phone", "email:contact_email"])
