"""Files that stand among returns and cannot be read as one."""
import struct
import zipfile

import henan_data as data
import screens
from clerk import line, office, save, sheet, STAMP
from judge_fill import fill_by_cell


def make(blanks, out):
    expected = {}

    def note(name, kind, what, **more):
        expected[name] = {"kind": kind, "what": what, **more}

    (out / "附件2 空文件.docx").write_bytes(b"")
    note("附件2 空文件.docx", "unreadable", "no bytes at all")

    blank = (blanks / "henan-2021_recommendation.docx").read_bytes()
    (out / "附件2 汝州市骑岭乡第三小学.docx").write_bytes(blank[: len(blank) * 3 // 5])
    note("附件2 汝州市骑岭乡第三小学.docx", "unreadable", "a docx cut off by a broken download: no central directory")

    (out / "推荐表扫描件.docx").write_bytes(pdf())
    note("推荐表扫描件.docx", "scanned", "a PDF with the extension .docx; its one page is a picture, without text")

    name = "附件2 邓州市湍河街道第一小学（盖章扫描件）.pdf"
    answers = data.HUAIYANG | {"name": "邓州市湍河街道第一小学", "kind": "学校"}
    screens.scan(blanks / "henan-2021_recommendation_plain.docx", answers, out / name)
    note(name, "scanned", "a page that was printed, signed and scanned: a picture, without text")

    name = "附件2 周口市鹿邑县太清路第五小学.doc"
    answers = data.HUAIYANG | {"name": "周口市鹿邑县太清路第五小学", "kind": "学校"}
    filled = out / "filled.docx"
    fill_by_cell(blanks / "henan-2021_recommendation_plain.docx", answers, filled)
    office(filled, "doc", out / name)
    filled.unlink()
    note(name, "old_doc", "a filled form in Word 97-2003 format: read, or named as such",
         form="henan-2021/recommendation", values=answers)

    name = "附件2 网页另存.doc"
    (out / name).write_text(html(), encoding="utf-8")
    note(name, "other_format", "HTML with the extension .doc, as web systems export it")

    (out / "附件2 加密.docx").write_bytes(compound({"EncryptionInfo": encryption_info(), "EncryptedPackage": struct.pack("<Q", 4000) + bytes(range(256)) * 16}))
    note("附件2 加密.docx", "encrypted", "a docx with a password: an OLE file with the stream EncryptedPackage (what is in it is not real)")

    bomb(out / "附件2 特别大.docx")
    note("附件2 特别大.docx", "too_large", "a zip bomb: 400 MB of document.xml in 0.6 MB")

    letter(out / "关于报送材料的说明.docx")
    note("关于报送材料的说明.docx", "no_form", "a docx that is none of the forms: a letter")

    (out / "~$附件2 张三.docx").write_bytes(b"\x06Admin\x00" + b" " * 47 + b"\x06\x00A\x00d\x00m\x00i\x00n\x00" + b"\x00" * 96)
    note("~$附件2 张三.docx", "skipped", "Word's lock file")
    (out / ".~lock.附件2 张三.docx#").write_text(",教务处,PC,22.11.2021 09:30,;", encoding="utf-8")
    note(".~lock.附件2 张三.docx#", "skipped", "LibreOffice's lock file")
    (out / "Thumbs.db").write_bytes(compound({"1": b"\x00" * 64}))
    note("Thumbs.db", "skipped", "what Windows Explorer leaves behind")
    return expected


def pdf():
    """One page that is a picture, as a scanner makes it: here of one grey pixel."""
    stream = b"q 595 0 0 842 0 0 cm /Scan Do Q"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Scan 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
        b"stream\n\xdd\nendstream",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def html():
    return """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta charset="utf-8"><title>推荐表</title></head><body>
<h1>2021年度网络学习空间应用优秀区域和学校推荐表</h1>
<table border="1"><tr><td>学校/区域名称</td><td colspan="3">濮阳市华龙区澶水小学</td></tr>
<tr><td>负责人姓名</td><td>乔振宇</td><td>手机</td><td>13800005001</td></tr></table>
</body></html>
"""


def bomb(path):
    """A document.xml of 400 MB that deflates to almost nothing."""
    head = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document '
            'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>').encode()
    block = b"<w:p/>" * 200_000
    tail = b"</w:body></w:document>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        def put(name, chunks):
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            with target.open(info, "w", force_zip64=False) as part:
                for chunk in chunks:
                    part.write(chunk)
        put("[Content_Types].xml", [b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'])
        put("_rels/.rels", [b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'])
        put("word/document.xml", [head, *[block] * (400_000_000 // len(block)), tail])


def letter(path):
    d = sheet()
    line(d, "关于报送网络学习空间材料的说明", size=18, bold=True, align="center")
    for text in [
        "省教育厅科技处：",
        "　　根据通知要求，我市已组织各县（市、区）完成推荐工作，共收到申报材料31份，经评审推荐区域2个、学校5所，现将有关材料报送贵处。因漯河市源汇区负责同志工作调整，其推荐表待重新盖章后补报。",
        "　　另，个别学校反映空间登录缓慢，恳请协调解决。",
        "　　特此说明。",
        "", "漯河市教育局", "2021年11月24日",
    ]:
        line(d, text, align="right" if text in ("漯河市教育局", "2021年11月24日") else None)
    save(d, path)


def encryption_info():
    """Agile encryption 4.4 with a descriptor whose values are made up."""
    xml = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><encryption xmlns="http://schemas.microsoft.com/office/2006/encryption">'
           '<keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" '
           'hashAlgorithm="SHA512" saltValue="AAAAAAAAAAAAAAAAAAAAAA=="/></encryption>')
    return struct.pack("<HHI", 4, 4, 0x40) + xml.encode()


SECTOR, FREE, END, FATSECT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams):
    """An OLE2 compound file with streams in its root; each is padded to 4096
    bytes, so that no short sectors are needed."""
    streams = {name: data.ljust(4096, b"\0") for name, data in sorted(streams.items(), key=lambda item: (len(item[0]), item[0].upper()))}
    sectors, table, starts = [], [], {}
    directory_at = 0
    names = list(streams)
    directory_sectors = -(-(len(names) + 1) // 4)

    def chain(count):
        first = len(table)
        table.extend(range(first + 1, first + count))
        table.append(END)
        return first

    chain(directory_sectors)
    sectors += [b""] * directory_sectors
    for name, data in streams.items():
        parts = [data[i:i + SECTOR].ljust(SECTOR, b"\0") for i in range(0, len(data), SECTOR)]
        starts[name] = chain(len(parts))
        sectors += parts
    fat_sector = len(table)
    table.append(FATSECT)
    assert len(table) <= SECTOR // 4
    fat = struct.pack("<%dI" % (SECTOR // 4), *(table + [FREE] * (SECTOR // 4 - len(table))))

    def entry(name, kind, start, size, left=FREE, right=FREE, child=FREE):
        raw = (name + "\0").encode("utf-16-le")
        return (raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, left, right, child)
                + b"\0" * 16 + b"\0" * 20 + struct.pack("<IQ", start, size))

    # The streams are in order, so each hangs to the right of the one before.
    entries = [entry("Root Entry", 5, END, 0, child=1)]
    for i, name in enumerate(names):
        entries.append(entry(name, 2, starts[name], len(streams[name]), right=i + 2 if i + 1 < len(names) else FREE))
    blank = b"\0" * 66 + b"\0\0" + struct.pack("<III", FREE, FREE, FREE) + b"\0" * 48
    entries += [blank] * (directory_sectors * 4 - len(entries))
    directory = b"".join(entries)
    assert len(directory) == directory_sectors * SECTOR
    for i in range(directory_sectors):
        sectors[i] = directory[i * SECTOR:(i + 1) * SECTOR]
    header = (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
              + struct.pack("<IIIIIIIII", 0, 1, directory_at, 0, 4096, END, 0, END, 0)
              + struct.pack("<109I", fat_sector, *[FREE] * 108))
    assert len(header) == SECTOR
    return header + b"".join(sectors) + fat
