#!/bin/sh
# Builds the server if needed, starts it with the bundled samples, submits a few intents, and shows
# what came back and where to look at it. Ctrl-C stops everything.
#
#   sh ops/quickstart.sh [--once] [--port N] [--data DIR]
#
#   --once      stop after showing the answers (exit code 0 when all went as the story says)
#   --port N    where to listen; 8080 unless told
#   --data DIR  where to keep the data; data/quickstart unless told
set -eu
umask 077

root=$(cd "$(dirname "$0")/.." && pwd)
jar=$root/target/intentusnet.jar
data=$root/data/quickstart
port=8080
once=false
server=
work=

usage() {
  sed -n '2,9s/^# \{0,1\}//p' "$0"
  exit "$1"
}

fail() {
  printf 'quickstart: %s\n' "$1" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  case $1 in
    --once) once=true ;;
    --port) [ $# -gt 1 ] || usage 64 >&2; port=$2; shift ;;
    --data) [ $# -gt 1 ] || usage 64 >&2; data=$2; shift ;;
    --help|-h) usage 0 ;;
    *) usage 64 >&2 ;;
  esac
  shift
done
base=http://127.0.0.1:$port

stop() {
  trap - EXIT INT TERM
  if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
    kill "$server"
    wait "$server" 2>/dev/null || true
    printf '\nstopped; the data is in %s\n' "$data"
  fi
  if [ -n "$work" ]; then rm -rf "$work"; fi
}
trap stop EXIT
trap 'stop; exit 130' INT
trap 'stop; exit 143' TERM

for tool in java curl; do
  command -v "$tool" >/dev/null 2>&1 || fail "$tool is needed and not installed"
done

if [ ! -f "$jar" ]; then
  command -v mvn >/dev/null 2>&1 || fail "mvn is needed to build target/intentusnet.jar"
  echo "Building target/intentusnet.jar (once; some minutes when Maven has to download) ..."
  (cd "$root" && mvn -B -q -DskipTests package) || fail "the build failed; see above"
fi

if curl -s -o /dev/null --max-time 2 "$base/"; then
  fail "port $port is taken; choose another with --port"
fi
mkdir -p "$data"
data=$(cd "$data" && pwd)
work=$(mktemp -d)
log=$data/server.log

echo "Starting (about 15 seconds; log: $log) ..."
INTENTUS_DATA_DIR=$data INTENTUS_DEMO_ENABLED=true \
  java -Xmx512m -Djava.io.tmpdir="$work" -jar "$jar" --port "$port" >"$log" 2>&1 &
server=$!

waited=0
until curl -fs -o /dev/null --max-time 2 "$base/health/ready"; do
  if ! kill -0 "$server" 2>/dev/null; then
    tail -n 20 "$log" >&2
    fail "the server ended; its last lines are above"
  fi
  waited=$((waited + 1))
  [ "$waited" -le 120 ] || fail "the server was not ready after 120 seconds; see $log"
  sleep 1
done

credential() {
  sed -n "s/^$1=//p" "$data/bootstrap-credentials" 2>/dev/null
}
key=${INTENTUS_BOOTSTRAP_API_KEY:-$(credential api-key)}
password=$(credential admin-password)
[ -n "$key" ] || fail "no API key in $data/bootstrap-credentials; remove $data to start afresh"

# Indents one line of compact JSON; strings are left as they are.
pretty() {
  awk '
    function pad(n,  s) { s = "\n"; while (n-- > 0) s = s "  "; return s }
    {
      depth = 0; text = 0; escaped = 0; out = "    "
      for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (text) {
          out = out c
          if (escaped) escaped = 0; else if (c == "\\") escaped = 1; else if (c == "\"") text = 0
        } else if (c == "\"") { text = 1; out = out c }
        else if (c == "{" || c == "[") {
          next_c = substr($0, i + 1, 1)
          if (next_c == "}" || next_c == "]") { out = out c next_c; i++ }
          else { depth++; out = out c pad(depth + 2) }
        }
        else if (c == "}" || c == "]") { depth--; out = out pad(depth + 2) c }
        else if (c == ",") out = out c pad(depth + 2)
        else if (c == ":") out = out ": "
        else out = out c
      }
      print out
    }'
}

wrong=0

# submit TITLE EXPECTED-STATUS BODY
submit() {
  printf '\n== %s\n   POST %s/api/v1/intents\n' "$1" "$base"
  printf '%s\n' "$3" | pretty
  status=$(curl -sS -o "$work/answer" -D "$work/headers" -w '%{http_code}' --max-time 30 \
    -H "Authorization: Bearer $key" -H 'Content-Type: application/json' \
    --data "$3" "$base/api/v1/intents")
  execution=$(sed -n 's/^[Ii]ntentus-[Ee]xecution-[Ii]d: *\([^[:space:]]*\).*/\1/p' "$work/headers")
  printf '   answer: %s\n' "$status"
  { cat "$work/answer"; echo; } | pretty
  printf '   its record: %s/console/executions/%s\n' "$base" "$execution"
  if [ "$status" != "$2" ] || [ -z "$execution" ]; then
    printf '   (expected status %s and a record)\n' "$2"
    wrong=$((wrong + 1))
  fi
}

submit "An echo: the first candidate answers" 200 \
  '{"intent":{"name":"EchoIntent"},"payload":{"say":"hello"}}'
submit "Maintenance: everything is switched off, but the policy protects the cameras" 200 \
  '{"intent":{"name":"PowerOffIntent"},"payload":{"building":"north"},"routing":{"strategy":"broadcast"}}'
submit "A search whose first agent fails: the next one answers" 200 \
  '{"intent":{"name":"SearchIntent"},"payload":{"query":"jakarta"},"routing":{"strategy":"fallback"}}'
submit "A payload with a secret: the agent gets it, the record does not" 200 \
  '{"intent":{"name":"StoreCredentialIntent"},"payload":{"user":"ada","password":"correct-horse"}}'

if [ -n "$execution" ]; then
  printf '\n== The last request as it was recorded\n   GET %s/api/v1/executions/%s/envelope\n' "$base" "$execution"
  curl -sS --max-time 30 -H "Authorization: Bearer $key" \
    "$base/api/v1/executions/$execution/envelope" >"$work/answer"
  { cat "$work/answer"; echo; } | pretty
  if grep -q correct-horse "$work/answer"; then
    echo "   (the secret was not redacted)"
    wrong=$((wrong + 1))
  fi
fi

cat <<EOT

== Look around
   console    $base/console/
   user       admin
   password   ${password:-the one that was given}
   API key    $key
   The credentials are in $data/bootstrap-credentials
EOT

[ "$wrong" -eq 0 ] || fail "$wrong of the answers differ from the story"
if [ "$once" = false ]; then
  printf '\nCtrl-C stops the server.\n'
  wait "$server" || true
fi
