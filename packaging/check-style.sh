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

# The files by what is asked of them; one program goes over many of them, since starting thousands takes most of a minute.
every_file=() texts=() sources=() formatted=()

sort_out() {
    local file
    for file in "$@"; do
        if [ -f "$file" ] && [ ! -L "$file" ]; then every_file+=("$file"); fi
    done
    while IFS= read -r -d '' file; do
        case "$file" in
            */tests/data/* | */resources/samples/*/*.json | */LICENSE | */packaging/licences/texts/*) continue ;;
        esac
        texts+=("$file")
        case "$file" in
            *.cpp | *.h | *.cu | *.inc | *.sh | *.py | *.cmake | */CMakeLists.txt | */.ci/run) sources+=("$file") ;;
        esac
        case "$file" in
            *.cpp | *.h | *.cu) formatted+=("$file") ;;
        esac
    done < <(list_texts)
}

# Those with text in them, and the empty ones.
list_texts() {
    grep -IlZ '' /dev/null "${every_file[@]}" || true
    find /dev/null "${every_file[@]}" -maxdepth 0 -type f -empty -print0
}

check_sizes() {
    local file
    while IFS= read -r -d '' file; do
        case "$file" in
            */tests/data/* | */resources/samples/* | */resources/readme/*) ;;
            *) report "$file" "larger than 512 KB" ;;
        esac
    done < <(find /dev/null "${every_file[@]}" -maxdepth 0 -type f -size +${max_bytes}c -print0)
}

check_words() {
    local file line
    while IFS= read -r -d '' file && IFS= read -r line; do
        [[ "$line" =~ $examples ]] || report "$file:${line%%:*}" "forbidden: $(cut -c1-100 <<<"${line#*:}")"
    done < <(grep -nHZE "$forbidden" /dev/null "${texts[@]}" || true)
}

check_space() {
    local file line
    while IFS= read -r -d '' file && IFS= read -r line; do
        report "$file:${line%%:*}" "space at the end of the line"
    done < <(grep -nHZE '[[:space:]]+$' /dev/null "${sources[@]}" || true)
}

check_first_and_last_line() {
    local file lines
    for file in "${sources[@]}"; do
        mapfile lines <"$file"
        [[ "${lines[*]:0:3}" == *'SPDX-License-Identifier: Apache-2.0'* ]] || report "$file" "no SPDX line at the top"
        [ ${#lines[@]} -eq 0 ] || [[ "${lines[-1]}" == *$'\n' ]] || report "$file" "no line end at the end of the file"
    done
}

check_format() {
    [ ${#formatted[@]} -gt 0 ] || return 0
    local complaints file before=$findings
    complaints="$(clang-format --dry-run --Werror "${formatted[@]}" 2>&1)" && return 0
    while IFS= read -r file; do
        report "$file" "not as clang-format writes it: run clang-format -i"
    done < <(sed -nE 's/:[0-9]+:[0-9]+: error: code should be clang-formatted.*//p' <<<"$complaints" | sort -u)
    [ $findings -gt $before ] || report clang-format "$complaints"
}

list_files() {
    if git -C "$root" rev-parse --git-dir >/dev/null 2>&1; then
        git -C "$root" ls-files -z
    else
        (cd "$root" && find . \( -name build -o -name out -o -name .git \) -prune -o -type f -printf '%P\0')
    fi
}

if [ $# -eq 0 ]; then
    mapfile -d '' -t tracked < <(list_files)
    sort_out "${tracked[@]/#/$root/}"
else
    mapfile -d '' -t named < <(realpath -z -- "$@")
    sort_out "${named[@]}"
fi
check_sizes
check_words
check_space
check_first_and_last_line
check_format
[ $findings -eq 0 ] || { echo "check-style: $findings findings" >&2; exit 1; }
