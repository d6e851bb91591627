/** What it takes when there is nothing to do. */
import { setTimeout as delay } from 'node:timers/promises'
import { isCaughtUp } from '../test/support/truth.ts'
import type { Child } from './support/child.ts'
import { startDaemon } from './support/daemon.ts'
import { memory } from './support/follow.ts'
import type { Figure, Question } from './support/question.ts'
import { makeSchema } from './support/schema.ts'
import { startSimulated } from './support/simulated.ts'
import { seen } from './support/watch.ts'

/** At once: idle as they are, they don't disturb each other. */
const DAEMONS = 5
const HENDELSER = 300

/** Each reads its list once in the first minute, as the default LES_PLAN has it. */
const SECONDS = { short: 60, long: 600 }
/** After catching up. */
const SETTLE_MS = 5_000

export const idle: Question = {
  name: 'idle',
  asks: 'What does it take when there is nothing to do?',
  how: `${DAEMONS} daemons at once that have caught up, each with a database of its own and the default \
settings: each reads its list once a minute. Processor time and memory over ${SECONDS.short} s.`,

  async measure({ server, long }) {
    await using closing = new AsyncDisposableStack()
    const simulated = closing.use(await startSimulated({ hendelser: HENDELSER, latensMs: 0 }))
    const daemons: Child[] = []
    for (let number = 0; number < DAEMONS; number += 1) {
      const db = closing.use(await server.database())
      await makeSchema(db)
      const daemon = closing.use(startDaemon({ ...simulated.settings, DATABASE_URL: db.url }))
      await seen(daemon, () => isCaughtUp(db.pool, simulated.twin), { everyMs: 100 })
      daemons.push(daemon)
    }
    await delay(SETTLE_MS)

    const seconds = long ? SECONDS.long : SECONDS.short
    const before = daemons.map((daemon) => daemon.cpuSeconds())
    const postgresBefore = await server.cpuSeconds()
    await delay(seconds * 1_000)
    const after = daemons.map((daemon) => daemon.cpuSeconds())
    const postgres = (await server.cpuSeconds()) - postgresBefore
    const share = after.map((value, place) => (value - (before[place] ?? Number.NaN)) / seconds)
    return figures(daemons, share, postgres / seconds / DAEMONS)
  },
}

/** @param postgres of a core, for one daemon */
function figures(
  daemons: readonly Child[],
  share: readonly number[],
  postgres: number,
): readonly Figure[] {
  return [
    {
      what: 'processor time, % of a core',
      values: share.map((value) => value * 100),
      target: { judged: 'worst', atMost: 1 },
      goal: 'idle',
    },
    { what: 'processor time of Postgres for one of them, % of a core', values: [postgres * 100] },
    { what: 'memory, MB', values: daemons.map((daemon) => daemon.rssMb()) },
    memory(
      'idle',
      daemons.map((daemon) => daemon.peakRssMb()),
    ),
  ]
}
