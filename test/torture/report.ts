/** What the torture prints: a line now and then, and a table at the end. */
import type { Pool } from '../../src/store/pool.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { Broken } from './break.ts'
import { eventsServed } from './catch-up.ts'
import type { Options } from './options.ts'
import type { Held } from './hold-feed.ts'
import type { Stage } from './stage.ts'
import type { Given } from './watch-readers.ts'

const COUNTS = `
  select (select count(*) from folger.hendelse)         as "hendelser",
         (select count(*) from folger.ventende_oppslag) as "ventende"`

export async function progressLine(
  { pool, simulator }: Stage,
  { kills, postgresCrashes }: Options,
  broken: Broken,
  changes: number,
): Promise<string> {
  return [
    `kills ${broken.kills}/${kills}`,
    `freezes ${broken.freezes}`,
    `crashes ${broken.crashes}/${postgresCrashes}`,
    ...(await stored(pool, simulator)),
    `look-ups ${simulator.calls.count({ kind: 'oppslag' })}`,
    `changes ${changes}`,
    `most in flight ${highestInFlight(simulator)}`,
  ].join('  ')
}

async function stored(pool: Pool, simulator: Simulator): Promise<readonly string[]> {
  const answer = await pool
    .query<{ hendelser: bigint; ventende: bigint }>(COUNTS)
    .catch(() => undefined)
  const row = answer?.rows[0]
  if (row === undefined) return ['Postgres is away']
  return [`events ${row.hendelser}/${eventsServed(simulator)}`, `waiting ${row.ventende}`]
}

export type Figures = {
  readonly broken: Broken
  readonly changes: number
  readonly app: Given
  readonly held: Held
  readonly breakingMs: number
  readonly catchingUpMs: number
}

export function summary(
  { simulator, postgresProxies }: Stage,
  { broken, changes, app, held, breakingMs, catchingUpMs }: Figures,
): readonly string[] {
  const cuts = postgresProxies.reduce((sum, proxy) => sum + proxy.cuts(), 0)
  const rows: readonly (readonly [string, number | string])[] = [
    ['kill -9', broken.kills],
    ['machines lost', broken.losses],
    ['freezes (3.5-5 s)', broken.freezes],
    ['SIGTERM', broken.stops],
    ['Postgres crashes', broken.crashes],
    ['connections terminated by Postgres', broken.terminated],
    ['connections reset', broken.resets],
    ['connections stalled', broken.stalls],
    ['commits cut from their reply', cuts],
    ['storms of the APIs', broken.storms],
    ['events', eventsServed(simulator)],
    ['look-ups', simulator.calls.count({ kind: 'oppslag' })],
    ['changes', changes],
    ['changes given again to an app', app.repeated],
    ['transactions held open (1-4 s)', held.times],
    ['seconds that the feed was late, at most', seconds(held.latestMs)],
    ['most in flight at one API', highestInFlight(simulator)],
    ['seconds of faults', seconds(breakingMs)],
    ['seconds to catch up after them', seconds(catchingUpMs)],
  ]
  return ['', ...rows.map(([name, value]) => `${name.padEnd(42)}${String(value).padStart(9)}`)]
}

function highestInFlight({ calls, katalog }: Simulator): number {
  return Math.max(...[...katalog.oppslag.values()].map(({ vert }) => calls.highestInFlight(vert)))
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1)
}
