#!/bin/sh
# A throw-away Postgres for tests.
#
#   postgres.sh start DIR   creates a cluster in DIR, starts it on a free port, prints its URL
#   postgres.sh stop DIR    stops it and removes DIR
#
# Works for root (Postgres refuses to run as root: the cluster then belongs to the user
# `postgres`, or to `nobody`) and for other users. Installs nothing. Binaries: $PG_BIN, the
# newest of /usr/lib/postgresql/*/bin, or the PATH. Nothing is kept: fsync is off.
set -eu

usage() {
    sed -n '2,6p' "$0" >&2
    exit 2
}

[ $# -eq 2 ] || usage
command=$1
dir=$2

bin=${PG_BIN:-}
if [ -z "$bin" ]; then
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -n 1 || true)
fi
if [ -z "$bin" ]; then
    found=$(command -v initdb || true)
    [ -n "$found" ] || { echo "postgres.sh: no Postgres server found" >&2; exit 1; }
    bin=$(dirname "$found")
fi

# Runs a command as somebody who may run Postgres.
owner=
if [ "$(id -u)" -eq 0 ]; then
    for user in postgres nobody; do
        if id "$user" >/dev/null 2>&1; then
            owner=$user
            break
        fi
    done
    [ -n "$owner" ] || { echo "postgres.sh: no unprivileged user found" >&2; exit 1; }
fi
as_owner() {
    if [ -n "$owner" ]; then
        (cd / && runuser -u "$owner" -- "$@")
    else
        "$@"
    fi
}

case $command in
start)
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd)
    if [ -e "$dir/cluster/PG_VERSION" ]; then
        echo "postgres.sh: $dir holds a cluster already" >&2
        exit 1
    fi
    if [ -n "$owner" ]; then
        chown "$owner" "$dir"
    fi
    chmod 700 "$dir"
    # C locale: text sorts by bytes, as in SQLite.
    as_owner "$bin/initdb" -D "$dir/cluster" -U parlance -A trust -E UTF8 --no-locale \
        --no-sync >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
    # No way to ask the system for a free port from here: try until the server starts.
    port=$((20000 + $$ % 20000))
    tries=0
    until as_owner "$bin/pg_ctl" -D "$dir/cluster" -l "$dir/cluster/server.log" -w -t 20 -s -o \
        "-p $port -k $dir -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off \
         -c max_connections=200 -c max_locks_per_transaction=512" start >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ $tries -ge 10 ]; then
            as_owner tail -n 20 "$dir/cluster/server.log" >&2
            exit 1
        fi
        port=$((port + 37))
    done
    as_owner "$bin/psql" -q -h "$dir" -p "$port" -U parlance -d postgres \
        -c 'CREATE DATABASE parlance' >/dev/null
    echo "postgres://parlance@127.0.0.1:$port/parlance"
    ;;
stop)
    dir=$(cd "$dir" && pwd)
    if [ -e "$dir/cluster/postmaster.pid" ]; then
        as_owner "$bin/pg_ctl" -D "$dir/cluster" -m immediate -w -s stop >/dev/null 2>&1 || true
    fi
    [ -e "$dir/cluster/PG_VERSION" ] && rm -rf "$dir/cluster" "$dir/initdb.log"
    rmdir "$dir" 2>/dev/null || true
    ;;
*)
    usage
    ;;
esac
