#!/usr/bin/env python3
"""Verbatim judge: every form says what its notice says, nothing missing, nothing
invented.

    verbatim.py BINARY WORKDIR [--forms DIR] [--templates DIR] [--only FORM]...

tests/notices holds the text of every attachment as it was read out of the
published notice, and beside it the repairs of what that reading damaged
(tests/notices/README.md). The blank form that the program renders must be the
repaired text, character by character and cell by cell; and the labels, hints and
options of its definition must occur in that text. Python's standard library is
all that is needed.
"""
import argparse
import difflib
import json
import re
import shutil
import subprocess
import sys
import tomli
import zipfile
from pathlib import Path
from xml.etree import ElementTree

NOTICES = Path(__file__).resolve().parents[1] / "notices"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CELL = "┃"  # stands before the text of every cell that is not empty
# OCR writes the notices' full-width marks half width.
FULL_WIDTH = str.maketrans("(),;:", "（），；：")
ADDED = re.compile("（公章）年月日")  # with `added` in a template


class Mistake(Exception):
    """The notice's text, or a repair of it, is not as it must be."""


# --- the notice ---------------------------------------------------------------


def notice_text(activity, form):
    """The repaired text of an attachment, and how many repairs it took."""
    path = NOTICES / activity / f"{form}.txt"
    text = path.read_text(encoding="utf-8")
    repairs = read_toml(path.with_suffix(".repairs.toml"), "repair")
    for number, repair in enumerate(repairs, 1):
        text = repaired(text, repair, f"{path.stem}.repairs.toml, repair {number}")
    return text, len(repairs)


def read_toml(path, key):
    return tomli.loads(path.read_text(encoding="utf-8"))[key] if path.exists() else []


def repaired(text, repair, where):
    needed, allowed = {"from", "to", "why"}, {"times", "moves"}
    if not needed <= repair.keys() <= needed | allowed or not repair["from"] or not repair["why"].strip():
        raise Mistake(f"{where}: needs from, to and why, and may have times and moves")
    old, new, times = repair["from"], repair["to"], repair.get("times", 1)
    if text.count(old) != times:
        raise Mistake(f"{where}: {old!r} is found {text.count(old)} times, not {times}")
    if repair.get("moves") and letters(old) != letters(new):
        raise Mistake(f"{where}: changes more than the order")
    return text.replace(old, new)


def letters(text):
    """The characters of a text, without order, white space and borders of cells."""
    return sorted(squeezed(without_markup(text)).replace(CELL, ""))


def without_markup(text):
    """Cells of a dump's tables, whether tabs or the bars of Markdown part them,
    are marked as those of a document are."""
    lines = []
    for line in text.splitlines():
        if line.startswith("|"):
            if "-" in line and not line.strip("|-: "):
                continue  # the line under a Markdown table's head
            cells = line.strip().removeprefix("|").removesuffix("|").split("|")
            line = CELL + CELL.join(cells).replace("<br>", "\n")
        elif "\t" in line:
            line = CELL + line.replace("\t", CELL)
        lines.append(re.sub(r"^#+ ", "", line))
    return "\n".join(lines)


def squeezed(text):
    """Without white space, and with one mark for a run of empty cells."""
    text = "".join(text.split())
    return re.sub(f"{CELL}+", CELL, text).strip(CELL)


def has_word(text, label):
    """Whether a text has a label that is not cut out of a longer one, as 手机号 out
    of 手机号码. The end of a line ends a word, but may also stand inside a label."""
    text = "".join("⏎" if char == "\n" else char for char in text if char == "\n" or not char.isspace())
    han = "[一-鿿]"
    letters = [*map(re.escape, squeezed(label))]
    before = f"(?<!{han})" if re.match(han, letters[0]) else ""
    after = f"(?!{han})" if re.match(han, letters[-1]) else ""
    return re.search(before + "⏎*".join(letters) + after, text) is not None


# --- the form -----------------------------------------------------------------


def document_text(path):
    """The text of a document in its order: every paragraph and every cell once."""
    with zipfile.ZipFile(path) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
        around = [name for name in package.namelist() if re.fullmatch(r"word/(header|footer)\d*\.xml", name)]
        margins = "".join(text_of(ElementTree.fromstring(package.read(name))) for name in around)
    # Page numbers stand in no notice: a digit between dashes.
    margins = re.sub(r"[\s\d—－–-]", "", margins)
    return margins + text_of(body)


def text_of(element):
    parts = []
    for node in element.iter():
        if node.tag == f"{W}tc":
            parts.append(CELL)
        elif node.tag == f"{W}t":
            parts.append(node.text or "")
    return "".join(parts)


def strangers(definition, text):
    """What a definition says and the notice's text does not."""
    title = squeezed(definition["title"])
    for what, words in definition_texts(definition):
        known = squeezed(words) in squeezed(text) if what.endswith("option") else has_word(text, words)
        # A rubric's table has no label of its own: it may take the end of the title.
        if not known and not (what.endswith("label") and title.endswith(squeezed(words))):
            yield f"not in the notice: {what}: {words}"


def definition_texts(definition):
    """What a definition quotes: what it is, and the words."""
    yield "title", definition["title"]
    if definition.get("annex"):
        yield "annex", definition["annex"]
    yield from field_texts(definition["fields"])


def field_texts(fields):
    opinions = {field["path"] for field in fields if field["type"] == "opinion"}
    for field in fields:
        path = field["path"]
        # The signature and the date of an opinion have no words on the form.
        if re.sub(r"_(signature|date)$", "", path) in opinions - {path}:
            continue
        for label in field["labels"]:
            yield f"{path}: label", label
        if field.get("hint"):
            yield f"{path}: hint", field["hint"]
        # The options of a gender belong to its type.
        if field.get("options") != ["男", "女"]:
            for option in field.get("options", []):
                yield f"{path}: option", option
        yield from field_texts(field.get("fields", []))


# --- the comparison -----------------------------------------------------------


def differences(notice, form):
    """What only one of two texts has, with the words around it."""
    changes = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, notice, form, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if changes and a - changes[-1][1] <= 1:  # one character alone parts no two differences
            changes[-1][1], changes[-1][3] = b, d
        else:
            changes.append([a, b, c, d])
    for a, b, c, d in changes:
        before, after = notice[max(0, a - 12):a], notice[b:b + 12]
        if a < b:
            yield f"missing:  {before}【{notice[a:b]}】{after}"
        if c < d:
            yield f"invented: {before}【{form[c:d]}】{after}"


def judge(binary, options, work, activity, form):
    """The differences between one form and its notice, and how many repairs the
    notice took."""
    text, repairs = notice_text(activity, form)
    text = without_markup(text)
    if notice_facts(activity)["read_by"] == "ocr":
        text = text.translate(FULL_WIDTH)

    name = f"{activity}/{form}"
    as_noticed, usual = (work / f"{activity}_{form}{end}.docx" for end in ("-as-noticed", ""))
    run(binary, *options, "render", name, "--no-added-seals", "-o", as_noticed)
    run(binary, *options, "render", name, "-o", usual)
    as_noticed, usual = (squeezed(document_text(path)) for path in (as_noticed, usual))
    definition = json.loads(run(binary, *options, "show", name, "--json"))
    found = [*differences(squeezed(text), as_noticed), *strangers(definition, text)]
    # Nothing but a seal and its date may be added for the stamp.
    if squeezed(ADDED.sub("", usual)) != squeezed(ADDED.sub("", as_noticed)):
        found += [f"added: {difference}" for difference in differences(as_noticed, usual)]
    return found, repairs


def notice_facts(activity):
    path = NOTICES / activity / "notice.toml"
    facts = tomli.loads(path.read_text(encoding="utf-8"))
    if facts.keys() != {"title", "read_by"} or facts["read_by"] not in ("word", "ocr"):
        raise Mistake(f"{activity}/notice.toml: needs title, and read_by = \"word\" or \"ocr\"")
    return facts


def run(binary, *arguments):
    result = subprocess.run([binary, "--quiet", *map(str, arguments)], capture_output=True, text=True, encoding="utf-8")
    if result.returncode != 0:
        raise Mistake(f"{' '.join(map(str, arguments))}: exit {result.returncode}: {result.stderr.strip()}")
    return result.stdout


def known_forms(binary, options):
    """All forms of the program, as activity/form."""
    activities = json.loads(run(binary, *options, "forms", "--json"))
    return {form["id"] for activity in activities for form in activity["forms"]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("work", type=Path)
    parser.add_argument("--forms")
    parser.add_argument("--templates")
    parser.add_argument("--only", action="append")
    arguments = parser.parse_args()
    options = [word for key in ("forms", "templates") if (value := getattr(arguments, key)) for word in (f"--{key}", value)]
    shutil.rmtree(arguments.work, ignore_errors=True)
    arguments.work.mkdir(parents=True)

    print("verbatim: every form against the text of its notice")
    try:
        forms = known_forms(arguments.binary, options)
    except Mistake as mistake:
        print("  FAILED", mistake)
        return 1
    notices = {f"{path.parent.name}/{path.stem}" for path in NOTICES.glob("*/*.txt")}
    failed = 0
    for name in sorted(arguments.only or forms | notices):
        try:
            if name not in forms:
                raise Mistake("the program has no such form")
            if name not in notices:
                raise Mistake("there is no text of its notice in tests/notices")
            found, repairs = judge(arguments.binary, options, arguments.work, *name.split("/"))
        except Mistake as mistake:
            found, repairs = [str(mistake)], 0
        failed += bool(found)
        print(f"  {'FAILED' if found else 'OK    '} {name}{f' ({repairs} repairs)' if repairs else ''}")
        for difference in found:
            print("        ", difference)
    # A repair file that belongs to no text would never be read.
    for path in sorted(NOTICES.glob("*/*.repairs.toml")):
        if f"{path.parent.name}/{path.name.removesuffix('.repairs.toml')}" not in notices:
            failed += 1
            print(f"  FAILED {path.parent.name}/{path.name}: belongs to no notice")
    print(f"{failed} forms differ from their notices" if failed else "all forms are verbatim")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
