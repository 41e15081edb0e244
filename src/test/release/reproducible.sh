#!/usr/bin/env bash
# Builds the tracked files twice, from two folders under two umasks, time zones, languages and ages, and compares the jar, the
# libraries beside it and the list of what is shipped. Says their hash, and exits with 0, if all bytes are the same; with 1 if not.
set -euo pipefail
cd "$(dirname "$0")/../../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# folder umask zone language age-of-files
build() {
    mkdir -p "$work/$1"
    git ls-files -z | xargs -0 cp --parents -t "$work/$1"
    find "$work/$1" -type f -exec touch -d "$5" {} +
    (
        cd "$work/$1"
        umask "$2"
        export TZ=$3 LC_ALL=C MAVEN_OPTS="-Duser.language=$4 -Duser.timezone=$3"
        mvn -q -B -Dquick -DskipUnit -Dmaven.test.skip=true -Prelease package
        cd target
        sha256sum weir.jar bom.json lib/*.jar
    ) > "$work/$(basename "$1").sums"
}

build one 022 UTC en '2001-01-01 00:00'
build another/much-longer/path/two 077 Asia/Kolkata tr '2026-06-01 12:00'

if ! diff "$work/one.sums" "$work/two.sums"; then
    echo "not the same: see above (expected: two builds of one commit, the same bytes)" >&2
    exit 1
fi
head -n 2 "$work/one.sums"
echo "$(wc -l < "$work/one.sums") files, the same bytes"
