#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Brings resources/translations/*.ts up to date with the texts in the source; texts that are gone are dropped.
#   packaging/translations.sh            updates the files
#   packaging/translations.sh --check    changes nothing; fails if a text is missing or unfinished in a language
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
lupdate="$(command -v lupdate6 || echo /usr/lib/qt6/bin/lupdate)"
cd "$root"
# English needs no translation, only its plural forms.
update() {
    for file in "$@"; do
        plural=()
        [ "$(basename "$file")" != bozzetto_en.ts ] || plural=(-pluralonly)
        "$lupdate" -silent -no-obsolete "${plural[@]}" -locations none -I . -extensions h,cpp ui app -ts "$file"
    done
}

if [ "${1:-}" != --check ]; then
    update resources/translations/*.ts
    grep -c 'type="unfinished"' resources/translations/*.ts || true
    exit 0
fi

copies="$(mktemp -d)"
trap 'rm -rf -- "$copies"' EXIT
cp resources/translations/*.ts "$copies"
update "$copies"/*.ts
failed=0
for copy in "$copies"/*.ts; do
    open="$(grep -c 'type="unfinished"' "$copy" || true)"
    if [ "$open" -gt 0 ]; then
        echo "$(basename "$copy"): $open texts are not translated, for example:"
        grep -A3 '<source>' "$copy" | grep -B2 'type="unfinished"' | grep '<source>' | head -n 20
        failed=1
    fi
done
exit $failed
