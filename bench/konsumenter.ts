/** What a supplier with many konsumenter takes. */
import { setTimeout as delay } from 'node:timers/promises'
import { organisasjonsnummer } from '../test/simulator/identifikator.ts'
import { createRandom } from '../test/simulator/random.ts'
import { isCaughtUp } from '../test/support/truth.ts'
import { startDaemon } from './support/daemon.ts'
import type { Database, Figure, Question } from './support/question.ts'
import { makeSchema } from './support/schema.ts'
import { type Simulated, startSimulated } from './support/simulated.ts'
import { walPosition } from './support/wal.ts'
import { seen } from './support/watch.ts'

const KONSUMENTER = 300
const SCOPE = 'skatteetaten:inntekt'
/** About nøkler that each konsument looks up for itself. */
const HENDELSER = 20
const SECONDS = 60
const SETTLE_MS = 5_000

export const konsumenter: Question = {
  name: 'konsumenter',
  asks: `What does one replica take that follows a list for ${KONSUMENTER} konsumenter?`,
  how: `One list with ${HENDELSER} events, which every konsument reads and looks up for itself, with a token \
of its own, at 0 ms. First the time from the start until all have caught up; then what is spent in ${SECONDS} s \
in which nothing happens, each list being read once.`,

  async measure({ server }) {
    await using simulated = await startSimulated({ hendelser: HENDELSER, latensMs: 0 })
    const orgnumre = await delegate(simulated)
    await using db = await server.database()
    await makeSchema(db)
    const beganMs = performance.now()
    await using daemon = startDaemon({
      ...simulated.settings,
      DATABASE_URL: db.url,
      KONSUMENTER: orgnumre.join(','),
      LOG_LEVEL: 'warn',
    })
    const all = await seen(
      daemon,
      async () => (await haveBegun(db)) && isCaughtUp(db.pool, simulated.twin),
      { everyMs: 200 },
    )
    await delay(SETTLE_MS)

    const spent = async () => ({
      daemon: daemon.cpuSeconds(),
      postgres: await server.cpuSeconds(),
      walBytes: await walPosition(db.pool),
    })
    const before = await spent()
    await delay(SECONDS * 1_000)
    const after = await spent()
    const perSecond = (of: keyof typeof after) => (after[of] - before[of]) / SECONDS
    return [
      {
        what: 'seconds from the start until all have caught up',
        values: [(all.firstMs - beganMs) / 1_000],
      },
      { what: 'idle: processor time, % of a core', values: [perSecond('daemon') * 100] },
      {
        what: 'idle: processor time of Postgres, % of a core',
        values: [perSecond('postgres') * 100],
      },
      { what: 'idle: WAL, kB a second', values: [perSecond('walBytes') / 1_000] },
      { what: 'most memory of the daemon, MB', values: [daemon.peakRssMb()] },
    ] satisfies readonly Figure[]
  },
}

async function delegate({ control }: Simulated): Promise<readonly string[]> {
  const random = createRandom(1)
  const orgnumre = new Set<string>()
  while (orgnumre.size < KONSUMENTER) orgnumre.add(organisasjonsnummer(random))
  for (const orgnr of orgnumre) {
    await control('POST', 'delegations', { orgnr, scopes: [SCOPE] })
  }
  return [...orgnumre]
}

/** Those that have no posisjon yet are not seen to be behind. */
async function haveBegun({ pool }: Database): Promise<boolean> {
  const { rows } = await pool.query<{ antall: number }>(
    `select count(*)::int as "antall" from folger.posisjon`,
  )
  return rows[0]?.antall === KONSUMENTER
}
