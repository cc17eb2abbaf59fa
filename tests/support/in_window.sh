#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# in_window.sh [--bus] PROGRAM [ARG ...]: runs a test program with a screen of its own (Xvfb, software OpenGL) and with empty folders of
# its own for preferences, data, cache and state. --bus: inside a session bus of its own; without it there is no bus at all.
set -euo pipefail

bus=()
if [ "${1:-}" = --bus ]; then
    shift
    bus=(dbus-run-session --)
fi
home="$(mktemp -d "${TMPDIR:-/tmp}/bozzetto-window.XXXXXX")"
trap 'rm -rf -- "$home"' EXIT
mkdir -m 700 "$home"/{config,data,cache,state,run,pictures}
export HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" XDG_CACHE_HOME="$home/cache"
export XDG_STATE_HOME="$home/state" XDG_RUNTIME_DIR="$home/run"
export QT_QPA_PLATFORM=xcb LIBGL_ALWAYS_SOFTWARE=1 LANG=C.UTF-8 LC_ALL=C.UTF-8
unset WAYLAND_DISPLAY QT_SCALE_FACTOR QT_STYLE_OVERRIDE QT_QPA_PLATFORMTHEME DBUS_SESSION_BUS_ADDRESS
[ ${#bus[@]} -gt 0 ] || export DBUS_SESSION_BUS_ADDRESS=disabled:
[ -z "${BOZZETTO_SCREENSHOTS:-}" ] || mkdir -p "$BOZZETTO_SCREENSHOTS"
xvfb-run -a -s "-screen 0 ${BOZZETTO_SCREEN:-1920x1200}x24 -nolisten tcp" "${bus[@]}" "$@"
