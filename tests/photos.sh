#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From photographs alone: reconstructs rendered handheld photographs, of which nothing but the JPEGs is given, scores cameras, masks and
# mesh against the truth, and prints one table, then each bar of the project beside what was measured.
#
#   tests/photos.sh PHOTOS [HELD]
#
#   PHOTOS   folder that `make_scene.py --rig handheld --table --jpeg 92` wrote: images/, truth.json, train_depth/, mesh_gt.ply
#   HELD     another such folder of the same scene (another --seed): its photographs are held back and compared with the result
#
#   BOZZETTO_BUILD     build folder with the programs as they are (default: build/release, brought up to date first)
#   BOZZETTO_SCORES    where results and logs go (default: out/photos)
#   BOZZETTO_REUSE=1   scores again what an earlier call reconstructed
#   BOZZETTO_OPTIONS   further words for `reconstruct`, for example "--preset draft --threads 2"
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
[ $# -ge 1 ] && [ -f "$1/truth.json" ] && [ -d "$1/images" ] || {
    sed -n '3,/^set /p' "${BASH_SOURCE[0]}" | sed '$d; s/^# \{0,1\}//' >&2
    exit 2
}
photos="$(cd "$1" && pwd)"
held="${2:+$(cd "$2" && pwd)}"
name="$(basename "$photos")"
build="${BOZZETTO_BUILD:-$root/build/release}"
cli="$build/app/bozzetto-cli"
out="${BOZZETTO_SCORES:-$root/out/photos}/$name"
read -r -a options <<<"${BOZZETTO_OPTIONS:-}"

command -v jq >/dev/null || { echo "photos: needs jq (packaging/install-deps.sh installs it)" >&2; exit 1; }
[ -n "${BOZZETTO_BUILD:-}" ] || "$root/packaging/build.sh" release bozzetto-cli >&2
[ -x "$cli" ] || { echo "photos: no program at $cli" >&2; exit 1; }
mkdir -p "$out"

# An empty cache of its own: the time of estimating cameras counts.
export XDG_CACHE_HOME="$out/cache"

fail() { echo "photos: $1: $(tail -n 1 "$2")" >&2; exit 1; }

if [ "${BOZZETTO_REUSE:-}" != 1 ] || [ ! -f "$out/result/nvdiffrec/report.json" ]; then
    rm -rf "$out/cache" "$out/masks" "$out"/*.json
    echo "photos: reconstructing $name ..." >&2
    start=$(date +%s)
    "$cli" reconstruct "$photos/images" --output "$out/result" --overwrite ${options[@]+"${options[@]}"} >"$out/reconstruct.log" 2>&1 \
        </dev/null || fail "reconstruct failed" "$out/reconstruct.log"
    echo $(($(date +%s) - start)) >"$out/seconds"
fi
if [ ! -d "$out/masks" ]; then
    # The same cameras, from the cache.
    "$cli" cameras "$photos/images" --output "$out/cameras.json" >"$out/cameras.log" 2>&1 </dev/null || fail "cameras failed" "$out/cameras.log"
    "$cli" masks "$photos/images" --cameras "$out/cameras.json" --output "$out/masks" >"$out/masks.log" 2>&1 </dev/null ||
        fail "masks failed" "$out/masks.log"
fi
result="$out/result/nvdiffrec"
for part in whole seen; do
    "$cli" evaluate "$result" --views "$photos/truth.json" --align --mesh "$photos/mesh_gt.ply" --masks "$out/masks" --json \
        $([ $part = seen ] && echo --seen) >"$out/$part.json" 2>"$out/evaluate.log" </dev/null || fail "evaluate failed" "$out/evaluate.log"
done
if [ -n "$held" ]; then
    "$cli" evaluate "$result" --views "$held/truth.json" --align --true-cameras "$photos/truth.json" --json >"$out/held.json" \
        2>"$out/evaluate.log" </dev/null || fail "evaluate of the held-back photographs failed" "$out/evaluate.log"
fi

# --- the table ---------------------------------------------------------------------------------------------------------------

# value FILE KEY FORMAT [FACTOR]: a formatted number, or "-".
value() {
    local number
    number="$(jq -r ".$2 // empty | if type == \"number\" then . * ${4:-1} else . end" "$out/$1.json" 2>/dev/null || true)"
    # shellcheck disable=SC2059
    if [ -n "$number" ]; then printf "$3" "$number"; else printf -- '-'; fi
}

# bar TEXT FILE KEY FACTOR OPERATOR LIMIT: one line, "ok" or "MISSED".
bar() {
    local number
    number="$(value "$2" "$3" %.6f "$4")"
    [ "$number" != - ] || return 0
    local verdict=MISSED
    awk "BEGIN {exit !($number $5 $6)}" && verdict=ok
    printf '%-7s %-58s %9.3f  (%s %s)\n' "$verdict" "$1" "$number" "$5" "$6"
}

pictures=$(find "$photos/images" -maxdepth 1 -iname '*.jpg' | wc -l)
seconds=$(cat "$out/seconds")
jq -n --argjson s "$seconds" '{seconds: $s}' >"$out/time.json"

readonly row='%-12s %8s %8s %8s %8s %8s %8s %8s %8s %8s %8s %8s %8s\n'
# shellcheck disable=SC2059
{
    printf "$row" photos cameras s focal-% pos-% rot-deg IoU IoU-min L1-% seen-L1 beyond-% in-mask held
    printf "$row" "$name" "$(value seen cameras %d)/$pictures" "$seconds" "$(value seen focal_error %.3f 100)" \
        "$(value seen position_error %.3f 100)" "$(value seen rotation_error_deg %.3f)" "$(value seen masks_iou %.4f)" \
        "$(value seen masks_iou_worst %.4f)" "$(value whole surface_l1 %.3f 100)" "$(value seen surface_l1 %.3f 100)" \
        "$(value whole beyond_truth %.2f 100)" "$(value seen psnr_masked %.2f)" "$(value held psnr_masked %.2f)"
}
echo
bar "pictures without a camera" seen cameras_missing 1 '<=' 0
bar "focal length error, %" seen focal_error 100 '<=' 1
bar "camera positions, mean, % of the radius" seen position_error 100 '<=' 0.5
bar "camera positions, worst, % of the radius" seen position_error_worst 100 '<=' 0.5
bar "camera rotations, mean, degrees" seen rotation_error_deg 1 '<=' 0.3
bar "camera rotations, worst, degrees" seen rotation_error_worst_deg 1 '<=' 0.3
bar "masks, mean IoU" seen masks_iou 1 '>=' 0.95
bar "masks, worst IoU" seen masks_iou_worst 1 '>=' 0.95
bar "from photographs to the exported mesh, seconds" time seconds 1 '<=' 720
bar "Surface-L1 where the photographs see it, %" seen surface_l1 100 '<=' 0.6
bar "area beyond the object's bounds (the table), %" whole beyond_truth 100 '<=' 0.5
if [ -n "$held" ]; then
    printf '%-7s %-58s %9s\n' given "PSNR of held-back photographs inside the mask, dB" "$(value held psnr_masked %.2f)"
fi
