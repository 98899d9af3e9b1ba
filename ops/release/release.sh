#!/bin/sh
# Compiles files under version control to a plan, and splits a plan into files: see Release.java.
# WAR names the WAR whose rules count; by default the one of this build. Needs a JDK 17.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
war=${WAR:-$here/../../target/ROOT.war}
[ -f "$war" ] || { echo "no $war: run mvn -DskipTests package first, or set WAR" >&2; exit 2; }
war=$(cd "$(dirname "$war")" && pwd)/$(basename "$war")
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
(cd "$classes" && jar xf "$war" WEB-INF/classes/net/intentus WEB-INF/lib)
java -cp "$classes/WEB-INF/classes:$classes/WEB-INF/lib/*" "$here/Release.java" "$@"
