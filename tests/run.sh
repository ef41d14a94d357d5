#!/usr/bin/env bash
# Runs every test: the crate's own, then the outside judges (LibreOffice,
# python-docx, openpyxl, pypdf, jsonschema). A judge that is missing is installed
# through apt and pip where that is possible. One that cannot be had fails the
# run when CI is set, and is named as skipped otherwise.
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
if ! command -v soffice >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
  { root apt-get update -qq && root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      libreoffice-writer fonts-noto-cjk python3-venv; } >/dev/null 2>&1 || true
fi
python=python3
if command -v python3 >/dev/null 2>&1; then
  venv=target/judges-venv
  if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv" >/dev/null 2>&1 || true
  fi
  if [ -x "$venv/bin/python" ]; then
    python="$venv/bin/python"
    "$python" -c 'import docx, openpyxl, pypdf, jsonschema' 2>/dev/null \
      || "$python" -m pip install --quiet python-docx openpyxl pypdf jsonschema || true
  fi
else
  python=
fi

skipped=()
command -v soffice >/dev/null 2>&1 || skipped+=(soffice)
for module in docx openpyxl pypdf jsonschema; do
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
"$python" tests/outside/judge.py target/debug/shenbao target/judges ${skipped[@]+"${skipped[@]}"}
