#!/bin/sh
# Gathers a replication case from live Redis or Valkey servers: for each node what `autopsync offsets`, `psync` and
# `diagnose` read. Made by `autopsync collect`.
#
#   sh collect.sh [-o DIR] [HOST:PORT ...]
#
# It only reads. It never asks for a full synchronisation: the backlog is fetched with a PSYNC for bytes that the server
# has just said to hold, behind a margin for what is written meanwhile, and not at all where anything speaks against it.
# A server counts that as one sync_partial_ok, and lists this script for two seconds among its replicas.
#
#   REDISCLI_AUTH       the password, as redis-cli takes it; AUTH_USER: its user (6.0 and later)
#   REDIS_CLI           the program, with options such as --tls (default: redis-cli); with TLS no backlog is fetched
#   COLLECT_BACKLOG=no  leaves the backlogs out
#   COLLECT_FILES=no    leaves out what lies on this machine: logs, snapshots' heads
#   COLLECT_WAIT        seconds between the two INFO of each node, from which the write rate comes (default: 10)
set -u
LC_ALL=C
export LC_ALL
REDIS_CLI=${REDIS_CLI:-redis-cli}
WAIT=${COLLECT_WAIT:-10}
OUT=case
NODES="@NODES@"

if [ "${1:-}" = -o ]; then
    OUT=${2:?DIR is missing after -o}
    shift 2
fi
[ $# -gt 0 ] && NODES="$*"
if [ -z "$NODES" ]; then
    echo "usage: sh $0 [-o DIR] HOST:PORT ..." >&2
    exit 2
fi
umask 077
mkdir -p "$OUT" || exit 1

say() { echo "$*" >&2; }

# ask HOST PORT WORD...: one command.
ask() {
    ask_host=$1 ask_port=$2
    shift 2
    # REDIS_CLI may hold options. A node that does not answer must not keep us.
    # shellcheck disable=SC2086
    $LIMIT $REDIS_CLI -h "$ask_host" -p "$ask_port" ${AUTH_USER:+--user "$AUTH_USER"} "$@" 2>&1 </dev/null
}

LIMIT=
command -v timeout >/dev/null 2>&1 && LIMIT="timeout 20"

# field NAME FILE: a field of an INFO dump.
field() { sed -n "s/^$1:\([^[:cntrl:]]*\).*/\1/p" "$2" | head -n 1; }

# number TEXT DEFAULT: the text where it is a number.
number() {
    case $1 in
        '' | *[!0-9]*) echo "$2" ;;
        *) echo "$1" ;;
    esac
}

# speak HOST PORT FIRST FILE PIPE: two files go to the server as they are, with a second between them, for a PSYNC is
# refused while the answer to AUTH is on its way; what it answers goes to standard output, until killed. The pipe brings the
# same and never ends: some nc hang up when their input does.
speak() {
    if command -v nc >/dev/null 2>&1; then
        exec nc "$1" "$2" <"$5"
    elif command -v perl >/dev/null 2>&1; then
        exec perl -MIO::Socket::INET -e '
            my ($host, $port, @files) = @ARGV;
            my $s = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Timeout => 10) or die "cannot connect\n";
            local $/;
            for my $file (@files) {
                next unless -s $file;
                open(my $f, "<", $file) or die; my $part = <$f>;
                syswrite $s, $part; sleep 1 if $file ne $files[-1];
            }
            my $bytes;
            while (sysread($s, $bytes, 65536)) { syswrite STDOUT, $bytes; }' "$1" "$2" "$3" "$4"
    elif command -v python3 >/dev/null 2>&1; then
        exec python3 -c '
import os, socket, sys, time
s = socket.create_connection((sys.argv[1], int(sys.argv[2])), 10)
first = open(sys.argv[3], "rb").read()
if first:
    s.sendall(first); time.sleep(1)
s.sendall(open(sys.argv[4], "rb").read())
s.settimeout(None)
while True:
    b = s.recv(65536)
    if not b: break
    os.write(1, b)' "$1" "$2" "$3" "$4"
    elif command -v bash >/dev/null 2>&1; then
        exec bash -c 'exec 3<>"/dev/tcp/$0/$1" || exit 1
            [ -s "$2" ] && cat "$2" >&3 && sleep 1
            cat "$3" >&3; exec cat <&3' "$1" "$2" "$3" "$4"
    fi
    echo "needs nc, perl, python3 or bash" >&2
    exit 127
}

# backlog HOST PORT DIR: fetches the backlog, or says in DIR/backlog.txt why not.
backlog() {
    b_host=$1 b_port=$2 b_dir=$3 b_now=$3/.now
    no() {
        echo "the backlog was not fetched: $*" >"$b_dir/backlog.note"
        say "  no backlog: $*"
        rm -f "$b_now"
    }
    [ "${COLLECT_BACKLOG:-yes}" = no ] && { no "COLLECT_BACKLOG=no"; return; }
    case " $REDIS_CLI " in *" --tls "*) no "the connection is encrypted"; return ;; esac
    ask "$b_host" "$b_port" INFO replication >"$b_now"
    b_before=$(number "$(field master_repl_offset "$b_now")" 0)
    sleep 1
    ask "$b_host" "$b_port" INFO >"$b_now"
    b_role=$(field role "$b_now")
    b_offset=$(number "$(field master_repl_offset "$b_now")" 0)
    b_first=$(number "$(field repl_backlog_first_byte_offset "$b_now")" 0)
    b_held=$(number "$(field repl_backlog_histlen "$b_now")" 0)
    b_size=$(number "$(field repl_backlog_size "$b_now")" 0)
    b_id=$(field master_replid "$b_now")
    # Up to 3.2 the id of the process is the history's; a replica's own backlog is then another one.
    if [ -z "$b_id" ]; then
        [ "$b_role" = master ] || { no "a replica of a version before 4.0 has no history of its own"; return; }
        b_id=$(field run_id "$b_now")
    fi
    [ "${#b_id}" -eq 40 ] || { no "the server names no history"; return; }
    [ "$(field repl_backlog_active "$b_now")" = 1 ] && [ "$b_held" -gt 0 ] || { no "there is none"; return; }
    [ "$(field loading "$b_now")" = 0 ] && [ "$(number "$(field async_loading "$b_now")" 0)" = 0 ] || { no "the server is loading"; return; }
    case $(field master_failover_state "$b_now") in '' | no-failover) ;; *) no "a failover is going on"; return ;; esac
    if [ "$b_role" != master ] && [ "$(field master_link_status "$b_now")" != up ]; then
        no "its link to its master is down"
        return
    fi
    [ $((b_first + b_held)) -eq $((b_offset + 1)) ] || { no "its offsets contradict each other"; return; }
    # What may be overwritten before the request arrives: ten times what the last second wrote, and an eighth of the whole
    # for the blocks that 7.0 and later drop at once. What is still free comes first.
    b_margin=$(((b_offset - b_before) * 10 + b_size / 8 + 1024))
    b_free=$((b_size - b_held))
    [ "$b_free" -lt 0 ] && b_free=0
    b_skip=$((b_margin - b_free))
    [ "$b_skip" -lt 0 ] && b_skip=0
    b_from=$((b_first + b_skip))
    [ "$b_from" -le "$b_offset" ] || { no "it is overwritten faster than it can be fetched safely"; return; }

    # Without replicas the backlog may be freed at any moment, but not before it is as old as that.
    if [ "$b_role" = master ] && [ "$(number "$(field connected_slaves "$b_now")" 0)" -eq 0 ] && [ "${COLLECT_BACKLOG:-yes}" != always ]; then
        b_ttl=$(number "$(ask "$b_host" "$b_port" CONFIG GET repl-backlog-ttl | sed -n 2p)" 1)
        b_age=$(number "$(field uptime_in_seconds "$b_now")" 0)
        if [ "$b_ttl" -ne 0 ] && [ $((b_age + 60)) -ge "$b_ttl" ]; then
            no "no replica is attached, and the server may free it (repl-backlog-ttl $b_ttl) just when it is asked for; COLLECT_BACKLOG=always takes that risk"
            return
        fi
    fi

    # The server goes on sending; whatever it writes in two seconds comes along.
    b_raw=$b_dir/.raw b_auth=$b_dir/.auth b_request=$b_dir/.request b_pipe=$b_dir/.pipe
    : >"$b_raw"
    : >"$b_auth"
    b_lines=1
    if [ -n "${REDISCLI_AUTH:-}" ]; then
        b_lines=2
        if [ -n "${AUTH_USER:-}" ]; then
            printf '*3\r\n$4\r\nAUTH\r\n$%d\r\n%s\r\n' ${#AUTH_USER} "$AUTH_USER" >>"$b_auth"
        else
            printf '*2\r\n$4\r\nAUTH\r\n' >>"$b_auth"
        fi
        printf '$%d\r\n%s\r\n' ${#REDISCLI_AUTH} "$REDISCLI_AUTH" >>"$b_auth"
    fi
    printf '*3\r\n$5\r\nPSYNC\r\n$40\r\n%s\r\n$%d\r\n%d\r\n' "$b_id" ${#b_from} "$b_from" >"$b_request"
    rm -f "$b_pipe"
    mkfifo "$b_pipe" || { no "mkfifo fails"; return; }
    { [ -s "$b_auth" ] && cat "$b_auth" && sleep 1; cat "$b_request"; sleep 30; } >"$b_pipe" &
    b_writer=$!
    speak "$b_host" "$b_port" "$b_auth" "$b_request" "$b_pipe" >"$b_raw" 2>"$b_dir/.error" &
    b_pid=$!
    b_tries=0 b_last=-1
    while [ $b_tries -lt 20 ]; do
        sleep 1
        b_tries=$((b_tries + 1))
        b_bytes=$(($(wc -c <"$b_raw")))
        # A refusal would be a full synchronisation: leave at once.
        head -n 2 "$b_raw" | grep -q '^+FULLRESYNC' && break
        [ "$b_bytes" -ge $((b_offset + 1 - b_from)) ] && [ "$b_tries" -ge 2 ] && break
        [ "$b_bytes" -eq "$b_last" ] && [ "$b_tries" -ge 5 ] && break
        b_last=$b_bytes
    done
    { kill "$b_pid" "$b_writer"; wait "$b_pid" "$b_writer"; } 2>/dev/null
    rm -f "$b_auth" "$b_request" "$b_pipe"
    b_reply=$(head -n "$b_lines" "$b_raw" | tail -n 1 | tr -d '\r')
    case $b_reply in
        +CONTINUE*)
            b_head=$(($(head -n "$b_lines" "$b_raw" | wc -c)))
            tail -c +$((b_head + 1)) "$b_raw" >"$b_dir/backlog.bin"
            printf '{"replid": "%s", "first_offset": %d}\n' "$b_id" "$b_from" >"$b_dir/backlog.bin.json"
            say "  backlog: $(($(wc -c <"$b_dir/backlog.bin"))) bytes from offset $b_from"
            rm -f "$b_now"
            ;;
        *) no "the server answered $(printf '%s' "${b_reply:-nothing}" | head -c 120) $(head -c 200 "$b_dir/.error")" ;;
    esac
    rm -f "$b_raw" "$b_dir/.error"
}

# files HOST PORT DIR: what the server keeps on this machine.
files() {
    [ "${COLLECT_FILES:-yes}" = no ] && return
    case $1 in localhost | 127.* | ::1 | "$(hostname 2>/dev/null)") ;; *) return ;; esac
    f_dir=$(ask "$1" "$2" CONFIG GET dir | sed -n 2p)
    f_log=$(ask "$1" "$2" CONFIG GET logfile | sed -n 2p)
    f_rdb=$(ask "$1" "$2" CONFIG GET dbfilename | sed -n 2p)
    case $f_log in '') ;; /*) ;; *) f_log=$f_dir/$f_log ;; esac
    if [ -n "$f_log" ] && [ -r "$f_log" ]; then
        tail -n 20000 "$f_log" >"$3/server.log"
        say "  log: $f_log"
    fi
    # The head of a snapshot tells the position that a restart would restore.
    if [ -n "$f_rdb" ] && [ -r "$f_dir/$f_rdb" ]; then
        echo "$f_dir/$f_rdb" >"$3/snapshot.note"
        say "  snapshot: $f_dir/$f_rdb (not copied; add it to $3 where its data may be shared)"
    fi
}

node() {
    n_host=${1%:*} n_port=${1##*:}
    [ "$n_host" = "$1" ] && n_port=6379
    n_host=${n_host#[} n_host=${n_host%]}
    n_dir=$OUT/${n_host}_$n_port
    mkdir -p "$n_dir"
    say "$n_host:$n_port"
    ask "$n_host" "$n_port" INFO >"$n_dir/info.txt"
    if ! grep -q '^redis_version:\|^valkey_version:\|^role:' "$n_dir/info.txt"; then
        say "  no INFO: $(head -n 1 "$n_dir/info.txt")"
        mv "$n_dir/info.txt" "$n_dir/info.note"
        return
    fi
    case $(field redis_mode "$n_dir/info.txt")$(field server_mode "$n_dir/info.txt") in
        *sentinel*)
            ask "$n_host" "$n_port" SENTINEL MASTERS >"$n_dir/sentinel-masters.txt"
            sed -n '/^name$/{n;p;}' "$n_dir/sentinel-masters.txt" | while read -r n_name; do
                ask "$n_host" "$n_port" SENTINEL SLAVES "$n_name" >"$n_dir/sentinel-replicas.$n_name.txt"
            done
            return
            ;;
        *cluster*) ask "$n_host" "$n_port" CLUSTER NODES >"$n_dir/cluster-nodes.txt" ;;
    esac
    ask "$n_host" "$n_port" ROLE >"$n_dir/role.txt"
    # No parameter that holds a secret.
    for n_name in 'repl*' 'slave*' 'min-*' 'append*' 'aof-*' save dir dbfilename logfile port databases maxmemory maxmemory-policy \
        lua-replicate-commands 'cluster-*' 'client-output-buffer-limit' shutdown-timeout dual-channel-replication-enabled; do
        ask "$n_host" "$n_port" CONFIG GET "$n_name"
    done | grep -v '^ERR\|^NOPERM\|^(error)' >"$n_dir/config.txt"
    files "$n_host" "$n_port" "$n_dir"
    backlog "$n_host" "$n_port" "$n_dir"
}

for address in $NODES; do
    node "$address"
done
say "waiting $WAIT seconds for the write rate"
sleep "$WAIT"
for address in $NODES; do
    n_host=${address%:*} n_port=${address##*:}
    [ "$n_host" = "$address" ] && n_port=6379
    n_host=${n_host#[} n_host=${n_host%]}
    n_dir=$OUT/${n_host}_$n_port
    [ -f "$n_dir/info.txt" ] && ask "$n_host" "$n_port" INFO >"$n_dir/info.later.txt"
done
say "done: autopsync offsets $OUT"
