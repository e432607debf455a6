#!/usr/bin/env bash
# Runs a command beside a throw-away Postgres and takes everything away again, however it ends.
#
#   end2end/scripts/throwaway.sh COMMAND [ARGUMENT…]
#
# The command finds the address of the database in PARLANCE_TEST_POSTGRES_URL and a temporary folder
# in PARLANCE_TEST_ROOT. A process that must not outlive the run leaves a file named after its pid in
# the folder `pids` in there.
set -euo pipefail

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(mktemp -d "${TMPDIR:-/tmp}/parlance-test.XXXXXX")
# Postgres refuses to run as root and then runs as another user, who must reach the folder.
chmod 711 "$root"

clean_up() {
    local status=$? file pid
    trap - EXIT INT TERM HUP
    for file in "$root"/pids/*; do
        pid=${file##*/}
        # The number may belong to somebody else by now; only a server of ours is ended.
        if [[ $(readlink "/proc/$pid/exe" 2>/dev/null) == */parlance* ]]; then
            kill -TERM "$pid" 2>/dev/null || true
            for _ in {1..50}; do
                kill -0 "$pid" 2>/dev/null || break
                sleep 0.1
            done
            kill -KILL "$pid" 2>/dev/null || true
        fi
    done
    "$scripts/postgres.sh" stop "$root/postgres" || true
    rm -rf "$root"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

PARLANCE_TEST_POSTGRES_URL=$("$scripts/postgres.sh" start "$root/postgres")
export PARLANCE_TEST_POSTGRES_URL PARLANCE_TEST_ROOT=$root
"$@"
