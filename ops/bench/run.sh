#!/bin/sh
# What does a recorded submission cost, and how fast are lists when there is a lot to list?
# ops/bench/README.md says what the scenarios are and how to read the figures.
#
#   sh ops/bench/run.sh [--scenario echo] [--database h2] [--rounds 5] [--seconds 10]
#                       [--warm-up 80] [--connections 16,64] [--executions 1000000]
#                       [--agents 10000] [--minutes 10] [--jar target/intentusnet.jar] [--port 18080] [--keep DIR]
#
# Needs wrk, curl and java; with --database postgresql, --scenario agents or lists also Maven and
# the tests' classes (mvn -DskipTests package). Starts everything itself and ends it by process id.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
scenarios=echo
database=h2
rounds=5
seconds=10
warmup=80
connections=16,64
executions=1000000
agents=10000
minutes=10
port=18080
jar=$root/target/intentusnet.jar
results=$root/target/bench.json
keep=

fail() {
  printf 'bench: %s\n' "$1" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  [ $# -gt 1 ] || fail "$1 needs a value"
  case $1 in
    --scenario) scenarios=$2 ;;
    --database) database=$2 ;;
    --rounds) rounds=$2 ;;
    --seconds) seconds=$2 ;;
    --warm-up) warmup=$2 ;;
    --connections) connections=$2 ;;
    --executions) executions=$2 ;;
    --agents) agents=$2 ;;
    --minutes) minutes=$2 ;;
    --jar) jar=$2 ;;
    --port) port=$2 ;;
    --keep) keep=$2 ;;
    *) fail "unknown option $1" ;;
  esac
  shift 2
done
words() { printf '%s' "$1" | tr ',' ' '; }
calls=
groups=
for scenario in $(words "$scenarios"); do
  case $scenario in
    echo | irreversible | fallback | payload-1k | payload-100k) calls="$calls $scenario" ;;
    unrecorded | agents | budget | guards | memory | lists) groups="$groups $scenario" ;;
    all)
      calls="echo irreversible fallback payload-1k payload-100k"
      groups="unrecorded agents budget guards memory lists"
      ;;
    *) fail "unknown scenario $scenario" ;;
  esac
done
[ -z "$calls" ] || groups="recorded $groups"
case $database in h2 | postgresql) ;; *) fail "the database is h2 or postgresql" ;; esac
for tool in wrk curl java; do
  command -v "$tool" >/dev/null 2>&1 || fail "$tool is needed and not installed"
done
[ -f "$jar" ] || fail "no $jar: run mvn -DskipTests package first"

base=http://127.0.0.1:$port
! curl -s -o /dev/null --max-time 2 "$base/" || fail "port $port is taken; choose another with --port"
work=$(mktemp -d)
server=
postgres=
stop_server() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  server=
}
stop() {
  trap - EXIT INT TERM
  stop_server
  if [ -n "$postgres" ]; then
    exec 7>&- # its input ends, and so does it
    wait "$postgres" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap stop EXIT
trap 'stop; exit 130' INT TERM

# Credentials made up here; a shared database that has been bootstrapped before needs its own.
hex() { od -An -tx1 -N"$1" /dev/urandom | tr -d ' \n'; }
key=${INTENTUS_BOOTSTRAP_API_KEY:-ink_$(hex 8)_$(hex 32)}
password=${INTENTUS_BOOTSTRAP_ADMIN_PASSWORD:-$(hex 16)}
mkdir "$work/tmp"
if [ -n "$keep" ]; then
  mkdir -p "$keep"
  keep=$(cd "$keep" && pwd)
  # What is kept was bootstrapped with the credentials of the first run.
  [ -f "$keep/credentials" ] || (umask 077 && printf '%s\n%s\n' "$key" "$password" >"$keep/credentials")
  key=$(sed -n 1p "$keep/credentials")
  password=$(sed -n 2p "$keep/credentials")
fi

classpath=
tests() { # runs a class of the tests
  if [ -z "$classpath" ]; then
    [ -d "$root/target/test-classes" ] || fail "no compiled tests: run mvn -DskipTests package first"
    (cd "$root" && { mvn -B -o -q dependency:build-classpath -Dmdep.includeScope=test \
      -Dmdep.outputFile="$work/classpath" >"$work/mvn.log" 2>&1 ||
      mvn -B -q dependency:build-classpath -Dmdep.includeScope=test \
        -Dmdep.outputFile="$work/classpath" >"$work/mvn.log" 2>&1; }) ||
      { cat "$work/mvn.log" >&2; fail "Maven could not name the tests' libraries"; }
    classpath=$root/target/classes:$root/target/test-classes:$(cat "$work/classpath")
  fi
  java -Xmx1g -cp "$classpath" "$@"
}

given=${INTENTUS_DB_URL:-}
url=
user=${INTENTUS_DB_USER:-}
secret=${INTENTUS_DB_PASSWORD:-}
case $given in jdbc:postgresql:*) database=postgresql ;; esac

# open_database NAME EXECUTIONS AGENTS: an empty database, or one with so much in it
open_database() {
  data=$work/$1
  filled=
  if [ -n "$given" ]; then
    url=$given
    [ "$2$3" = 00 ] || fail "agents and lists make their own database: unset INTENTUS_DB_URL"
  elif [ "$database" = h2 ]; then
    url=
    if [ -n "$keep" ] && [ "$2" != 0 ]; then
      data=$keep/h2-$2
      [ ! -f "$data/intentusnet.mv.db" ] || filled=yes
    fi
    mkdir -p "$data"
  else
    mkdir -p "$data"
    files=$work/$1-postgresql
    if [ -n "$keep" ] && [ "$2" != 0 ]; then
      files=$keep/postgresql-$2
      data=$keep/postgresql-$2-data
      mkdir -p "$data"
      [ ! -f "$files/PG_VERSION" ] || filled=yes
    fi
    mkdir -p "$files"
    rm -f "$work/input"
    mkfifo "$work/input"
    : >"$work/url"
    tests -version >/dev/null 2>&1 # the library path is found in this shell, not in the next
    tests net.intentus.harness.PostgresAlone "$files" <"$work/input" >"$work/url" 2>"$work/postgres.log" &
    postgres=$!
    exec 7>"$work/input"
    waited=0
    until grep -q jdbc "$work/url"; do
      kill -0 "$postgres" 2>/dev/null || { cat "$work/postgres.log" >&2; fail "no PostgreSQL"; }
      waited=$((waited + 1))
      [ "$waited" -le 60 ] || fail "PostgreSQL did not start"
      sleep 1
    done
    url=$(cat "$work/url")
    user=postgres
    secret=postgres
  fi
  if [ "$2$3" != 00 ] && [ -z "$filled" ]; then
    printf 'loading %s executions and %s agents ...\n' "$2" "$3" >&2
    where=${url:-jdbc:h2:file:$data/intentusnet;CACHE_SIZE=262144}
    tests net.intentus.journal.LoadExecutions "$where" "${user:-sa}" "$secret" "$2" "$3" \
      >"$work/load.log" 2>&1 || { tail -n 20 "$work/load.log" >&2; fail "loading failed"; }
  fi
}

close_database() {
  if [ -n "$postgres" ]; then
    exec 7>&-
    wait "$postgres" 2>/dev/null || true
    postgres=
  fi
  url=
}

# start_server [NAME=VALUE ...]
start_server() {
  [ -z "$url" ] || set -- "INTENTUS_DB_URL=$url" "INTENTUS_DB_USER=$user" "INTENTUS_DB_PASSWORD=$secret" "$@"
  env INTENTUS_DATA_DIR="$data" INTENTUS_DEMO_ENABLED=true INTENTUS_BOOTSTRAP_API_KEY="$key" \
    INTENTUS_BOOTSTRAP_ADMIN_PASSWORD="$password" INTENTUS_VERIFICATION_SWEEP_INTERVAL_HOURS=0 "$@" \
    java -Djava.io.tmpdir="$work/tmp" -jar "$jar" --port "$port" >"$work/server.log" 2>&1 &
  server=$!
  waited=0
  until curl -fs -o /dev/null --max-time 2 "$base/health/ready"; do
    kill -0 "$server" 2>/dev/null || { tail -n 20 "$work/server.log" >&2; fail "the server ended"; }
    waited=$((waited + 1))
    [ "$waited" -le 120 ] || fail "the server was not ready after 120 seconds"
    sleep 1
  done
}

cp "$here/report.lua" "$work/base.lua"
text() { head -c "$1" /dev/zero | tr '\0' 'x'; }
# body NAME INTENT STRATEGY TEXT: what wrk posts
body() {
  {
    printf 'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
    printf "wrk.body = '%s'\n" "$(json "$2" "$3" "$4")"
    cat "$here/report.lua"
  } >"$work/$1.lua"
  json "$2" "$3" "$4" >"$work/$1.json"
}
json() {
  printf '{"intent":{"name":"%s","version":"1.0"},"payload":{"say":"%s"},"routing":{"strategy":"%s"}}' "$1" "$3" "$2"
}
body echo EchoIntent direct hello
body irreversible PostNoticeIntent direct hello
body fallback RelayIntent fallback hello
body payload-1k EchoIntent direct "$(text 1000)"
body payload-100k EchoIntent direct "$(text 100000)"

# round NAME CONNECTIONS SECONDS: prints "requests/s p50 p99 errors"
round() {
  path=/api/v1/intents
  [ "$1" != base ] || path=/api/v1/version
  threads=2 # wrk takes no more of them than connections
  [ "$2" -gt 1 ] || threads=1
  wrk -t"$threads" -c"$2" -d"$3s" --timeout 10s -H "Authorization: Bearer $key" -s "$work/$1.lua" "$base$path" \
    >"$work/wrk" || fail "wrk failed"
  sed -n 's/^RESULT //p' "$work/wrk"
}

check() {
  status=$(curl -s -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $key" "$@")
  [ "$status" = 200 ] || fail "a first request got $status: $(head -c 600 "$work/answer")"
}

budget_off() {
  status=$(curl -s -o "$work/answer" -w '%{http_code}' -X DELETE -H "Authorization: Bearer $key" \
    -H 'If-Match: *' "$base/api/v1/budgets/bench")
  [ "$status" = 204 ] || [ "$status" = 404 ] || fail "removing a budget got $status: $(head -c 600 "$work/answer")"
}
budget_on() {
  status=$(curl -s -o "$work/answer" -w '%{http_code}' -X PUT -H "Authorization: Bearer $key" \
    -H 'Content-Type: application/json' "$base/api/v1/budgets/bench" \
    -d '{"scope":"tenant","scopeId":"default","period":"month","limitCalls":1000000000}')
  [ "$status" = 201 ] || fail "making a budget got $status: $(head -c 600 "$work/answer")"
}
guards_off() {
  [ -f "$work/agent.json" ] || {
    check "$base/api/v1/agents/echo"
    cp "$work/answer" "$work/agent.json"
  }
  check -X PUT -H 'If-Match: *' -H 'Content-Type: application/json' \
    --data-binary "@$work/agent.json" "$base/api/v1/agents/echo"
}
guards_on() {
  guards_off
  sed 's/"guard":{}/"guard":{"timeoutMs":2000,"maxConcurrent":128,"circuitBreaker":{"requestVolumeThreshold":20}}/' \
    "$work/agent.json" >"$work/guarded.json"
  grep -q timeoutMs "$work/guarded.json" || fail "the agent's document has no place for a guard"
  check -X PUT -H 'If-Match: *' -H 'Content-Type: application/json' \
    --data-binary "@$work/guarded.json" "$base/api/v1/agents/echo"
}

# measure GROUP NAME...: rounds of the base and of each, in turn
measure() {
  group=$1
  shift
  warm_up "$group" "$@"
  i=1
  while [ "$i" -le "$rounds" ]; do
    for c in $(words "$connections"); do
      rounds_of "$group" "$c" "$@"
    done
    i=$((i + 1))
  done
}

# compare NAME: rounds of the base and of echo, in turn with NAME switched off and on, so that what
# changes with time changes both: NAME_off and NAME_on switch it
compare() {
  for state in on off; do
    "$1_$state"
    warm_up "$1-$state" echo
  done
  i=1
  while [ "$i" -le "$rounds" ]; do
    for c in $(words "$connections"); do
      for state in off on; do
        "$1_$state"
        rounds_of "$1-$state" "$c" echo
      done
    done
    i=$((i + 1))
  done
}

# warm_up GROUP NAME...
warm_up() {
  printf '%s: warming up ...\n' "$1" >&2
  shift
  check "$base/api/v1/version"
  for name in "$@"; do
    check -H 'Content-Type: application/json' --data-binary "@$work/$name.json" "$base/api/v1/intents"
  done
  part=$((warmup / (2 * ($# + 1)) + 1))
  for name in base "$@" base "$@"; do round "$name" 64 "$part" >/dev/null; done
}

# rounds_of GROUP CONNECTIONS NAME...: one of the base and one of each
rounds_of() {
  group=$1
  c=$2
  shift 2
  for name in base "$@"; do
    figures=$(round "$name" "$c" "$seconds")
    printf '%s %s %s %s\n' "$group" "$name" "$c" "$figures" >>"$work/figures"
    printf 'round %s: %-12s %3s connections: %s\n' "$i" "$name" "$c" "$figures" >&2
  done
}

: >"$work/figures"
: >"$work/list-figures"
: >"$work/memory-figures"
for group in $groups; do
  case $group in
    recorded)
      open_database "$group" 0 0
      start_server
      # shellcheck disable=SC2086 # names without blanks
      measure recorded $calls
      ;;
    unrecorded)
      open_database "$group" 0 0
      start_server INTENTUS_RECORDING_ENABLED=false
      measure unrecorded echo
      ;;
    agents)
      open_database "$group" 0 "$agents"
      start_server
      measure "agents-$agents" echo
      stop_server
      close_database
      open_database "$group-few" 0 10
      start_server
      measure agents-10 echo
      ;;
    budget | guards)
      open_database "$group" 0 0
      start_server
      compare "$group"
      ;;
    memory)
      open_database "$group" 0 0
      start_server
      . "$here/memory.sh"
      ;;
    lists)
      open_database "$group" "$executions" 0
      start_server
      . "$here/lists.sh"
      ;;
  esac
  stop_server
  close_database
done

mkdir -p "$(dirname "$results")"
awk -v figures="$work/figures" -v lists="$work/list-figures" -v memory="$work/memory-figures" -v json="$results" -v database="$database" \
  -v rounds="$rounds" -v seconds="$seconds" -v executions="$executions" -f "$here/table.awk" /dev/null ||
  fail "some requests failed; the figures mean nothing"
printf 'kept in %s\n' "${results#"$root"/}"
