"""Returns of 河南 2021: 推荐表 and 推荐汇总信息表."""
from docx import Document
from docx.oxml import parse_xml

import henan_data as data
from clerk import (
    NAMESPACES, Cell, add_table, check, copy_row, deleted, head, inserted, line, office, overtype, pieces, repack, save, sheet,
    symbol, table_xml, text_box, text_run, type_after, type_in,
)
from judge_fill import fill_by_cell

REC, SUM = "henan-2021/recommendation", "henan-2021/summary"
HINT = "（字数不限，可另附文档提交）"
CITY_HINT = "（高校、省属中职学校、厅直属中小学在此栏中由学校领导签署意见并由学校盖章）"
TITLE = "2021年度网络学习空间应用优秀区域和学校推荐表"
NOTE = "注：学校类型：小学、初中、高中、九年一贯制、十二年一贯制、完全中学、中职、高职、本科高校等"
COLUMNS = ["number", "name", "kind", "contact.name", "contact.unit", "contact.title", "contact.mobile"]


def make(blanks, out, note):
    controls, plain = blanks / "henan-2021_recommendation.docx", blanks / "henan-2021_recommendation_plain.docx"
    recommendation_on_blank(controls, plain, out, note)
    recommendation_rebuilt(out, note)
    summary(blanks / "henan-2021_summary.docx", blanks / "henan-2021_summary_plain.docx", out, note)


# --- 推荐表 on our blank ----------------------------------------------------

def recommendation_on_blank(controls, plain, out, note):
    # 1. Typed into the controls in Word; the long boxes with Enter and Shift+Enter.
    a = data.YUXIN
    d = Document(controls)
    for path, text in a.items():
        if path != "kind":
            type_in(d, path, text, enter="block" if path == "construction" else "br")
    check(d, "kind=学校")
    save(d, file := out / "附件2 新乡市红旗区育新小学 推荐表.docx")
    note(file, REC, "typed into the controls of our blank in Word; box ticked with w14:checked", a)

    # 2. python-docx over the controls.
    a = data.JIANXI
    file = out / "附件2-洛阳市涧西区教体局-推荐表.docx"
    fill_by_cell(controls, {k: v for k, v in a.items() if k != "kind"}, file, whole_cell=True)
    d = Document(file)
    overtype(d, "kind=县区", "√")
    save(d, file)
    note(file, REC, "python-docx cell.text on our blank (controls, hints and seal line overwritten); √ typed over the box's glyph", a)

    # 3. The plain blank, √ before the option.
    a = data.ZHENGZHOU
    file = out / "郑州市第三百零二高级中学-推荐表(盖章版).docx"
    fill_by_cell(plain, {k: v for k, v in a.items() if k != "kind"}, file)
    d = Document(file)
    paragraph = d.tables[0].cell(3, 5).paragraphs[0]
    paragraph.runs[0].text = "√" + paragraph.runs[0].text
    save(d, file)
    note(file, REC, "plain blank, typed into cells, hints left standing; √ before the option, box left empty", a,
         ["mobile:contact.mobile"])

    # 4. Typed behind the controls, saved by LibreOffice.
    a = data.XUCHANG
    d = Document(controls)
    for path, text in a.items():
        if path != "kind":
            type_after(d, path, text)
    check(d, "kind=地市")
    save(d, file := out / "附件2：许昌市教育局推荐表.docx")
    office(file)
    repack(file)
    note(file, REC, "typed behind the controls of our blank, saved again by LibreOffice", a, ["required:leader.title"])

    # 5. Tracked changes and a text box, on the plain blank.
    a = data.ZHANHE
    d = Document(plain)
    t = d.tables[0]

    def put(row, column, xml):
        add_to(t.cell(row, column).paragraphs[-1], xml)

    put(0, 1, text_run("平顶山市湛河区") + deleted("云鹰小学", 901) + inserted("云鹰路小学", 902))
    put(1, 2, deleted("邢国梁", 903) + inserted("邢国栋", 904))
    put(1, 4, text_run(a["leader.title"]))
    put(1, 6, text_run("138000020") + deleted("10", 905) + inserted("01", 906))
    for column, path in [(2, "contact.name"), (4, "contact.title"), (6, "contact.mobile")]:
        put(2, column, text_run(a[path]))
    put(4, 1, text_run(a["url"]))
    put(5, 1, text_run(a["username"]))
    put(5, 5, text_run(a["password"]))
    text = a["construction"]
    cut = text.index("学生空间")
    put(6, 1, text_run(text[:cut]) + deleted("学生空间开通率95%。", 907) + inserted(text[cut:cut + 13], 908) + text_run(text[cut + 13:]))
    put(7, 1, text_run(a["application"]) + deleted("（此处请补充数据）", 909))
    put(8, 1, text_box(a["recognition"]))
    opinion = t.cell(9, 1).paragraphs
    add_to(opinion[-3], inserted("同意推荐。", 910))
    for paragraph, printed, typed in [
        (opinion[-2], "（公章）", "袁立（公章）"), (opinion[-1], "年　　月　　日", a["city_opinion_date"]), (t.cell(3, 5).paragraphs[0], "□", "☑"),
    ]:
        for run in paragraph.runs:
            run.text = run.text.replace(printed, typed)
    save(d, file := out / "平顶山市湛河区云鹰路小学 推荐表（市局修改）.docx")
    note(file, REC, "plain blank with tracked changes; 社会认可 in a text box; glyph replaced by ☑", a)


def add_to(paragraph, xml):
    for child in list(parse_xml(f"<root {NAMESPACES}>{xml}</root>")):
        paragraph._p.append(child)


# --- 推荐表 rebuilt ---------------------------------------------------------

def recommendation_rebuilt(out, note):
    yindu(out, note)
    huaiyang(out, note)
    huancheng(out, note)
    wancheng(out, note)
    hebi(out, note)
    sanmenxia(out, note)
    wenxian(out, note)


def opinion_box(a, name, hint=None, seal="（公章）"):
    lines = [hint] if hint else []
    lines += [a.get(name, ""), (a.get(name + "_signature") or "　　　　　　　　") + seal, a.get(name + "_date") or "年　　月　　日"]
    return lines


def yindu(out, note):
    """Four columns, group labels gone into compound ones, labels in several runs."""
    a = data.YINDU
    d = sheet()
    line(d, "附件 2：", font="黑体", size=16)
    line(d, TITLE, size=18, bold=True, align="center")
    label = lambda text, *cuts: Cell([pieces(text, *cuts)], align="center")
    add_table(d, [34, 46, 34, 46], [
        [label("学校/区域名称：", 3), Cell(a["name"], across=3)],
        [label("负责人姓名：", 2, 4), a["leader.name"], label("负责人职务：", 3), a["leader.title"]],
        [label("负责人手机："), a["leader.mobile"], label("联系人姓名：", 1), a["contact.name"]],
        [label("联系人职务：", 3), a["contact.title"], label("联系人手机：", 3, 5), a["contact.mobile"]],
        [label("推 荐 类 型：", 4), Cell("□地市　□县区　☑学校", across=3)],
        [label("空间地址：", 2), Cell(a["url"], across=3)],
        [label("用 户 名：", 2, 4), a["username"], label("密　码：", 1), a["password"]],
        [label("空间建设情况：", 2, 4), Cell(HINT + a["construction"], across=3)],
        [label("空间应用情况：", 4), Cell(HINT + "\n" + a["application"], across=3)],
        [label("社 会 认 可：", 1, 2), Cell(a["recognition"], across=3)],
        [Cell(["地市级教育", "行政部门推", "荐意见："], align="center"), Cell(opinion_box(a, "city_opinion"), across=3)],
        [Cell(["省级教育行", "政部门推荐", "意见："], align="center"), Cell(opinion_box(a, "province_opinion"), across=3)],
    ])
    save(d, file := out / "推荐表（安阳市殷都区洹滨实验小学）.docx")
    note(file, REC, "rebuilt with python-docx: 4 columns, compound labels (负责人姓名：), labels in several runs, all options in one cell, hint run on with the answer",
         a)


def huaiyang(out, note):
    """No table at all."""
    a = data.HUAIYANG
    d = sheet()
    line(d, "附件2", font="黑体", size=16)
    line(d, TITLE, size=18, bold=True, align="center")
    line(d, "")
    line(d, f"学校/区域名称：{a['name']}")
    for label, group in [("负责人信息", "leader"), ("联系人信息", "contact")]:
        line(d, f"{label}：姓名：{a[group + '.name']}　　职务：{a[group + '.title']}　　手机：{a[group + '.mobile']}")
    line(d, "推荐类型：地市（　）　县区（√）　学校（　）")
    line(d, f"空间地址：{a['url']}")
    line(d, f"用户名：{a['username']}　　　　密码：{a['password']}")
    for label, path in [("空间建设情况", "construction"), ("空间应用情况", "application"), ("社会认可", "recognition")]:
        line(d, label + "：", bold=True)
        for text in a[path].split("\n"):
            line(d, "　　" + text)
        line(d, "")
    line(d, "地市级教育行政部门推荐意见：", bold=True)
    line(d, a["city_opinion"])
    line(d, f"{a['city_opinion_signature']}（公章）", align="right")
    line(d, a["city_opinion_date"], align="right")
    line(d, "省级教育行政部门推荐意见：", bold=True)
    line(d, "")
    line(d, "（公章）　　　　", align="right")
    line(d, "年　　月　　日", align="right")
    save(d, file := out / "新建 Microsoft Word 文档.docx")
    note(file, REC, "rebuilt with python-docx in plain paragraphs, no table; options ticked as （√）", a)


def huancheng(out, note):
    """A nested table for each person, ticks from Wingdings 2, opinion on one line."""
    a = data.HUANCHENG
    d = sheet()
    line(d, "附件2", font="黑体", size=16)
    line(d, "2021年度网络学习空间应用", size=18, bold=True, align="center")
    line(d, "优秀区域和学校推荐表", size=18, bold=True, align="center")

    def person(group):
        return table_xml([14, 26, 14, 26, 14, 34], [[
            head("姓名"), a[group + ".name"], head("职务"), a[group + ".title"], head("手机"), a[group + ".mobile"],
        ]])

    add_table(d, [28, 44, 44, 44], [
        [head("学校/区域\n名称"), Cell(a["name"], across=3)],
        [head("负责人\n信息"), Cell([person("leader")], across=3)],
        [head("联系人\n信息"), Cell([person("contact")], across=3)],
        [head("推荐类型"), Cell([[symbol("00A3"), text_run("地市")]]), Cell([[symbol("00A3"), text_run("县区")]]),
         Cell([[symbol("0052"), text_run("学校")]])],
        [head("空间地址"), Cell(a["url"], across=3)],
        [head("用户名"), a["username"], head("密码"), a["password"]],
        [head("空间建设情况"), Cell("\n" + a["construction"] + "\n", across=3)],
        [head("空间应用情况"), Cell(a["application"] + "\n\n", across=3)],
        [head("社会认可"), Cell(HINT, across=3, height=18)],
        [head("地市级教育行政部门推荐意见"), Cell("同意推荐　　　　　　杜鹏（公章）　　2021年11月17日", across=3, height=26)],
        [head("省级教育行政部门推荐意见"), Cell(opinion_box(a, "province_opinion"), across=3)],
    ])
    line(d, NOTE, size=9)
    save(d, file := out / "附件2 焦作市解放区怀庆府街第三小学.docx")
    note(file, REC, "rebuilt with python-docx: persons in nested tables, ticks as w:sym Wingdings 2 0x52/0xA3, opinion, signature and date on one line", a)


def wancheng(out, note):
    """Nothing ticked; the person's words stand under each other."""
    a = data.WANCHENG
    d = sheet()
    line(d, "附件2", font="黑体", size=16)
    line(d, TITLE, size=17, bold=True, align="center")
    rows = [[head("学校/区域名称", across=2), Cell(a["name"], across=2)]]
    for label, group in [("负责人信息", "leader"), ("联系人信息", "contact")]:
        rows += [[head(label, down=3), head("姓　　名"), Cell(a[group + ".name"], across=2)],
                 [head("职　　务"), Cell(a[group + ".title"], across=2)],
                 [head("手　　机"), Cell(a[group + ".mobile"], across=2)]]
    rows += [
        [head("推荐类型\n（请打“√”）", across=2), Cell("□ 地市　　　□ 县区　　　□ 学校", across=2)],
        [head("空间地址", across=2), Cell(a["url"], across=2)],
        [head("用户名", across=2), Cell(a["username"], across=2)],
        [head("密码", across=2), Cell(a["password"], across=2)],
    ]
    for label, path in [("空间建设情况", "construction"), ("空间应用情况", "application"), ("社会认可", "recognition")]:
        rows.append([head(label, across=2), Cell([HINT, *a[path].split("\n")], across=2, height=20)])
    rows += [[head("地市级教育行政部门推荐意见", across=2), Cell(opinion_box(a, "city_opinion", CITY_HINT), across=2)],
             [head("省级教育行政部门推荐意见", across=2), Cell(opinion_box(a, "province_opinion"), across=2)]]
    add_table(d, [24, 24, 60, 50], rows)
    line(d, NOTE, size=9)
    save(d, file := out / "宛城区推荐表.docx")
    note(file, REC, "rebuilt with python-docx: a person's answers in three rows under each other, hints left above the answers, no option ticked",
         a, ["required:kind"])


def hebi(out, note):
    """Two ticks, a remark below the table, the long boxes in a table of their own."""
    a = data.HEBI
    d = sheet()
    line(d, "附件2", font="黑体", size=16)
    line(d, TITLE, size=17, bold=True, align="center")
    add_table(d, [20, 40, 20, 30, 20, 30], [
        [head("学校/区域名称"), Cell(a["name"], across=5)],
        [head("负责人信息", across=6)],
        [head("姓名"), a["leader.name"], head("职务"), a["leader.title"], head("手机"), a["leader.mobile"]],
        [head("联系人信息", across=6)],
        [head("姓名"), a["contact.name"], head("职务"), a["contact.title"], head("手机"), a["contact.mobile"]],
        [head("推荐类型"), Cell("☒地市", across=2), Cell("☒县区", across=2), Cell("□学校")],
        [head("空间地址"), Cell(a["url"], across=5)],
        [head("用户名"), Cell(a["username"], across=2), head("密码"), Cell(a["password"], across=2)],
    ])
    line(d, "")
    rows = []
    for label, path in [("空间建设情况", "construction"), ("空间应用情况", "application"), ("社会认可", "recognition")]:
        rows += [[Cell(label + HINT, bold=True)], [a[path]]]
    rows += [[Cell("地市级教育行政部门推荐意见", bold=True)], [Cell(opinion_box(a, "city_opinion"))],
             [Cell("省级教育行政部门推荐意见", bold=True)], [Cell(opinion_box(a, "province_opinion"))]]
    add_table(d, [160], rows)
    line(d, NOTE, size=9)
    line(d, "备注：我市淇滨区同时参加县区类评选，材料已另行寄出，请查收。")
    save(d, file := out / "鹤壁市教体局(1).docx")
    note(file, REC, "rebuilt with python-docx: persons below a band, labels of boxes in rows of their own, two options ticked with ☒, a remark below the note",
         a, ["choice_many:kind", "unplaced"])


def sanmenxia(out, note):
    """Other order of columns, the option alone in its cell, faults."""
    a = data.SANMENXIA
    d = sheet()
    line(d, "附件2", font="黑体", size=16)
    line(d, TITLE, size=17, bold=True, align="center")
    add_table(d, [30, 12, 26, 12, 34, 12, 32], [
        [Cell([pieces("学校 / 区域名称", 3)], align="center"), Cell(a["name"], across=6)],
        [head("负责人信息"), head("职务"), a["leader.title"], head("手机"), a["leader.mobile"], head("姓名"), a["leader.name"]],
        [head("联系人信息"), head("职务"), a["contact.title"], head("手机"), a["contact.mobile"], head("姓名"), a["contact.name"]],
        [head("推荐类型"), Cell("√学校", across=6)],
        [head("空间地址"), Cell(a["url"], across=6)],
        [head("用户名"), Cell(a["username"], across=3), head("密码"), Cell("", across=2)],
        [head("空间建设情况"), Cell(a["construction"], across=6, height=40)],
        [head("空间应用情况"), Cell(a["application"], across=6, height=40)],
        [head("社会认可"), Cell(a["recognition"], across=6)],
        [head("地市级\n教育行政部门\n推荐意见"), Cell(opinion_box(a, "city_opinion"), across=6)],
        [head("省级\n教育行政部门\n推荐意见"), Cell(opinion_box(a, "province_opinion"), across=6)],
    ])
    save(d, file := out / "附件2陕州区菜园乡第二学校推荐表2021.11.docx")
    note(file, REC, "rebuilt with python-docx: columns of the persons in another order, only the chosen option stands in its cell (√学校)",
         a, ["url:url", "required:password"])


def wenxian(out, note):
    """Made from another province's form: 区县 for 县区, 账号 for 用户名."""
    a = data.WENXIAN
    d = sheet()
    line(d, "附件2", font="黑体", size=16)
    line(d, TITLE, size=17, bold=True, align="center")
    rows = [[head("区域名称"), Cell(a["name"], across=3)]]
    for label, group in [("负责人", "leader"), ("联系人", "contact")]:
        rows += [[head(f"{label}姓名"), a[f"{group}.name"], head(f"{label}职务"), a[f"{group}.title"]],
                 [head(f"{label}手机"), Cell(a[f"{group}.mobile"], across=3)]]
    rows += [
        [head("推荐类型"), Cell("地市（　）　区县（√）　学校（　）", across=3)],
        [head("空间网址"), Cell(a["url"], across=3)],
        [head("账　号"), a["username"], head("密　码"), a["password"]],
    ]
    for label, path in [("空间建设情况", "construction"), ("空间应用情况", "application"), ("社会认可", "recognition")]:
        rows.append([head(label), Cell(["　　" + text for text in a[path].split("\n")], across=3)])
    rows += [[head("地市级教育行政部门推荐意见"), Cell(opinion_box(a, "city_opinion"), across=3)],
             [head("省级教育行政部门推荐意见"), Cell(opinion_box(a, "province_opinion"), across=3)]]
    add_table(d, [32, 46, 32, 50], rows)
    save(d, file := out / "温县推荐表（优秀区域）.docx")
    note(file, REC, "rebuilt with python-docx: 区县 for 县区, 账号 and 空间网址; a region that the notice lists as awarded already", a,
         ["doubtful:kind"], collected=["already_listed"])


def by_npm(out, note, jobs):
    """The two files that rebuild.mjs makes."""
    file = out / "开封市龙亭区推荐材料.docx"
    jobs.append({"form": "below", "out": str(file), "answers": data.LONGTING})
    note(file, REC, "rebuilt with npm docx: answers below their labels, boxes below a row with their label, 地市□ 县区√ 学校□ in one cell",
         data.LONGTING, ["url:url"])
    file = out / "信阳市平桥区茗阳外国语小学 推荐表 最终版.docx"
    jobs.append({"form": "within", "out": str(file), "answers": data.PINGQIAO})
    note(file, REC, "rebuilt with npm docx: label and answer in one cell (姓名：张三丰), extra empty paragraphs, ■",
         data.PINGQIAO, ["date:city_opinion_date"])


# --- 汇总信息表 -------------------------------------------------------------

def flat(a):
    """The paths of a summary's answers."""
    values = {k: v for k, v in a.items() if isinstance(v, str)}
    for table in ("regions", "schools"):
        for i, row in enumerate(a[table]):
            values |= {f"{table}[{i}].{column}": text for column, text in zip(COLUMNS, row)}
    return values


def summary(controls, plain, out, note):
    # Controls, and a sixth school in a copied row.
    a = data.XINXIANG_SUMMARY
    d = Document(controls)
    for path in ["city", "department", "contact_name", "contact_phone", "contact_title", "contact_email"]:
        type_in(d, path, a[path])
    copy_row(d, "schools[].number", 4)
    for table in ("regions", "schools"):
        for i, row in enumerate(a[table]):
            for column, text in zip(COLUMNS, row):
                type_in(d, f"{table}[].{column}", text, nth=i)
    save(d, file := out / "附件3 新乡市推荐汇总信息表.docx")
    note(file, SUM, "typed into the controls of our blank; a row copied for the sixth school, its tags with it", flat(a))

    # Plain blank, numbers in all rows.
    a = data.LUOYANG_SUMMARY
    values = flat(a)
    typed = dict(values)
    typed |= {f"regions[{i}].number": str(i + 1) for i in range(3)} | {f"schools[{i}].number": str(i + 1) for i in range(5)}
    fill_by_cell(plain, typed, file := out / "洛阳市 推荐汇总信息表（报省厅）.docx")
    repack(file)
    note(file, SUM, "python-docx cell.text on the plain blank; 序号 filled in beforehand, also in rows left blank",
         values, ["email:contact_email", "mobile:schools[2].contact.mobile"])

    xuchang_summary(out, note)

    # python-docx over the controls, then LibreOffice; a blank row between.
    a = data.ANYANG_SUMMARY
    values = flat(a)
    moved = dict(a) | {"schools": a["schools"][:2] + [("",) * 7] + a["schools"][2:]}
    fill_by_cell(controls, {k: v for k, v in flat(moved).items() if v}, file := out / "汇总表（安阳）.docx")
    office(file)
    repack(file)
    note(file, SUM, "python-docx cell.text on our blank, one blank row left between the schools, saved again by LibreOffice", values)


def xuchang_summary(out, note):
    """Three tables with headings, one head row, more rows than printed."""
    a = data.XUCHANG_SUMMARY
    d = sheet(landscape=True, size=10.5)
    line(d, "附件3", font="黑体", size=16)
    line(d, "2021年度网络学习空间应用优秀区域和学校推荐汇总信息表", size=18, bold=True, align="center")
    add_table(d, [30, 60, 40, 60], [
        [head("地　市："), a["city"], head("市级教育行政部门："), a["department"]],
        [head("联系人："), a["contact_name"], head("职　务："), a["contact_title"]],
        [head("联系电话："), a["contact_phone"], head("电子邮箱："), a["contact_email"]],
    ])
    for title, name, kind, people, table in [
        ("区域", "区域名称", "区域类型", "联系人", "regions"), ("学校", "学校名称", "学校类型", "联系人", "schools"),
    ]:
        line(d, "")
        line(d, title, bold=True)
        add_table(d, [14, 58, 26, 26, 56, 26, 32], [
            [head(t) for t in ["序号", name, kind, people + "姓名", "单位/部门", "职务", "手机号码"]],
            *[list(row) for row in a[table]],
        ])
    line(d, "")
    line(d, "注：1. 区域类型：地市或县区；2. 学校类型：小学、初中、高中、九年一贯制、十二年一贯制、完全中学、中职、高职、本科高校等。", size=9)
    save(d, file := out / "附件3-许昌市.docx")
    note(file, SUM, "rebuilt with python-docx: a table for each band under a heading, grouped heads made into one row (联系人姓名), 4 regions and 8 schools",
         flat(a), ["required:schools[3].kind"])
