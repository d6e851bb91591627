#!/bin/sh
# A consumer of the change feed with nothing but a shell and psql: follow-changes.sh <app>
# Where to connect is in PGHOST, PGDATABASE, PGUSER, PGPASSWORD or PGSERVICE.
#
# Killed at any moment it loses nothing: what it has not confirmed is given again.
set -eu

app=$1
tab=$(printf '\t')
batch=$(mktemp)
trap 'rm -f "$batch"' EXIT

query() {
  psql -X -q -A -t -F "$tab" -v ON_ERROR_STOP=1 -v app="$app" "$@"
}

# What your application does about a change.
handle() {
  printf '%s %s: %s\n' "$oppslag" "$gjelder_periode" "$type"
}

while :; do
  query >"$batch" <<'SQL'
select transaksjon, endringsnummer, type, oppslag, identifikator, gjelder_periode
  from skatt.les_endringer(:'app', 500)
SQL
  if [ ! -s "$batch" ]; then
    sleep 1
    continue
  fi
  while IFS=$tab read -r transaksjon endringsnummer type oppslag identifikator gjelder_periode; do
    handle
    last="$transaksjon $endringsnummer"
  done <"$batch"
  query -v transaksjon="${last% *}" -v endringsnummer="${last#* }" >/dev/null <<'SQL'
select skatt.bekreft(:'app', :'transaksjon', :'endringsnummer')
SQL
done
