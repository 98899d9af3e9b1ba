# Measures lists; run.sh reads it in. The loaded executions reach from thirty days ago to now, and
# what is called "archivist" or EMCL_FAILURE happened to the three oldest only.

day() { date -u -d "@$(($(date +%s) - $1 * 86400))" +%Y-%m-%dT%H:%M:%SZ; }
cookies=$work/cookies
curl -s -c "$cookies" -b "$cookies" -o "$work/login" "$base/console/login"
set --
for field in $(sed -n 's/.*<input[^>]*type="hidden"[^>]*name="\([^"]*\)"[^>]*value="\([^"]*\)".*/\1=\2/p' "$work/login"); do
  set -- "$@" --data-urlencode "$field"
done
curl -s -o /dev/null -c "$cookies" -b "$cookies" -H "Origin: $base" "$@" \
  --data-urlencode username=admin --data-urlencode "password=$password" "$base/console/login"
cookie=$(awk '/^#HttpOnly_|^[^#]/ && NF >= 7 { printf "%s%s=%s", n++ ? "; " : "", $6, $7 }' "$cookies")

# The cursor of a page in the middle: the lowest identifier of that time.
ms=$((($(date +%s) - 15 * 86400) * 1000))
deep=$(printf '%08x-%04x-7000-8000-000000000000' $((ms >> 16)) $((ms & 65535)) | base64 | tr -d '=\n')

# list NAME QUERY
list() {
  one "$1" api first "/api/v1/executions?$2" "Authorization: Bearer $key"
  one "$1" api deep "/api/v1/executions?$2&cursor=$deep" "Authorization: Bearer $key"
  one "$1" console first "/console/executions?$2" "Cookie: $cookie"
  one "$1" console deep "/console/executions?$2&cursor=$deep" "Cookie: $cookie"
}

# one NAME ENTRANCE PAGE PATH HEADER: one client, after a few calls that do not count
one() {
  status=$(curl -s -o "$work/answer" -w '%{http_code}' -H "$5" "$base$4")
  [ "$status" = 200 ] || fail "the list $1 got $status"
  wrk -t1 -c1 -d1s --timeout 10s -H "$5" "$base$4" >/dev/null
  wrk -t1 -c1 -d"$list_seconds"s --timeout 10s -H "$5" -s "$here/report.lua" "$base$4" >"$work/wrk" || fail "wrk failed"
  sed -n "s/^RESULT [0-9.]* /$1 $2 $3 /p" "$work/wrk" >>"$work/list-figures"
}

list_seconds=$((seconds < 2 ? 1 : 2))
printf 'lists: measuring ...\n' >&2
old="from=$(day 20)&to=$(day 19)"
wrk -t1 -c4 -d5s -H "Authorization: Bearer $key" "$base/api/v1/executions" >/dev/null
list everything ''
list status=succeeded 'status=succeeded'
list status=failed 'status=failed'
list intent-common 'intent=IntentARequest'
list intent-oldest 'intent=archivist'
list agent-common 'agent=agent-A1'
list agent-absent 'agent=nobody'
list error-common 'errorCode=AGENT_TIMEOUT'
list error-oldest 'errorCode=EMCL_FAILURE'
list time "$old"
list time+status=failed "$old&status=failed"
list text-common 'q=intentarequest'
list text-absent 'q=zzzzqq'
list status=failed+text-absent 'status=failed&q=zzzzqq'
list status=failed+agent-absent 'status=failed&agent=nobody'
list intent+error 'intent=IntentARequest&errorCode=AGENT_TIMEOUT'
list tag-absent 'tag=nowhere'
id=$(curl -s -H "Authorization: Bearer $key" "$base/api/v1/executions?limit=1&cursor=$deep" |
  sed -n 's/.*"executionId":"\([^"]*\)".*/\1/p')
one detail api '-' "/api/v1/executions/$id" "Authorization: Bearer $key"
one detail console '-' "/console/executions/$id" "Cookie: $cookie"
