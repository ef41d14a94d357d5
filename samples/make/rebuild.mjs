// Rebuilds the 推荐表 twice, as someone would who writes JavaScript.
//   node rebuild.mjs JOBS.json
// JOBS.json: [{ "form": "below" | "within", "out": "….docx", "answers": { path: text } }]
import { readFileSync, writeFileSync } from "node:fs";
import {
  AlignmentType, Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun, VerticalAlign, WidthType,
} from "docx";

const HINT = "（字数不限，可另附文档提交）";
const NOTE = "注：学校类型：小学、初中、高中、九年一贯制、十二年一贯制、完全中学、中职、高职、本科高校等";
const BOXES = [["空间建设情况", "construction"], ["空间应用情况", "application"], ["社会认可", "recognition"]];

const twips = (mm) => Math.round(mm * 56.7);
const paragraph = (text, options = {}) => new Paragraph({ ...options, children: [new TextRun(text)] });
const title = (text) =>
  new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ text, bold: true, size: 36 })] });

function cell(content, width, { span = 1, center = false } = {}) {
  const lines = Array.isArray(content) ? content : content.split("\n");
  return new TableCell({
    width: { size: twips(width), type: WidthType.DXA },
    columnSpan: span,
    verticalAlign: VerticalAlign.CENTER,
    children: lines.map((line) =>
      line instanceof Paragraph ? line : paragraph(line, center ? { alignment: AlignmentType.CENTER } : {})),
  });
}

const label = (text, width, span) => cell(text, width, { span, center: true });
const row = (...cells) => new TableRow({ children: cells });
const table = (widths, rows) =>
  new Table({ columnWidths: widths.map(twips), width: { size: twips(widths.reduce((a, b) => a + b)), type: WidthType.DXA }, rows });

// Answers below their labels.
function below(a) {
  const box = ([name, path]) => [
    row(label(name, 160, 6)),
    row(cell([HINT, ...(a[path] ?? "").split("\n").map((text) => "　　" + text)], 160, { span: 6 })),
  ];
  const opinion = (name, path) => [
    row(label(name, 160, 6)),
    row(cell([a[path] ?? "", (a[path + "_signature"] ?? "") + "（公章）", a[path + "_date"] ?? "年　　月　　日"], 160, { span: 6 })),
  ];
  const person = (name, group) => [
    row(label(name, 160, 6)),
    row(label("姓名", 50, 2), label("职务", 50, 2), label("手机", 60, 2)),
    row(cell(a[group + ".name"], 50, { span: 2 }), cell(a[group + ".title"], 50, { span: 2 }), cell(a[group + ".mobile"], 60, { span: 2 })),
  ];
  return table([25, 25, 25, 25, 30, 30], [
    row(label("学校/区域名称", 80, 3), label("推荐类型", 80, 3)),
    row(cell(a.name, 80, { span: 3 }), label("地市□  县区√  学校□", 80, 3)),
    ...person("负责人信息", "leader"),
    ...person("联系人信息", "contact"),
    row(label("空间地址", 75, 3), label("用户名", 55, 2), label("密码", 30, 1)),
    row(cell(a.url, 75, { span: 3 }), cell(a.username, 55, { span: 2 }), cell(a.password, 30)),
    ...BOXES.flatMap(box),
    ...opinion("地市级教育行政部门推荐意见", "city_opinion"),
    ...opinion("省级教育行政部门推荐意见", "province_opinion"),
  ]);
}

// Label and answer in one cell, and empty paragraphs.
function within(a) {
  const wide = (content) => row(cell(content, 159, { span: 3 }));
  const person = (name, group) => [
    wide(`${name}：`),
    row(cell(["", `姓名：${a[group + ".name"]}`, ""], 53), cell(`职务：${a[group + ".title"]}`, 53), cell(["", `手机：${a[group + ".mobile"]}`], 53)),
  ];
  const option = (name) => (a.kind === name ? "■" : "□") + name;
  return table([53, 53, 53], [
    wide(`学校/区域名称：${a.name}`),
    ...person("负责人信息", "leader"),
    ...person("联系人信息", "contact"),
    wide(["", `推荐类型：${["地市", "县区", "学校"].map(option).join("  ")}`]),
    wide(`空间地址：${a.url}`),
    row(cell(`用户名：${a.username}`, 106, { span: 2 }), cell(`密码：${a.password}`, 53)),
    ...BOXES.map(([name, path]) => wide([`${name}：`, "", ...a[path].split("\n").flatMap((text) => [text, ""])])),
    wide(["地市级教育行政部门推荐意见：", "", a.city_opinion, "", `${a.city_opinion_signature}（公章）`, a.city_opinion_date]),
    wide(["省级教育行政部门推荐意见：", "", "", "（公章）", "年　　月　　日"]),
  ]);
}

for (const job of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const document = new Document({
    creator: "school",
    styles: { default: { document: { run: { size: 24, font: { ascii: "Times New Roman", eastAsia: "宋体" } } } } },
    sections: [{
      properties: { page: { size: { width: 11906, height: 16838 }, margin: { top: 1247, bottom: 1247, left: 1418, right: 1418 } } },
      children: [
        paragraph("附件2"),
        title("2021年度网络学习空间应用优秀区域和学校"),
        title("推 荐 表"),
        { below, within }[job.form](job.answers),
        paragraph(NOTE),
      ],
    }],
  });
  writeFileSync(job.out, await Packer.toBuffer(document));
}
