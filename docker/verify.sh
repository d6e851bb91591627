#!/usr/bin/env bash
# Builds the image and runs all of docker/compose.yaml for real: Postgres, the simulator, two replicas
# on a read-only root, under the image's uid and then under one that nobody knows. Compares the tables
# with the simulator's truth, ends the replicas in every way, and says what it measured. Two minutes or
# three; leaves nothing behind.
#
# Needs Linux, a Docker engine with compose (the plugin, or docker-compose 1.29), node and `npm ci`.
# Prometheus and Grafana are started where their images can be had; else that is said.
#
# Exit codes: 0 all was as it should be; 1 something was not, and what.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH=$PWD/node_modules/.bin:$PATH

export COMPOSE_PROJECT_NAME=hendelsesfolger-verify
export HENDELSESFOLGER_IMAGE=hendelsesfolger:verify SIMULATOR_IMAGE=hendelsesfolger-simulator:verify
export HENDELSESFOLGER_UID=65532
export POSTGRES_PORT=15433 SIMULATOR_PORT=18099 STATUS_PORTS=18080-18089
export PROMETHEUS_PORT=19090 GRAFANA_PORT=13000
export HENDELSER=${HENDELSER:-20000} HENDELSER_PER_SECOND=0 LATENS_MS=0-5
SIMULATOR=http://127.0.0.1:$SIMULATOR_PORT
DATABASE=postgres://hendelsesfolger:hendelsesfolger@127.0.0.1:$POSTGRES_PORT/hendelsesfolger

if docker compose version >/dev/null 2>&1; then COMPOSE=(docker compose); else COMPOSE=(docker-compose); fi
compose() { "${COMPOSE[@]}" --file docker/compose.yaml "$@" 2>>"$log"; }
log=$(mktemp)

ok() { printf 'ok    %-46s %s\n' "$1" "${2:-}"; }
note() { printf 'note  %s\n' "$1"; }
fail() {
  printf 'FAIL  %s\n' "$1" >&2
  { tail -n 15 "$log"; compose logs --no-color --tail=15; } >&2 || true
  exit 1
}
clean_up() {
  compose down --volumes --timeout 1 >/dev/null || true
  rm -f "$log"
}
trap clean_up EXIT

replicas() { compose ps --quiet hendelsesfolger; }
add_events() {
  curl --silent --show-error --fail --output /dev/null "$SIMULATOR/_simulator/populate" \
    --data "{\"hendelser\": $1, \"lister\": [\"skatteoppgjoer\", \"inntekt\", \"tilleggsskatt\"]}" || fail 'more events'
}
status_of() { # CONTAINER PATH
  curl --silent --output /dev/null --write-out '%{http_code}' "http://$(docker port "$1" 8080 | head -n 1)$2"
}
await() { # WHAT COMMAND...
  local what=$1
  shift
  for _ in $(seq 300); do "$@" && return; sleep 0.2; done
  fail "$what: not within a minute"
}
says() { docker logs "$1" 2>&1 | grep --fixed-strings --count "$2" >/dev/null; }
is_healthy() { [[ $(docker inspect --format '{{.State.Health.Status}}' "$1") == healthy ]]; }
has_status() { [[ $(status_of "$1" "$2") == "$3" ]]; }
are_equal() { # WHAT
  local rows
  rows=$(node test/docker/await-truth.ts "$SIMULATOR" "$DATABASE" 2>>"$log") || fail "$1: the tables differ from the truth"
  ok "$1" "$rows rows equal the truth"
}
has_work() {
  [[ $(compose exec -T postgres psql --username=hendelsesfolger --no-align --tuples-only \
    --command='select sum(ventende) > 100 from skatt.ferskhet') == t ]]
}
memory_of() { # CONTAINER FIELD: in MB
  docker exec "$1" node -p "Math.round(/$2:\s+(\d+)/.exec(require('fs').readFileSync('/proc/1/status'))[1] / 1000)"
}

# --- the image -----------------------------------------------------------------------------------
docker build --quiet --tag "$SIMULATOR_IMAGE" --target simulator . >/dev/null 2>>"$log" || fail 'the image of the simulator is not built'
docker build --quiet --tag "$HENDELSESFOLGER_IMAGE" --build-arg "REVISION=$(git rev-parse HEAD 2>/dev/null || true)" \
  --build-arg "CREATED=$(date --utc +%Y-%m-%dT%H:%M:%SZ)" . >/dev/null 2>>"$log" || fail 'the image is not built'

inspect() { docker image inspect --format "$1" "$HENDELSESFOLGER_IMAGE"; }
in_image() { docker run --rm --read-only --user 12345:0 --network none --entrypoint node "$HENDELSESFOLGER_IMAGE" "$@"; }
packed=$(docker save "$HENDELSESFOLGER_IMAGE" | gzip -1 | wc -c)
ok 'image size' "$(($(inspect '{{.Size}}') / 1000000)) MB, packed $((packed / 1000000)) MB"
[[ $(inspect '{{.Config.User}}') =~ ^[1-9][0-9]*: ]] || fail 'the image runs as root'
[[ $(inspect '{{index .Config.Labels "org.opencontainers.image.version"}}') == "$(node -p "require('./package.json').version")" ]] || fail 'the label of the version'
in_image -e "
  const { accessSync, existsSync, readFileSync, constants } = require('node:fs')
  const { components } = JSON.parse(readFileSync('/app/sbom.cdx.json'))
  if (components.length < 10) throw new Error('the SBOM lists next to nothing')
  for (const path of ['/app/test', '/usr/local/bin/npm', '/usr/local/lib/node_modules'])
    if (existsSync(path)) throw new Error(path + ' is in the image')
  for (const path of ['/', '/app', '/app/src/main.ts', '/usr/local/bin/node'])
    try { accessSync(path, constants.W_OK); throw new Error(path + ' can be written') }
    catch (error) { if (!error.code) throw error }
" || fail 'what is in the image'
ok 'no npm, no tests, an SBOM, nothing to write to'
[[ $(docker run --rm "$HENDELSESFOLGER_IMAGE" --version) == "$(node -p "require('./package.json').version")" ]] || fail '--version'
said=$(docker run --rm --network none "$HENDELSESFOLGER_IMAGE" check 2>&1) && fail 'check without settings went well'
[[ $said == *SKATTEETATEN_MILJOE*DATABASE_URL* ]] || fail 'check does not list what is missing'
ok 'docker run IMAGE COMMAND' '--version; check lists all that is missing'

# --- following -----------------------------------------------------------------------------------
for file in docker/compose.yaml docker/compose.skatteetaten-test.yaml; do
  MASKINPORTEN_JWK=/dev/null "${COMPOSE[@]}" --file $file config --quiet 2>>"$log" || fail "$file is no compose file"
done
began=$(date +%s%N)
compose up --detach --no-build postgres simulator hendelsesfolger >/dev/null || fail 'compose up'
mapfile -t pods < <(replicas)
[[ ${#pods[@]} == 2 ]] || fail "there are ${#pods[@]} replicas, not 2"
for pod in "${pods[@]}"; do
  await 'ready' has_status "$pod" /isready 200
  await 'it says that it follows' says "$pod" '"following"'
  started=$(date --date "$(docker inspect --format '{{.State.StartedAt}}' "$pod")" +%s%N)
  ready=$(date --date "$(docker logs --timestamps "$pod" 2>&1 | sed --quiet '/"following"/s/ .*//p')" +%s%N)
  ok 'start-up, from process to following' "$(((ready - started) / 1000000)) ms, migrations and all"
done
are_equal "$HENDELSER events read and looked up"
took=$((($(date +%s%N) - began) / 1000000))
calls=$(curl --silent "$SIMULATOR/_simulator/calls")
five=$(node -p "Math.max(...Object.entries(JSON.parse(process.argv[1]).apis).filter(([api]) => api !== 'maskinporten').map(([, { highestInFlight }]) => highestInFlight))" "$calls")
[[ $five -le 5 ]] || fail "$five calls in flight"
ok 'from compose up to caught up' "$took ms, at most $five calls in flight per API"
for pod in "${pods[@]}"; do ok 'RSS at full speed, the most it was' "$(memory_of "$pod" VmHWM) MB of 384"; done

# --- how it runs ---------------------------------------------------------------------------------
runs_as() { # UID
  for pod in "${pods[@]}"; do
    docker exec "$pod" node -e "
      const { readFileSync, writeFileSync } = require('node:fs')
      const refused = (path) => { try { writeFileSync(path, ''); return false } catch ({ code }) { return code === 'EROFS' } }
      const status = readFileSync('/proc/1/status', 'utf8')
      const wrong = [
        [process.getuid() === $1, 'uid'],
        [readFileSync('/proc/1/cmdline', 'utf8').startsWith('node\0/app/src/main.ts'), 'process 1'],
        [refused('/app/x') && refused('/x') && refused('/var/x'), 'the root can be written'],
        [writeFileSync('/tmp/x', '') === undefined, '/tmp'],
        [/CapEff:\s+0+\n/.test(status) && /NoNewPrivs:\s+1/.test(status), 'capabilities'],
        [require('node:v8').getHeapStatistics().heap_size_limit < 0.9 * 384 * 2 ** 20, 'the limit of the heap'],
      ].filter(([right]) => !right)
      if (wrong.length > 0) throw new Error(wrong.map(([, what]) => what).join(', '))
    " || fail 'how it runs'
    await 'healthy by HEALTHCHECK' is_healthy "$pod"
    for path in / /status.json /metrics; do has_status "$pod" $path 200 || fail "$path"; done
    docker exec "$pod" node /app/src/main.ts status >>"$log" 2>&1 || fail 'hendelsesfolger status'
  done
  ok "uid $1, read-only root, node is process 1" 'no capabilities, heap below the limit, healthy'
}
is_idle() { # UID
  sleep 15
  for pod in "${pods[@]}"; do ok "RSS idle, uid $1" "$(memory_of "$pod" VmRSS) MB"; done
}
runs_as 65532
for pod in "${pods[@]}"; do
  [[ $(docker exec "$pod" node -p "require('node:module').getCompileCacheDir()") == /app/compile-cache/* ]] || fail 'the program is compiled at each start'
done
ok 'nothing is compiled at the start'
ok '/ /status.json /metrics, hendelsesfolger status'

# --- faults --------------------------------------------------------------------------------------
compose pause postgres simulator >/dev/null
sleep 5
for pod in "${pods[@]}"; do
  has_status "$pod" /isalive 200 || fail '/isalive is red while Postgres and Skatteetaten do not answer'
  has_status "$pod" /isready 200 || fail '/isready is red while Postgres and Skatteetaten do not answer'
done
compose unpause postgres simulator >/dev/null
add_events 2000
are_equal 'Postgres, Skatteetaten, Maskinporten frozen 5 s'

for pod in "${pods[@]}"; do
  add_events 2000
  await 'work' has_work
  docker kill --signal KILL "$pod" >/dev/null
  are_equal 'a replica killed by SIGKILL, the other goes on'
  docker start "$pod" >/dev/null
  await 'ready after the kill' has_status "$pod" /isready 200
done

add_events 5000
await 'work' has_work
for pod in "${pods[@]}"; do
  began=$(date +%s%N)
  docker stop -t 30 "$pod" >/dev/null
  [[ $(docker inspect --format '{{.State.ExitCode}}' "$pod") == 0 ]] || fail "SIGTERM ended it with $(docker inspect --format '{{.State.ExitCode}}' "$pod")"
  ok 'SIGTERM in the middle of work' "exit 0 after $((($(date +%s%N) - began) / 1000000)) ms"
done
compose up --detach --no-build hendelsesfolger >/dev/null || fail 'compose up again'
are_equal 'after a restart of all replicas'

mapfile -t pods < <(replicas)
is_idle 65532
if docker logs "${pods[0]}" 2>&1 | cat - <(docker logs "${pods[1]}" 2>&1) | grep --extended-regexp --quiet '(^|[^0-9.])[0-9]{11}([^0-9]|$)'; then
  fail 'eleven digits in the log'
fi
ok 'no eleven digits in the logs' "$(for pod in "${pods[@]}"; do docker logs "$pod" 2>&1; done | wc -l) lines"

# As on a platform that gives each a uid of its own.
export HENDELSESFOLGER_UID=12345
docker exec "$(compose ps --quiet simulator)" chmod a+r /klient/jwk || fail 'the key for another uid'
compose up --detach --no-build --no-deps hendelsesfolger >/dev/null || fail 'compose up under another uid'
add_events 2000
are_equal 'under a uid that nobody knows'
mapfile -t pods < <(replicas)
runs_as 12345
is_idle 12345

# --- the pictures --------------------------------------------------------------------------------
if command -v promtool >/dev/null; then
  promtool check config docker/prometheus/prometheus.yml >>"$log" 2>&1 || fail 'promtool check config'
  ok 'promtool check config'
fi
have() { docker image inspect "$1" >/dev/null 2>&1 || timeout 120 docker pull --quiet "$1" >/dev/null 2>&1; }
image_of() { compose config | sed -n "/^  $1:/,/^  [a-z]/s/^    image: //p"; }
prometheus() { curl --silent --get "http://127.0.0.1:$PROMETHEUS_PORT/api/v1/$1" "${@:2}"; }
both_are_scraped() { [[ $(prometheus query --data-urlencode 'query=sum(up{job="hendelsesfolger"})') == *'"2"'* ]]; }
if have "$(image_of prometheus)"; then
  compose up --detach --no-build prometheus >/dev/null || fail 'compose up prometheus'
  await 'both replicas scraped' both_are_scraped
  ok 'Prometheus' "both replicas scraped, $(prometheus rules | grep --only-matching '"type":"alerting"' | wc -l) alerts loaded"
else
  note "Prometheus was not started: no image $(image_of prometheus)"
fi
if have "$(image_of grafana)"; then
  compose up --detach --no-build grafana >/dev/null || fail 'compose up grafana'
  has_dashboard() { [[ $(curl --silent "http://127.0.0.1:$GRAFANA_PORT/api/search?type=dash-db") == *hendelsesf* ]]; }
  await 'the dashboard in Grafana' has_dashboard
  ok 'Grafana' 'has the dashboard'
else
  note "Grafana was not started: no image $(image_of grafana)"
fi
printf 'all as it should be\n'
