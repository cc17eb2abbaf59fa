#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# check-style.sh [FILE ...]: what every text of the project must keep to; without arguments, every file that git tracks.
# Used by the pre-commit hook and by the test `style`. Prints one line a finding; the exit status is 1 when there are any.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly max_bytes=$((512 * 1024))
# Marks of unfinished work, paths of somebody's own machine, credits to tools. Split, so that this file does not find itself.
readonly forbidden='\b(TO''DO|FIX''ME|XX''X|HA''CK)\b|/(wo''rk|fa''rm|ro''ot)/|/ho''me/[a-z]|Co-Authored''-By|\b(Cla''ude|Chat''GPT|Cop''ilot)\b'
readonly examples='/ho''me/(x|somebody)/'  # made-up paths that tests and comments may use

findings=0
report() {
    echo "$1: $2"
    findings=$((findings + 1))
}

is_text() { [ ! -s "$1" ] || grep -Iq . "$1"; }

check_size() {
    case "$1" in
        */tests/data/* | */resources/samples/* | */resources/readme/*) ;;
        *) [ "$(stat -c %s "$1")" -le $max_bytes ] || report "$1" "larger than 512 KB" ;;
    esac
}

check_words() {
    local line
    while IFS= read -r line; do
        report "$1:${line%%:*}" "forbidden: $(sed 's/^[0-9]*:[[:space:]]*//' <<<"$line" | cut -c1-100)"
    done < <(grep -nE "$forbidden" "$1" | grep -vE "$examples" || true)
}

check_space() {
    local line
    while IFS= read -r line; do
        report "$1:$line" "space at the end of the line"
    done < <(grep -nE '[[:space:]]+$' "$1" | cut -d: -f1 || true)
    [ -z "$(tail -c 1 "$1")" ] || report "$1" "no line end at the end of the file"
}

check_licence_line() {
    head -n 3 "$1" | grep -q 'SPDX-License-Identifier: Apache-2.0' || report "$1" "no SPDX line at the top"
}

check_format() {
    clang-format --dry-run --Werror "$1" 2>/dev/null || report "$1" "not as clang-format writes it: run clang-format -i"
}

check_file() {
    local file="$1"
    [ -f "$file" ] && [ ! -L "$file" ] || return 0
    check_size "$file"
    is_text "$file" || return 0
    case "$file" in
        */tests/data/* | */resources/samples/*/*.json | */LICENSE | */packaging/licences/texts/*) return 0 ;;
    esac
    check_words "$file"
    case "$file" in
        *.cpp | *.h | *.cu | *.inc | *.sh | *.py | *.cmake | */CMakeLists.txt | */.ci/run)
            check_space "$file"
            check_licence_line "$file"
            ;;
    esac
    case "$file" in
        *.cpp | *.h | *.cu) check_format "$file" ;;
    esac
}

list_files() {
    if git -C "$root" rev-parse --git-dir >/dev/null 2>&1; then
        git -C "$root" ls-files -z
    else
        (cd "$root" && find . \( -name build -o -name out -o -name .git \) -prune -o -type f -printf '%P\0')
    fi
}

if [ $# -eq 0 ]; then
    while IFS= read -r -d '' file; do
        check_file "$root/$file"
    done < <(list_files)
else
    for file in "$@"; do
        check_file "$(realpath -- "$file")"
    done
fi
[ $findings -eq 0 ] || { echo "check-style: $findings findings" >&2; exit 1; }
