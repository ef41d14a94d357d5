#!/usr/bin/env bash
# Runs every test: the crate's own, then the outside judges (the notices' texts,
# LibreOffice, python-docx, openpyxl, pypdf, jsonschema; for PDF also qpdf, MuPDF,
# poppler and pdfium). A judge that is missing is installed through apt and pip where
# that is possible. One that cannot be had fails the run when CI is set, and is named
# as skipped otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s\n' "$*"; }

root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

say "cargo test"
if command -v cargo-nextest >/dev/null 2>&1; then
  cargo nextest run --locked --no-fail-fast
  cargo test --locked --doc
else
  cargo test --locked
fi

say "outside judges"
log=target/judges-install.log
mkdir -p target
apt() {
  command -v apt-get >/dev/null 2>&1 || return 0
  { root apt-get update -qq && root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } \
    >>"$log" 2>&1 || { echo "apt could not install $*:"; tail -n 5 "$log"; }
}
command -v soffice >/dev/null 2>&1 || apt libreoffice-writer libreoffice-calc
command -v qpdf >/dev/null 2>&1 || apt qpdf
command -v mutool >/dev/null 2>&1 || apt mupdf-tools
command -v pdftoppm >/dev/null 2>&1 || apt poppler-utils
# Pages are counted with the same fonts everywhere.
{ fc-list | grep -q 'Noto Serif CJK' && fc-list | grep -q 'Liberation Serif'; } 2>/dev/null \
  || apt fonts-noto-cjk fonts-liberation fontconfig
export FONTCONFIG_FILE="$PWD/docs/gallery/fonts.conf"

python=
if command -v python3 >/dev/null 2>&1; then
  venv=target/judges-venv
  works() { "$venv/bin/python" -m pip --version >/dev/null 2>&1; }
  make_venv() { rm -rf "$venv"; python3 -m venv "$venv" >>"$log" 2>&1; }
  works || make_venv || { apt python3-venv; make_venv || true; }
  if works; then
    python="$venv/bin/python"
    "$python" -c 'import docx, openpyxl, pypdf, jsonschema, tomli, pypdfium2, numpy' 2>/dev/null \
      || "$python" -m pip install --quiet python-docx openpyxl pypdf jsonschema tomli pypdfium2 numpy >>"$log" 2>&1 \
      || { echo "pip could not install the judges:"; tail -n 5 "$log"; }
  fi
fi

skipped=()
command -v soffice >/dev/null 2>&1 || skipped+=(soffice)
command -v qpdf >/dev/null 2>&1 || skipped+=(qpdf)
command -v mutool >/dev/null 2>&1 || skipped+=(mutool)
command -v pdftoppm >/dev/null 2>&1 || skipped+=(poppler)
for module in docx openpyxl pypdf jsonschema tomli pypdfium2 numpy; do
  [ -n "$python" ] && "$python" -c "import $module" 2>/dev/null || skipped+=("$module")
done
# pypdf counts the pages that LibreOffice makes.
case " ${skipped[*]-} " in *" pypdf "*) skipped+=(soffice) ;; esac
if [ ${#skipped[@]} -gt 0 ]; then
  echo "not installed, so skipped: ${skipped[*]}"
  if [ -n "${CI-}" ]; then
    echo "CI is set: a missing judge is a failure"
    exit 1
  fi
fi
if [ -z "$python" ]; then
  exit 0
fi

cargo build --locked --quiet
failed=0
case " ${skipped[*]-} " in
  *" tomli "*) echo "skipped: verbatim" ;;
  *) "$python" tests/outside/verbatim.py target/debug/shenbao target/verbatim || failed=1 ;;
esac
"$python" tests/outside/judge.py target/debug/shenbao target/judges ${skipped[@]+"${skipped[@]}"} || failed=1
"$python" tests/outside/judge_xlsx.py target/debug/shenbao target/judges-xlsx ${skipped[@]+"${skipped[@]}"} || failed=1
"$python" tests/outside/judge_pdf.py target/debug/shenbao target/judges-pdf ${skipped[@]+"${skipped[@]}"} || failed=1
exit "$failed"
