#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Quality of the reconstruction on whole sample sets: makes the runs, scores them on views and meshes that the runs do not read, and prints
# one table, then each bar of the project beside what was measured. What is missing is a line "skipped: why".
#
#   tests/scores.sh [RUN ...]       RUN: ceiling toy-hull toy toy-high six-depth six kettle totem (default: all)
#
#   BOZZETTO_SAMPLES   folder of the full sample sets toy and toy6 (default: ../shared/samples beside the checkout; without it the
#                      bundled sample stands in for toy, and what needs its light or the six views is skipped)
#   BOZZETTO_SCENES    folder of the sets kettle and totem (tests/scenes/README.md says how they are rendered)
#   BOZZETTO_BUILD     build folder with the programs as they are (default: build/release, brought up to date first)
#   BOZZETTO_SCORES    where results and logs go (default: out/scores)
#   BOZZETTO_REUSE=1   scores again what an earlier call reconstructed
#   BOZZETTO_OPTIONS   further words for every `reconstruct`, for example "--threads 2 --seed 1"
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
build="${BOZZETTO_BUILD:-$root/build/release}"
cli="$build/app/bozzetto-cli"
out="${BOZZETTO_SCORES:-$root/out/scores}"
samples="${BOZZETTO_SAMPLES:-$root/../shared/samples}"
scenes="${BOZZETTO_SCENES:-}"
toy="$samples/toy"
six="$samples/toy6"
[ -f "$toy/transforms_train.json" ] || toy="$root/resources/samples/pip7"
wanted=("$@")
read -r -a options <<<"${BOZZETTO_OPTIONS:-}"

command -v jq >/dev/null || { echo "scores: needs jq (packaging/install-deps.sh installs it)" >&2; exit 1; }
[ -n "${BOZZETTO_BUILD:-}" ] || "$root/packaging/build.sh" release bozzetto-cli bozzetto-ceiling >&2
[ -x "$cli" ] || { echo "scores: no program at $cli" >&2; exit 1; }
mkdir -p "$out"

# --- runs ------------------------------------------------------------------------------------------------------------------

skipped=()
skip() { skipped+=("skipped: $1: $2"); }

is_wanted() {
    [ ${#wanted[@]} -eq 0 ] && return 0
    local name
    for name in "${wanted[@]}"; do
        [ "$name" = "$1" ] && return 0
    done
    return 1
}

# reconstruct NAME INPUT OPTION...: leaves $out/NAME/nvdiffrec; false when it cannot.
reconstruct() {
    local name="$1" input="$2"
    shift 2
    if [ ! -f "$input/transforms_train.json" ]; then
        skip "$name" "no image set at $input"
        return 1
    fi
    if [ "${BOZZETTO_REUSE:-}" = 1 ] && [ -f "$out/$name/nvdiffrec/report.json" ]; then
        return 0
    fi
    echo "scores: reconstructing $name ..." >&2
    local status=0
    "$cli" reconstruct "$input" --output "$out/$name" --overwrite "$@" ${options[@]+"${options[@]}"} \
        >"$out/$name.log" 2>&1 </dev/null || status=$?
    if [ $status -ne 0 ]; then
        skip "$name" "reconstruct ended with $status: $(tail -n 1 "$out/$name.log")"
        return 1
    fi
}

# evaluate NAME RESULT SET OPTION...: leaves $out/NAME.json; false when it cannot.
evaluate() {
    local name="$1" result="$2" set="$3"
    shift 3
    if ! "$cli" evaluate "$out/$result/nvdiffrec" --views "$set/transforms_test.json" --json "$@" \
        >"$out/$name.json" 2>"$out/$name.evaluate.log" </dev/null; then
        skip "$name" "evaluate failed: $(tail -n 1 "$out/$name.evaluate.log")"
        rm -f "$out/$name.json"
        return 1
    fi
}

# run NAME INPUT TRUTH OPTION...: reconstructs INPUT and scores it on the test views and mesh of the set TRUTH.
run() {
    local name="$1" input="$2" truth="$3"
    shift 3
    rm -f "$out/$name.json"
    is_wanted "$name" || return 0
    if reconstruct "$name" "$input" "$@"; then
        evaluate "$name" "$name" "$truth" --mesh "$truth/mesh_gt.ply" || true
    fi
}

# The default result under the light that the photographs were made under.
relight() {
    rm -f "$out/toy-relit.json"
    [ -f "$out/toy.json" ] || return 0
    if [ ! -f "$toy/env.hdr" ]; then
        skip toy-relit "no env.hdr at $toy"
        return 0
    fi
    evaluate toy-relit toy "$toy" --light "$toy/env.hdr" || true
}

# What our shading allows at best on these views: true mesh, materials and light. Leaves $out/ceiling.txt.
ceiling() {
    rm -f "$out/ceiling.txt"
    is_wanted ceiling || return 0
    local program
    program="$(find "$build" -name bozzetto-ceiling -type f -perm -u+x 2>/dev/null | head -n 1)"
    if [ -z "$program" ]; then
        skip ceiling "bozzetto-ceiling is not built in $build"
    elif [ ! -f "$toy/env.hdr" ]; then
        skip ceiling "no env.hdr at $toy"
    elif ! "$program" "$toy/transforms_test.json" --mesh "$toy/mesh_gt.ply" --light "$toy/env.hdr" \
        >"$out/ceiling.log" 2>&1 </dev/null; then
        skip ceiling "bozzetto-ceiling failed: $(tail -n 1 "$out/ceiling.log")"
    else
        sed -n '/^mean/,$p' "$out/ceiling.log" >"$out/ceiling.txt"
    fi
}

scene() {
    if [ -z "$scenes" ]; then
        is_wanted "$1" && skip "$1" "BOZZETTO_SCENES names no folder (tests/scenes/README.md)"
        rm -f "$out/$1.json"
        return 0
    fi
    run "$1" "$scenes/$1" "$scenes/$1" --set depth=off
}

# --- the table ---------------------------------------------------------------------------------------------------------------

# value FILE JQ-PATH FORMAT [FACTOR]: a formatted number, or "-" when the file or the number is not there.
value() {
    local number
    number="$(jq -r "($2) // empty | if type == \"number\" then . * ${4:-1} else . end" "$1" 2>/dev/null || true)"
    if [ -z "$number" ]; then
        printf -- '-'
    elif [[ "$number" =~ ^[-0-9.eE+]+$ ]]; then
        # shellcheck disable=SC2059
        printf "$3" "$number"
    else
        printf '%s' "$number"
    fi
}

readonly gib=9.313225746154785e-10  # of a byte
readonly row='%-10s %6s %5s %6s %6s %6s %6s %7s %6s %6s %6s %6s %6s %6s\n'

# scores_row NAME SCORES.json REPORT.json
scores_row() {
    [ -s "$2" ] || return 0
    # shellcheck disable=SC2059
    printf "$row" "$1" "$(value "$3" .seconds %.0f)" "$(value "$3" .peak_memory_bytes %.2f "$gib")" \
        "$(value "$2" .psnr %.2f)" "$(value "$2" .psnr_masked %.2f)" "$(value "$2" .ssim %.3f)" "$(value "$2" .mask_iou %.4f)" \
        "$(value "$2" .surface_l1 %.3f 100)" "$(value "$2" .fscore_05 %.3f)" "$(value "$2" .fscore_1 %.3f)" \
        "$(value "$2" .normal_error_deg %.1f)" "$(value "$2" .albedo_psnr %.2f)" "$(value "$2" .roughness_error %.3f)" \
        "$(value "$2" .metallic_error %.3f)"
}

print_table() {
    # shellcheck disable=SC2059
    printf "$row" run s GiB PSNR in-mask SSIM IoU L1-% F-0.5% F-1% normal albedo rough metal
    local name
    for name in toy-hull toy toy-high six-depth six kettle totem; do
        scores_row "$name" "$out/$name.json" "$out/$name/nvdiffrec/report.json"
    done
    scores_row toy-relit "$out/toy-relit.json" /dev/null
}

print_closed() {
    local name
    for name in toy toy-high six-depth six kettle totem; do
        [ -f "$out/$name.json" ] || continue
        printf '%-10s triangles %s, closed %s, edge-manifold %s, components %s, degenerate faces %s\n' "$name" \
            "$(value "$out/$name.json" .triangles %d)" "$(value "$out/$name.json" '.closed|tostring' %s)" \
            "$(value "$out/$name.json" '.edge_manifold|tostring' %s)" "$(value "$out/$name.json" .components %d)" \
            "$(value "$out/$name.json" '.degenerate_faces|tostring' %s)"
    done
}

# bar TEXT FILE JQ-PATH OPERATOR LIMIT: one line, "ok" or "MISSED".
bar() {
    local number
    number="$(jq -r "($3) // empty" "$2" 2>/dev/null || true)"
    [ -n "$number" ] || return 0
    local verdict=MISSED
    awk "BEGIN {exit !($number $4 $5)}" && verdict=ok
    printf '%-7s %-52s %10.4f  (%s %s)\n' "$verdict" "$1" "$number" "$4" "$5"
}

print_bars() {
    bar "default: seconds" "$out/toy/nvdiffrec/report.json" .seconds '<=' 180
    bar "default: peak memory, GiB" "$out/toy/nvdiffrec/report.json" ".peak_memory_bytes * $gib" '<=' 4
    bar "default: PSNR" "$out/toy.json" .psnr '>=' 28
    bar "default: mask IoU" "$out/toy.json" .mask_iou '>=' 0.992
    bar "default: Surface-L1, %" "$out/toy.json" '.surface_l1 * 100' '<=' 0.18
    bar "default: albedo PSNR" "$out/toy.json" .albedo_psnr '>=' 20
    bar "default: roughness error" "$out/toy.json" .roughness_error '<=' 0.15
    bar "default: metallic error" "$out/toy.json" .metallic_error '<=' 0.10
    bar "high: PSNR" "$out/toy-high.json" .psnr '>=' 29.5
    bar "high: Surface-L1, %" "$out/toy-high.json" '.surface_l1 * 100' '<=' 0.13
    bar "six views with depth: Surface-L1, %" "$out/six-depth.json" '.surface_l1 * 100' '<=' 0.25
    bar "six views without depth: Surface-L1, %" "$out/six.json" '.surface_l1 * 100' '<=' 0.7
    compare "over its hull start: PSNR gained" toy-hull.json toy.json '$b.psnr - $a.psnr' '>=' 1.5
    compare "over its hull start: Surface-L1, part saved" toy-hull.json toy.json '1 - $b.surface_l1 / $a.surface_l1' '>=' 0.2
    compare "under the true light: PSNR lost" toy.json toy-relit.json '$a.psnr - $b.psnr' '<=' 3
    compare "kettle: PSNR below the sample's" toy.json kettle.json '$a.psnr - $b.psnr' '<=' 3
    compare "totem: PSNR below the sample's" toy.json totem.json '$a.psnr - $b.psnr' '<=' 3
}

# compare TEXT A.json B.json EXPRESSION-OF-$a-AND-$b OPERATOR LIMIT
compare() {
    [ -s "$out/$2" ] && [ -s "$out/$3" ] || return 0
    jq -n --slurpfile x "$out/$2" --slurpfile y "$out/$3" "\$x[0] as \$a | \$y[0] as \$b | {number: ($4)}" \
        >"$out/compare.json" 2>/dev/null || return 0
    bar "$1" "$out/compare.json" .number "$5" "$6"
}

ceiling
run toy-hull "$toy" "$toy" --set depth=off --set start_only=on
run toy "$toy" "$toy" --set depth=off
relight
run toy-high "$toy" "$toy" --preset high --set depth=off
run six-depth "$six" "$toy" --set depth=auto
run six "$six" "$toy" --set depth=off
scene kettle
scene totem

if [ -f "$out/ceiling.txt" ]; then
    echo "Ceiling: the true mesh, materials and light under our shading; $(cat "$out/ceiling.txt")"
    echo
fi
print_table
echo
print_closed
echo
print_bars
printf '%s\n' ${skipped[@]+"${skipped[@]}"}
