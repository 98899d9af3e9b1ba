#!/bin/sh
# How much of the cheapest authenticated call does a durably recorded submission reach?
#
#   sh ops/bench/run.sh [--rounds 5] [--seconds 10] [--warm-up 80] [--jar target/intentusnet.jar]
#                       [--port 18080]
#
# Measures requests per second of
#   base    GET  /api/v1/version
#   intent  POST /api/v1/intents   DIRECT to the bundled local, read-only agent "echo", recorded
# with 16 and with 64 connections, in interleaved rounds on one server, and prints the medians and
# the ratio. The figures are kept in target/bench.json. The ratio is what travels between machines;
# requests per second do not. INTENTUS_* variables reach the server, so the same script measures
# PostgreSQL: INTENTUS_DB_URL, INTENTUS_DB_USER, INTENTUS_DB_PASSWORD.
# Before it measures it warms up, for that many seconds in all: the compiler of the Java machine
# needs about a minute on two cores.
# Needs wrk, curl and java. Starts the server itself and ends it by its process id.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
rounds=5
seconds=10
warmup=80
port=18080
jar=$root/target/intentusnet.jar
results=$root/target/bench.json

fail() {
  printf 'bench: %s\n' "$1" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  [ $# -gt 1 ] || fail "$1 needs a value"
  case $1 in
    --rounds) rounds=$2 ;;
    --seconds) seconds=$2 ;;
    --warm-up) warmup=$2 ;;
    --jar) jar=$2 ;;
    --port) port=$2 ;;
    *) fail "unknown option $1" ;;
  esac
  shift 2
done
for tool in wrk curl java; do
  command -v "$tool" >/dev/null 2>&1 || fail "$tool is needed and not installed"
done
[ -f "$jar" ] || fail "no $jar: run mvn -DskipTests package first"

base=http://127.0.0.1:$port
! curl -s -o /dev/null --max-time 2 "$base/" || fail "port $port is taken; choose another with --port"
work=$(mktemp -d)
server=
stop() {
  trap - EXIT INT TERM
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap stop EXIT
trap 'stop; exit 130' INT TERM

cat "$here/intent.lua" "$here/report.lua" >"$work/intent.lua"
cp "$here/report.lua" "$work/base.lua"

# A key made up here, so that a shared database that has been bootstrapped before needs its own.
key=${INTENTUS_BOOTSTRAP_API_KEY:-ink_$(od -An -tx1 -N8 /dev/urandom | tr -d ' \n')_$(od -An -tx1 -N32 /dev/urandom | tr -d ' \n')}
mkdir "$work/tmp"
INTENTUS_DATA_DIR=$work/data INTENTUS_DEMO_ENABLED=true INTENTUS_BOOTSTRAP_API_KEY=$key \
  java -Xmx1g -Djava.io.tmpdir="$work/tmp" -jar "$jar" --port "$port" >"$work/server.log" 2>&1 &
server=$!
waited=0
until curl -fs -o /dev/null --max-time 2 "$base/health/ready"; do
  kill -0 "$server" 2>/dev/null || { tail -n 20 "$work/server.log" >&2; fail "the server ended"; }
  waited=$((waited + 1))
  [ "$waited" -le 120 ] || fail "the server was not ready after 120 seconds"
  sleep 1
done

# round NAME CONNECTIONS SECONDS: prints "requests/s p50 p99 errors"
round() {
  case $1 in
    base) path=/api/v1/version ;;
    intent) path=/api/v1/intents ;;
  esac
  wrk -t2 -c"$2" -d"$3s" --timeout 10s -H "Authorization: Bearer $key" -s "$work/$1.lua" "$base$path" \
    >"$work/wrk" || fail "wrk failed"
  sed -n 's/^RESULT //p' "$work/wrk"
}

check() {
  status=$(curl -s -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $key" "$@")
  [ "$status" = 200 ] || fail "a first request got $status: $(cat "$work/answer")"
}
check "$base/api/v1/version"
check -H 'Content-Type: application/json' \
  --data "$(sed -n "s/^wrk.body = '\(.*\)'$/\1/p" "$here/intent.lua")" "$base/api/v1/intents"

printf 'warming up ...\n' >&2
for name in base intent base intent; do round "$name" 64 "$((warmup / 4 + 1))" >/dev/null; done

: >"$work/figures"
i=1
while [ "$i" -le "$rounds" ]; do
  for connections in 16 64; do
    for name in base intent; do
      figures=$(round "$name" "$connections" "$seconds")
      printf '%s %s %s\n' "$name" "$connections" "$figures" >>"$work/figures"
      printf 'round %s: %-6s %2s connections: %s\n' "$i" "$name" "$connections" "$figures" >&2
    done
  done
  i=$((i + 1))
done

# median NAME CONNECTIONS COLUMN
median() {
  awk -v n="$1" -v c="$2" -v k="$3" '$1 == n && $2 == c { print $k }' "$work/figures" | sort -n |
    awk '{ v[NR] = $1 } END { m = int((NR + 1) / 2); print NR % 2 ? v[m] : (v[m] + v[m + 1]) / 2 }'
}
failures() {
  awk -v n="$1" -v c="$2" '$1 == n && $2 == c { s += $6 } END { print s + 0 }' "$work/figures"
}

mkdir -p "$(dirname "$results")"
printf '\n%-8s %11s %11s %8s %8s %7s\n' what connections 'requests/s' 'p50 ms' 'p99 ms' errors
printf '{"rounds":%s,"secondsEach":%s,"results":[' "$rounds" "$seconds" >"$results"
comma=
total=0
for connections in 16 64; do
  for name in base intent; do
    rate=$(median "$name" "$connections" 3)
    p50=$(median "$name" "$connections" 4 | awk '{ printf "%.1f", $1 / 1000 }')
    p99=$(median "$name" "$connections" 5 | awk '{ printf "%.1f", $1 / 1000 }')
    errors=$(failures "$name" "$connections")
    total=$((total + errors))
    printf '%-8s %11s %11s %8s %8s %7s\n' "$name" "$connections" "$rate" "$p50" "$p99" "$errors"
    printf '%s{"what":"%s","connections":%s,"requestsPerSecond":%s,"p50Ms":%s,"p99Ms":%s,"errors":%s}' \
      "$comma" "$name" "$connections" "$rate" "$p50" "$p99" "$errors" >>"$results"
    comma=,
  done
done
printf '],"ratios":{' >>"$results"
comma=
for connections in 16 64; do
  ratio=$(awk -v a="$(median intent "$connections" 3)" -v b="$(median base "$connections" 3)" \
    'BEGIN { printf "%.2f", (b > 0) ? a / b : 0 }')
  printf 'ratio at %s connections: %s\n' "$connections" "$ratio"
  printf '%s"%s":%s' "$comma" "$connections" "$ratio" >>"$results"
  comma=,
done
printf '}}\n' >>"$results"
printf 'kept in %s\n' "${results#"$root"/}"
[ "$total" -eq 0 ] || fail "$total requests failed; the figures mean nothing"
