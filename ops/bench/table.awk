# Medians of the rounds, as a table and as JSON. Reads lines "group name connections rate p50 p99
# errors" from figures, "name kind page p50 p99 errors" from lists (times in microseconds), and
# "minute executions alive resident" from memory (kilobytes).
function median(key, n, i, j, t, v) {
  n = count[key]
  for (i = 1; i <= n; i++) v[i] = value[key, i]
  for (i = 2; i <= n; i++) {
    t = v[i]
    for (j = i - 1; j >= 1 && v[j] > t; j--) v[j + 1] = v[j]
    v[j + 1] = t
  }
  return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}
function keep(key, x) { value[key, ++count[key]] = x + 0 }
BEGIN {
  while ((getline line < figures) > 0) {
    split(line, f, " ")
    row = f[1] SUBSEP f[2] SUBSEP f[3]
    if (!(row in errors)) order[++rows] = row
    keep(row SUBSEP "rate", f[4]); keep(row SUBSEP "p50", f[5]); keep(row SUBSEP "p99", f[6])
    errors[row] += f[7]
  }
  printf "{\"database\":\"%s\",\"rounds\":%d,\"secondsEach\":%d,\"calls\":[", database, rounds, seconds > json
  if (rows) printf "\n%-14s %-13s %5s %11s %8s %8s %7s %8s %7s\n", "group", "what", "conn", "requests/s", "p50 ms", "p99 ms", "ratio", "p99/base", "errors"
  for (i = 1; i <= rows; i++) {
    row = order[i]; split(row, k, SUBSEP)
    base = k[1] SUBSEP "base" SUBSEP k[3]
    rate = median(row SUBSEP "rate"); p50 = median(row SUBSEP "p50") / 1000; p99 = median(row SUBSEP "p99") / 1000
    ratio = rate / median(base SUBSEP "rate"); tail = p99 * 1000 / median(base SUBSEP "p99")
    ratios[row] = ratio
    printf "%-14s %-13s %5d %11.1f %8.2f %8.2f %7.3f %8.2f %7d\n", k[1], k[2], k[3], rate, p50, p99, ratio, tail, errors[row]
    comma = i > 1 ? "," : ""
    printf "%s{\"group\":\"%s\",\"what\":\"%s\",\"connections\":%d,\"requestsPerSecond\":%.1f,\"p50Ms\":%.3f,\"p99Ms\":%.3f,\"ratio\":%.3f,\"p99OfBase\":%.3f,\"errors\":%d}", \
      comma, k[1], k[2], k[3], rate, p50, p99, ratio, tail, errors[row] > json
    failed += errors[row]
  }
  for (row in ratios) {
    split(row, k, SUBSEP)
    few = "agents-10" SUBSEP "echo" SUBSEP k[3]
    if (k[1] ~ /^agents-/ && k[1] != "agents-10" && k[2] == "echo" && few in ratios)
      printf "%s against 10 agents at %d connections: %.3f\n", k[1], k[3], ratios[row] / ratios[few]
  }
  for (row in ratios) {
    split(row, k, SUBSEP)
    off = k[1]; sub(/-on$/, "-off", off)
    off = off SUBSEP k[2] SUBSEP k[3]
    if (k[1] ~ /-on$/ && k[2] != "base" && off in ratios)
      printf "%s against off at %d connections: %.3f\n", k[1], k[3], ratios[row] / ratios[off]
  }
  printf "],\"memory\":[" > json
  while ((getline line < memory) > 0) {
    split(line, f, " ")
    if (!minutes++) printf "\n%6s %12s %10s %12s\n", "minute", "executions", "alive MB", "resident MB"
    printf "%6d %12d %10.1f %12.1f\n", f[1], f[2], f[3] / 1024, f[4] / 1024
    comma = minutes > 1 ? "," : ""
    printf "%s{\"minute\":%d,\"executions\":%d,\"aliveKb\":%d,\"residentKb\":%d}", comma, f[1], f[2], f[3], f[4] > json
  }
  printf "],\"executions\":%d,\"lists\":[", executions > json
  while ((getline line < lists) > 0) {
    split(line, f, " ")
    if (!listed++) printf "\n%-26s %-8s %-6s %8s %8s %7s\n", "list", "entrance", "page", "p50 ms", "p99 ms", "errors"
    printf "%-26s %-8s %-6s %8.1f %8.1f %7d\n", f[1], f[2], f[3], f[4] / 1000, f[5] / 1000, f[6]
    comma = listed > 1 ? "," : ""
    printf "%s{\"list\":\"%s\",\"entrance\":\"%s\",\"page\":\"%s\",\"p50Ms\":%.1f,\"p99Ms\":%.1f,\"errors\":%d}", \
      comma, f[1], f[2], f[3], f[4] / 1000, f[5] / 1000, f[6] > json
    failed += f[6]
  }
  print "]}" > json
  exit failed > 0
}
