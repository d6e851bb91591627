/** Whether tables stay as large as they are, with retention and autovacuum at work. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from '../src/store/pool.ts'
import { deleteOld, deleteOldHendelser } from '../src/store/retention.ts'
import { personnummer } from '../test/simulator/identifikator.ts'
import { createRandom, integer, type Random } from '../test/simulator/random.ts'
import { differencesFromTruth, isCaughtUp } from '../test/support/truth.ts'
import type { Child } from './support/child.ts'
import { startDaemon } from './support/daemon.ts'
import { memory } from './support/follow.ts'
import type { Bench, Figure, Question } from './support/question.ts'
import { makeSchema } from './support/schema.ts'
import { LISTE, type Simulated, startSimulated } from './support/simulated.ts'
import { seen } from './support/watch.ts'

/** A day of real time is so many seconds here. */
const DAY_S = 15
const DAYS = { short: 9, long: 90 }
const PERSONER = 3_000
const EVENTS_PER_SECOND = 400
const PUBLISH_EVERY_MS = 500
/** Numbers that are read again each day: what is above their beginning is kept. */
const OVERLAP = 1_000
const SAMPLE_EVERY_MS = 1_000

/** Smaller tables are judged together: a page more or less is a tenth of some. */
const LEAST_BYTES = 1_000_000

export const steady: Question = {
  name: 'steady',
  asks: 'Do tables stay as large as they are, with retention and autovacuum at work?',
  how: `A day passes in ${DAY_S} s: events and changes are stamped so that they are a day old after that \
time, retention of one day and the overlap run as often, and autovacuum looks once a second (its shortest) instead of once \
a minute. ${EVENTS_PER_SECOND} events a second about ${PERSONER} nøkler, all of which change. In the first third of the \
${DAYS.short} days the tables fill up; then the largest size of each in the last third is compared with \
that in the middle third. Compressed like this, autovacuum has to keep up with more for each of its looks than in \
real time.`,

  async measure({ server, long, draw }) {
    await using closing = new AsyncDisposableStack()
    const simulated = closing.use(await startSimulated({ hendelser: 0, latensMs: 1 }))
    const db = closing.use(await server.database())
    await makeSchema(db)
    await db.pool.query(SHORT_DAYS)
    await db.pool.query(`alter system set autovacuum_naptime = '1s'`)
    await db.pool.query('select pg_reload_conf()')
    closing.defer(async () => {
      await db.pool.query('alter system reset autovacuum_naptime')
      await db.pool.query('select pg_reload_conf()')
    })
    const daemon = closing.use(
      startDaemon({
        ...simulated.settings,
        DATABASE_URL: db.url,
        LES_PLAN: '* * * * * *',
        OVERLAPP_PLAN: `*/${DAY_S} * * * * *`,
        OVERLAPP_SEKVENSNUMRE: String(OVERLAP),
      }),
    )

    const seconds = DAY_S * (long ? DAYS.long : DAYS.short)
    const life = new AbortController()
    const samples: Sample[] = []
    const [, , rss] = await Promise.all([
      publish(simulated, seconds).finally(() => life.abort()),
      retain(db.pool, life.signal),
      sample(db.pool, daemon, samples, life.signal),
    ])
    await seen(daemon, () => isCaughtUp(db.pool, simulated.twin), { everyMs: 100 })
    const wrong = (await differencesFromTruth(db.pool, simulated.twin, { most: Infinity })).length
    drawSizes(samples, draw)
    return figures(samples, seconds, rss, daemon.peakRssMb(), wrong)
  },
}

const SHORT_DAYS = `
  alter table folger.hendelse
    alter column mottatt_at set default now() - interval '1 day' + interval '${DAY_S} seconds';
  alter table skatt.endring
    alter column endret_at set default now() - interval '1 day' + interval '${DAY_S} seconds'`

async function publish(simulated: Simulated, seconds: number): Promise<void> {
  const random = createRandom(5)
  const nokler = Array.from({ length: PERSONER }, () => ({
    identifikator: personnummer(random),
    gjelderPeriode: '2024-01',
  }))
  const size = (EVENTS_PER_SECOND * PUBLISH_EVERY_MS) / 1_000
  const beganMs = performance.now()
  for (let due = beganMs; due < beganMs + seconds * 1_000; due += PUBLISH_EVERY_MS) {
    await delay(Math.max(0, due - performance.now()))
    await simulated.publish(
      LISTE,
      Array.from({ length: size }, () => anyOf(nokler, random)),
    )
  }
}

function anyOf<Item>(items: readonly Item[], random: Random): Item {
  const item = items[integer(random, 0, items.length - 1)]
  if (item === undefined) throw new Error('there are none')
  return item
}

/** As the daemon does once a day. */
async function retain(pool: Pool, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(DAY_S * 1_000, undefined, { signal }).catch(() => undefined)
    await deleteOldHendelser(pool, { days: 1, overlap: OVERLAP }, signal)
    await deleteOld(pool, 'endringer', 1, signal)
  }
}

type Sample = { readonly second: number; readonly bytes: ReadonlyMap<string, number> }

const SIZES = `
  select nspname || '.' || relname        as "table",
         pg_total_relation_size(pg_class.oid) as "bytes"
    from pg_class
    join pg_namespace on pg_namespace.oid = relnamespace
   where relkind = 'r' and nspname in ('folger', 'skatt')`

/** @returns the daemon's memory at each sample, in MB */
async function sample(
  pool: Pool,
  daemon: Child,
  samples: Sample[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  const rss: number[] = []
  const beganMs = performance.now()
  while (!signal.aborted) {
    if (!daemon.runs()) throw new Error(`it ended early:\n${daemon.output()}`)
    const { rows } = await pool.query<{ table: string; bytes: bigint }>(SIZES)
    samples.push({
      second: (performance.now() - beganMs) / 1_000,
      bytes: new Map(rows.map(({ table, bytes }) => [table, Number(bytes)])),
    })
    rss.push(daemon.rssMb())
    await delay(SAMPLE_EVERY_MS)
  }
  return rss
}

/** The tables that are large at any time, and all others together. */
function parts(samples: readonly Sample[]): readonly { of: string; at: (one: Sample) => number }[] {
  const names = [...new Set(samples.flatMap(({ bytes }) => [...bytes.keys()]))]
  const isLarge = (name: string) =>
    samples.some(({ bytes }) => (bytes.get(name) ?? 0) >= LEAST_BYTES)
  const small = names.filter((name) => !isLarge(name))
  return [
    ...names
      .filter(isLarge)
      .map((name) => ({ of: name, at: ({ bytes }: Sample) => bytes.get(name) ?? 0 })),
    {
      of: 'all smaller ones',
      at: ({ bytes }: Sample) => small.reduce((sum, name) => sum + (bytes.get(name) ?? 0), 0),
    },
  ]
}

function drawSizes(samples: readonly Sample[], draw: Bench['draw']): void {
  draw({
    kind: 'lines',
    name: 'steady',
    title: `Size of the tables with their indexes; a day is ${DAY_S} s`,
    x: { label: 'days' },
    y: { label: 'MB' },
    lines: parts(samples).map(({ of, at }) => ({
      label: of,
      points: samples.map((one) => [one.second / DAY_S, at(one) / 1e6] as const),
    })),
  })
}

function figures(
  samples: readonly Sample[],
  seconds: number,
  rss: readonly number[],
  peakRssMb: number,
  wrong: number,
): readonly Figure[] {
  const middle = samples.filter(({ second }) => second > seconds / 3 && second <= (seconds * 2) / 3)
  const last = samples.filter(({ second }) => second > (seconds * 2) / 3)
  const largest = (of: readonly Sample[], at: (one: Sample) => number) => Math.max(...of.map(at))
  const third = Math.floor(rss.length / 3)
  return [
    ...parts(samples).map(({ of, at }): Figure => ({
      what: `${of}: largest size in the last third of the days ÷ that in the middle third`,
      values: [largest(last, at) / largest(middle, at)],
      target: { judged: 'worst', atMost: 1.1 },
      goal: 'steady',
    })),
    {
      what: 'memory of the daemon: most in the last third ÷ most in the middle third',
      values: [Math.max(...rss.slice(2 * third)) / Math.max(...rss.slice(third, 2 * third))],
    },
    memory('steady', [peakRssMb]),
    {
      what: 'rows unlike the truth at the end',
      values: [wrong],
      target: { judged: 'worst', atMost: 0 },
      goal: 'right',
    },
  ]
}
