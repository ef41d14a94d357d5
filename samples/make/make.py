"""Makes all sample returns and what is expected of them.

    python3 samples/make/make.py BLANKS

BLANKS: a folder with our blank forms, `<activity>_<form>.docx` (with content
controls) and `<activity>_<form>_plain.docx` (without), and a few as PDF and XLSX.
See README.md.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import broken
import chibi
import chibi_school
import guizhou
import guizhou18
import guizhou19
import guizhou21
import henan
import rosters
import screens
import sheets
from clerk import repack

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent
ACTIVITIES = {
    "henan-2021": [henan, sheets.Henan], "guizhou-2018": [guizhou, guizhou18, screens.Guizhou18], "guizhou-2019": [guizhou19],
    "guizhou-2021": [guizhou21, sheets.Guizhou, screens.Guizhou21], "chibi-2020": [chibi, chibi_school, screens.Chibi],
}


def told(values):
    """The answers without those that say nothing."""
    return {k: v for k, v in values.items() if v not in (None, "", [])}


class Book:
    """What is expected of the files of one folder."""

    def __init__(self):
        self.files = {}

    def note(self, file, form, made, values, findings=(), changed=None, **more):
        """`also`: the further forms of the same file, (values, findings);
        `stages`: {stage: findings} that are due when the file is at that stage;
        `collected`: findings that only show among the other returns."""
        entry = {"form": form, "made": made, "values": told({**values, **(changed or {})}), "findings": list(findings)}
        if "also" in more:
            more["also"] = [{"form": form, "values": told(a), "findings": list(f)} for a, f in more["also"]]
        self.files[Path(file).name] = entry | more

    def write(self, path):
        text = json.dumps(self.files, ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    blanks = Path(sys.argv[1])
    jobs = []
    for activity, modules in ACTIVITIES.items():
        out = SAMPLES / activity / "returns"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        book = Book()
        for module in modules:
            module.make(blanks, out, book.note)
            if hasattr(module, "by_npm"):
                module.by_npm(out, book.note, jobs)
        book.write(SAMPLES / activity / "expected.json")
        print(f"{activity}: {len(book.files)}")
    rebuild(jobs)
    rosters.make(SAMPLES)
    out = SAMPLES / "broken"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    expected = broken.make(blanks, out)
    (SAMPLES / "broken.expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"broken: {len(expected)}")


def rebuild(jobs):
    """Runs rebuild.mjs in a folder of its own, where npm puts the docx package."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ["package.json", "package-lock.json", "rebuild.mjs"]:
            if (HERE / name).exists():
                shutil.copy(HERE / name, folder)
        (Path(folder) / "jobs.json").write_text(json.dumps(jobs, ensure_ascii=False), encoding="utf-8")
        quiet = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL, "env": {**os.environ, "npm_config_loglevel": "error"}}
        subprocess.run(["npm", "ci" if (HERE / "package-lock.json").exists() else "install"], **quiet)
        subprocess.run(["node", "rebuild.mjs", "jobs.json"], **quiet)
    for job in jobs:
        repack(job["out"])


if __name__ == "__main__":
    main()
