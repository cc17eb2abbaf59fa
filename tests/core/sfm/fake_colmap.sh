#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# COLMAP from the outside: says what COLMAP says and hands out what fake_colmap.h put beside it.
here=$(dirname "$0")
command=$1
shift
echo "$command $*" >> "$here/calls.txt"
if [ "$command" = help ]; then
    cat "$here/version.txt"
    exit 0
fi
if [ "$1" = --help ]; then
    cat "$here/options.txt"
    exit 0
fi
while [ $# -gt 1 ]; do
    case $1 in
        --database_path) database=$2 ;;
        --output_path) output=$2 ;;
        --input_path) input=$2 ;;
        --image_list_path) list=$2 ;;
    esac
    shift 2
done
if [ -e "$here/fails.txt" ] && [ "$(cat "$here/fails.txt")" = "$command" ]; then
    echo "E something is wrong with $command" >&2
    exit 1
fi
if [ -e "$here/hangs.txt" ] && [ "$(cat "$here/hangs.txt")" = "$command" ]; then
    trap '' TERM
    sleep 300 &
    echo "$$ $!" > "$here/pids.txt"
    wait
    sleep 300
fi
case $command in
    feature_extractor)
        cp "$here/database.db" "$database"
        count=$(wc -l < "$list")
        i=0
        while [ $i -lt "$count" ]; do
            i=$((i + 1))
            echo "Processed file [$i/$count]"
        done
        ;;
    mapper)
        if [ -z "$input" ]; then
            cp -r "$here/models/." "$output"
            printf 'Registering image #4 (3)\n  => Image sees 276 / 1114 points\n'
        fi
        ;;
    point_filtering | bundle_adjuster)
        cp "$input"/* "$output"
        ;;
esac
exit 0
