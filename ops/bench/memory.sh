# Measures memory; run.sh reads it in. What is alive after a full collection is what would grow if
# something were kept for each execution; the resident size of a Java process is its heap's limit.

command -v jcmd >/dev/null 2>&1 || fail "jcmd, which comes with a JDK, is needed for memory"

# How many bytes of the heap are alive.
alive() {
  jcmd "$server" GC.run >/dev/null
  jcmd "$server" GC.heap_info | sed -n 's/.*total [0-9]*K, used \([0-9]*\)K.*/\1/p' | head -n 1
}

check -H 'Content-Type: application/json' --data-binary "@$work/echo.json" "$base/api/v1/intents"
minute=0
while [ "$minute" -le "$minutes" ]; do
  if [ "$minute" -gt 0 ]; then
    figures=$(round echo 16 60)
    [ "${figures##* }" = 0 ] || fail "some requests failed in minute $minute"
    total=$((total + $(printf '%s' "$figures" | awk '{ printf "%d", $1 * 60 }')))
  else
    total=0
  fi
  live=$(alive)
  resident=$(awk '/^VmRSS/ { print $2 }' "/proc/$server/status")
  printf '%s %s %s %s\n' "$minute" "$total" "$live" "$resident" >>"$work/memory-figures"
  printf 'minute %s: %s executions, %s KB alive, %s KB resident\n' "$minute" "$total" "$live" "$resident" >&2
  minute=$((minute + 1))
done
