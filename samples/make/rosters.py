"""The offices' lists of those who should answer (名单), as CSV for Excel, and what
is expected of a collection with them."""
import csv
import json

import guizhou19_data
import henan_data

HENAN_HEAD = ["序号", "学校/区域名称", "学校类型", "单位/部门", "联系人", "联系人手机", "备注"]
# The office's own words: some names without the city, some numbers with blanks.
HENAN_KINDS = [
    ("YUXIN", "小学", "办公室", {}), ("JIANXI", "", "电教馆", {}), ("ZHENGZHOU", "高中", "教务处", {"contact.mobile": "13800001402"}),
    ("XUCHANG", "", "科技与信息化科", {}), ("YINDU", "小学", "教导处", {}), ("LONGTING", "", "信息技术股", {}),
    ("HUAIYANG", "", "电教站", {}), ("HUANCHENG", "小学", "教导处", {"name": "解放区怀庆府街第三小学"}),
    ("ZHANHE", "小学", "信息中心", {}), ("WANCHENG", "", "宛城区教体局", {}), ("PINGQIAO", "九年一贯制", "办公室", {}),
    ("HEBI", "", "鹤壁市教体局", {}), ("SANMENXIA", "小学", "", {}), ("WENXIAN", "", "教育技术中心", {}),
]
HENAN_SILENT = [
    ("濮阳市华龙区澶水小学", "小学", "教务处", "乔振宇", "13800005001"),
    ("漯河市源汇区嵩山路第二中学", "初中", "信息中心", "祝小冬", "13800005002"),
]


def make(samples):
    rows = []
    for name, kind, unit, changed in HENAN_KINDS:
        a = getattr(henan_data, name) | changed
        rows.append((a["name"], kind, unit, a["contact.name"], a["contact.mobile"], ""))
    rows += [(*row, "10月28日已电话通知") for row in HENAN_SILENT]
    write(samples / "henan-2021/名单.csv", HENAN_HEAD, [(i, *row) for i, row in enumerate(rows, 1)])
    write(samples / "guizhou-2019/名单.csv", guizhou19_data.ZUNYI_ROSTER_HEAD, guizhou19_data.ZUNYI_ROSTER)


    # Which return answers which row, and who did not answer.
    expect(samples / "guizhou-2019/collected.json", guizhou19_data.ZUNYI_ROSTER, 0, {
        "附件4 推荐表-汇川区.docx": "汇川区", "习水县 优秀区域推荐表.docx": "习水县", "遵义市红花岗区湘江路小学.docx": "遵义市红花岗区湘江路小学",
        "播州区凤凰一中推荐表（校盖章）.docx": "播州区凤凰一中", "丹霞学校(推荐表).docx": "赤水市丹霞学校",
        "遵义娄山中等职业学校 附件4.docx": "遵义娄山中等职业学校",
    })
    henan = json.loads((samples / "henan-2021/expected.json").read_text(encoding="utf-8"))
    answers = {file: e["values"]["name"] for file, e in henan.items() if e["form"] == "henan-2021/recommendation"}
    shorter = {"焦作市解放区怀庆府街第三小学": "解放区怀庆府街第三小学"}
    expect(samples / "henan-2021/collected.json", rows, 0, {file: shorter.get(name, name) for file, name in answers.items()})


def expect(path, rows, column, matched):
    missing = [row[column] for row in rows if row[column] not in matched.values()]
    path.write_text(json.dumps({"matched": matched, "missing": missing}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write(path, head, rows):
    """UTF-8 with its mark and CRLF, as Excel saves it."""
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])
