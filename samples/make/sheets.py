"""Returns that come as workbooks: forms that clerks rebuilt in Excel or WPS."""
import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation

from clerk import office, repack

THIN = Side(style="thin")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def put(ws, cells, value, bold=False, center=False, form=None):
    """Writes into a cell or merged cells, with lines round each."""
    first = cells.split(":")[0]
    if ":" in cells:
        ws.merge_cells(cells)
        for row in ws[cells]:
            for cell in row:
                cell.border = FRAME
    cell = ws[first]
    cell.value = value
    cell.border = FRAME
    cell.font = Font(name="宋体", size=12, bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if center else "left")
    if form:
        cell.number_format = form


def title(ws, cells, text):
    ws.merge_cells(cells)
    cell = ws[cells.split(":")[0]]
    cell.value = text
    cell.font = Font(name="黑体", size=18)
    cell.alignment = Alignment(horizontal="center", wrap_text=True)


# --- 河南 推荐表, .xlsx -------------------------------------------------------

SUIYANG = {
    "name": "商丘市睢阳区古宋第五小学",
    "leader.name": "郝卫国", "leader.title": "校长", "leader.mobile": "13800006101",
    "contact.name": "单晓雯", "contact.title": "信息中心主任", "contact.mobile": "13800006102",
    "kind": "学校",
    "url": "http://gswx.sq.example.cn", "username": "gusong5x", "password": "Gs5@2021",
    "construction": "学校现有教学班42个，学生2316人，教师118人，2018年起全员开通空间。\n建成录播教室2间，班班通覆盖全部教室。",
    "application": "每周三为“空间教研日”，各备课组在空间集体备课、评课，累计生成校本课例312节。\n空间作业批改率98%，家长月均访问1.6万次。",
    "recognition": "2020年被评为商丘市教育信息化先进单位。",
    "city_opinion": "同意推荐。", "city_opinion_signature": "段志刚", "city_opinion_date": "2021年11月18日",
}


def recommendation(out, note):
    a = SUIYANG
    book = Workbook()
    ws = book.active
    ws.title = "推荐表"
    ws["B2"] = "附件2"
    title(ws, "B3:I3", "2021年度网络学习空间应用优秀区域和学校推荐表")
    put(ws, "B5:C5", "学校/区域名称", True, True)
    put(ws, "D5:I5", a["name"])
    for row, label, path in [(6, "负责人信息", "leader"), (7, "联系人信息", "contact")]:
        put(ws, f"B{row}:C{row}", label, True, True)
        put(ws, f"D{row}", "姓名", True, True)
        put(ws, f"E{row}", a[path + ".name"])
        put(ws, f"F{row}", "职务", True, True)
        put(ws, f"G{row}", a[path + ".title"])
        put(ws, f"H{row}", "手机", True, True)
        put(ws, f"I{row}", int(a[path + ".mobile"]))
    ws["I7"].number_format = "0.00E+00"
    put(ws, "B8:C8", "推荐类型", True, True)
    put(ws, "D8:I8", "□地市    □县区    ☑学校")
    put(ws, "B9:C9", "空间地址", True, True)
    put(ws, "D9:I9", a["url"])
    ws["D9"].hyperlink = a["url"]
    put(ws, "B10:C10", "用户名", True, True)
    put(ws, "D10:F10", a["username"])
    put(ws, "G10", "密码", True, True)
    put(ws, "H10:I10", a["password"])
    row = 11
    for label, path in [("空间建设情况", "construction"), ("空间应用情况", "application"), ("社会认可", "recognition")]:
        put(ws, f"B{row}:C{row}", label, True, True)
        put(ws, f"D{row}:I{row}", a[path])
        ws.row_dimensions[row].height = 90
        row += 1
    for label, path in [("地市级教育行政部门意见", "city_opinion"), ("省级教育行政部门意见", "province_opinion")]:
        put(ws, f"B{row}:C{row}", label, True, True)
        text = [a.get(path, ""), "　　　　" + a.get(path + "_signature", "") + "（公章）",
                "　　　　" + a.get(path + "_date", "年　　月　　日")]
        put(ws, f"D{row}:I{row}", "\n".join(text))
        ws.row_dimensions[row].height = 80
        row += 1
    ws[f"B{row + 1}"] = "注：推荐类型只选一项。"
    # A list that somebody keeps beside the form, and one for the drop-down.
    lists = book.create_sheet("选项")
    lists.append(["地市", "县区", "学校"])
    lists.sheet_state = "hidden"
    check = DataValidation(type="list", formula1='"□地市    □县区    ☑学校"', allow_blank=True)
    ws.add_data_validation(check)
    check.add("D8")
    book.save(file := out / "商丘市睢阳区古宋第五小学推荐表.xlsx")
    repack(file)
    note(file, "henan-2021/recommendation",
         "rebuilt in a sheet from B2 (openpyxl): telephone numbers as numbers, one shown as 1.38E+10; a hidden sheet",
         a, collected=["not_on_roster"])


# --- 河南 汇总信息表, .xls ----------------------------------------------------

LUOHE = {
    "city": "漯河市", "department": "漯河市教育局", "contact_name": "娄建平", "contact_phone": "0395-3000456",
    "contact_title": "科长", "contact_email": "lhdjg@example.cn",
    "regions": [("漯河市郾城区", "县区", "付晓东", "郾城区教育局", "副局长", "13800006201")],
    "schools": [
        ("漯河市源汇区受降路小学", "小学", "吕梅", "教导处", "主任", "13800006202"),
        ("临颍县颍河高级中学", "高中", "佟海涛", "信息中心", "主任", "1380000620"),
        ("舞阳县北舞渡镇第一初级中学", "初中", "左丽", "办公室", "副主任", "13800006204"),
    ],
}
KEYS = ["name", "kind", "contact.name", "contact.unit", "contact.title", "contact.mobile"]


def summary(out, note):
    book = Workbook()
    ws = book.active
    ws.title = "汇总"
    title(ws, "A1:H1", "2021年度网络学习空间应用优秀区域和学校推荐汇总信息表")
    for cells, label, at, path in [
        ("A3:B3", "地市", "C3:D3", "city"), ("E3:F3", "市级教育行政部门", "G3:H3", "department"),
        ("A4:B4", "联系人", "C4:D4", "contact_name"), ("E4:F4", "联系电话", "G4:H4", "contact_phone"),
        ("A5:B5", "职务", "C5:D5", "contact_title"), ("E5:F5", "电子邮箱", "G5:H5", "contact_email"),
    ]:
        put(ws, cells, label, True, True)
        put(ws, at, LUOHE[path])
    values = {k: v for k, v in LUOHE.items() if isinstance(v, str)}
    row = 7
    for band, table, who in [("区域", "regions", "区域"), ("学校", "schools", "学校")]:
        rows = LUOHE[table]
        put(ws, f"A{row}:A{row + 1 + len(rows)}", band, True, True)
        put(ws, f"B{row}:B{row + 1}", "序号", True, True)
        put(ws, f"C{row}:C{row + 1}", f"{who}名称", True, True)
        put(ws, f"D{row}:D{row + 1}", f"{who}类型", True, True)
        put(ws, f"E{row}:H{row}", "区域教育行政部门联系人信息" if table == "regions" else "学校联系人信息", True, True)
        for column, label in zip("EFGH", ["姓名", "单位/部门", "职务", "手机号码"]):
            put(ws, f"{column}{row + 1}", label, True, True)
        for index, entry in enumerate(rows):
            at = row + 2 + index
            put(ws, f"B{at}", index + 1)
            for column, value, key in zip("CDEFGH", entry, KEYS):
                put(ws, f"{column}{at}", int(value) if key.endswith("mobile") else value)
                values[f"{table}[{index}].{key}"] = value
            values[f"{table}[{index}].number"] = str(index + 1)
        row += 2 + len(rows)
        if table == "regions":
            row += 1
    ws[f"A{row + 1}"] = "注：学校类型填写小学、初中、高中等。"
    book.save(made := out / "漯河市汇总表.xlsx")
    office(made, "xls", out / "漯河市汇总表.xls")
    made.unlink()
    note(out / "漯河市汇总表.xls", "henan-2021/summary",
         "rebuilt in a sheet, a blank row between the bands, telephone numbers as numbers; saved as .xls by LibreOffice",
         values, ["mobile:schools[1].contact.mobile"])


# --- 贵州 教师空间案例, .ods --------------------------------------------------

SONGTAO = {
    "name": "龙秀英", "id_number": "522229198406150000", "city": "铜仁市", "county": "松桃县",
    "school": "松桃县蓼皋第四小学", "phone": "13800006301", "subject": "数学", "stage": "小学",
    "url": "https://space.example.edu.cn/t/longxy", "username": "longxy", "password": "Lxy#0615",
    "introduction": "龙秀英，女，苗族，一级教师，2016年开通教师空间。",
    "description": "空间以“苗乡数学”为主题，设有课前、课中、课后三个栏目。\n每周更新两次，已有文章420篇。",
    "resources": "上传微课186节、练习题2300道，被下载1.1万次。",
    "application": "利用空间开展分层作业，作业提交率由76%提高到97%。",
}
LABELS = [
    ("姓名", "name"), ("身份证号", "id_number"), ("市（州）", "city"), ("县（市、区）", "county"), ("学校", "school"),
    ("联系电话", "phone"), ("学科", "subject"), ("学段", "stage"), ("空间地址", "url"), ("用户名", "username"),
    ("密码", "password"), ("个人介绍", "introduction"), ("空间说明", "description"), ("空间资源说明", "resources"),
    ("空间应用情况", "application"),
]


def teacher(out, note):
    book = Workbook()
    ws = book.active
    ws.title = "教师案例"
    title(ws, "A1:B1", "2021年度网络学习空间普及应用教师空间案例推荐表")
    for row, (label, path) in enumerate(LABELS, 3):
        put(ws, f"A{row}", label, True, True)
        value = SONGTAO[path]
        # The last digits of the card were 3026: Excel keeps fifteen.
        number = path in ("id_number", "phone")
        put(ws, f"B{row}", int(value) if number else value, form="0" if number else None)
    book.save(made := out / "松桃县 龙秀英 教师案例.xlsx")
    office(made, "ods", out / "松桃县 龙秀英 教师案例.ods")
    made.unlink()
    repack(out / "松桃县 龙秀英 教师案例.ods")
    note(out / "松桃县 龙秀英 教师案例.ods", "guizhou-2021/teacher-case",
         "rebuilt as two columns of a sheet; the identity number typed as a number; saved as .ods by LibreOffice",
         SONGTAO, ["id_number:id_number", "number_rounded:id_number"])


class Henan:
    """The workbooks of 河南 2021, for make.py."""

    @staticmethod
    def make(_blanks, out, note):
        recommendation(out, note)
        summary(out, note)


class Guizhou:
    """The workbook of 贵州 2021, for make.py."""

    @staticmethod
    def make(_blanks, out, note):
        teacher(out, note)
