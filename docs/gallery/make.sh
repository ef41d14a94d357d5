#!/usr/bin/env bash
# Remakes the pictures of this folder: every page of every form, blank and
# filled, one form in the three formats, the official summary, a sheet of the
# workbook. Needs LibreOffice, poppler (pdftoppm) and ImageMagick (montage), none
# of which the program needs.
set -euo pipefail
cd "$(dirname "$0")/../.."
export FONTCONFIG_FILE="$PWD/docs/gallery/fonts.conf"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# SHENBAO names a program that is built already.
bin=${SHENBAO:-target/release/shenbao}
if [ -z "${SHENBAO:-}" ]; then cargo build --release --locked --quiet; fi
for definition in forms/*-*/*.toml; do
  form=${definition#forms/}
  form=${form%.toml}
  case $form in */activity) continue ;; esac
  name=${form//\//_}
  "$bin" -q render "$form" -o "$work/$name-1blank.docx"
  # Forms that nobody fills have no record.
  record=tests/records/$form.json
  if [ -f "$record" ]; then "$bin" -q render "$form" "$record" -o "$work/$name-2filled.docx"; fi
done
"$bin" -q collect samples/henan-2021/returns --activity henan-2021 -o "$work/workbook.xlsx" || true
mv "$work"/*汇总信息表.xlsx "$work/summary.xlsx"
rm "$work"/*汇总信息表.{docx,pdf}
# One form in Word, Excel and PDF, side by side.
three=$work/three
mkdir -p "$three/pdf"
"$bin" -q render henan-2021/recommendation tests/records/henan-2021/recommendation.json -o "$three/1.docx"
"$bin" -q render henan-2021/recommendation tests/records/henan-2021/recommendation.json -o "$three/2.xlsx"
"$bin" -q render henan-2021/recommendation tests/records/henan-2021/recommendation.json -o "$three/pdf/3.pdf"
soffice -env:UserInstallation="file://$work/profile" --headless --convert-to pdf --outdir "$three/pdf" "$three"/1.docx "$three"/2.xlsx >/dev/null
for pdf in "$three"/pdf/*.pdf; do pdftoppm -r 60 -png -f 1 -l 1 -singlefile "$pdf" "${pdf%.pdf}"; done
montage "$three"/pdf/[123].png -tile 3x -geometry +8+8 -background '#888' -colors 48 docs/gallery/formats.png
soffice -env:UserInstallation="file://$work/profile" --headless --convert-to pdf --outdir "$work" "$work"/*.docx "$work"/{workbook,summary}.xlsx >/dev/null
for pdf in "$work"/*-1blank.pdf; do
  name=$(basename "$pdf" -1blank.pdf)
  pdftoppm -r 70 -png "$pdf" "$work/$name-1"
  if [ -f "$work/$name-2filled.pdf" ]; then pdftoppm -r 70 -png "$work/$name-2filled.pdf" "$work/$name-2"; fi
  montage "$work/$name"-[12]-*.png -tile 4x -geometry +8+8 -background '#888' -colors 32 "docs/gallery/$name.png"
done
pdftoppm -r 80 -png -f 1 -l 1 "$work/summary.pdf" "$work/summary"
convert "$work"/summary-*1.png -colors 32 docs/gallery/workbook-summary.png
# The left part of the sheet with every field, after the overview.
pdftoppm -r 300 -x 30 -y 25 -W 1560 -H 640 -png -f 2 -l 2 "$work/workbook.pdf" "$work/data"
convert "$work"/data-*.png -colors 64 docs/gallery/workbook-data.png
