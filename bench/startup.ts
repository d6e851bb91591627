/** How long it takes from the start of the process until it asks for the first page. */
import type { Child } from './support/child.ts'
import { startDaemon, startDaemonCold } from './support/daemon.ts'
import type { Figure, Question, Server } from './support/question.ts'
import { makeSchema } from './support/schema.ts'
import { LISTE, type Simulated, startSimulated } from './support/simulated.ts'
import { seen } from './support/watch.ts'

type Start = (env: Readonly<Record<string, string>>) => Child

const CASES: readonly { of: string; start: Start; isMigrated: boolean }[] = [
  { of: 'as in the image', start: startDaemon, isMigrated: true },
  { of: 'as in the image, into an empty database', start: startDaemon, isMigrated: false },
  { of: 'without a compile cache', start: startDaemonCold, isMigrated: true },
]

export const startup: Question = {
  name: 'startup',
  asks: 'How soon after its start does it ask for the first page?',
  how: `From the start of the process to the arrival of the first page's call at the simulator, on which \
nothing waits but the process itself: settings, the schema's check or making, a token, the lease. The image \
brings Node's compile cache; the third case is without.`,

  async measure({ server, rounds }) {
    await using simulated = await startSimulated({ hendelser: 10, latensMs: 0 })
    const cases = CASES.map((one) => ({ ...one, seconds: [] as number[] }))
    await rounds(
      cases.map(({ start, isMigrated, seconds }) => async () => {
        seconds.push(await firstPage(server, simulated, start, isMigrated))
      }),
    )
    return cases.map(({ of, seconds }): Figure => ({
      what: `${of}: seconds to the first page`,
      values: seconds,
    }))
  },
}

async function firstPage(
  server: Server,
  simulated: Simulated,
  start: Start,
  isMigrated: boolean,
): Promise<number> {
  await using db = await server.database()
  if (isMigrated) await makeSchema(db)
  await simulated.reset()
  const vert = simulated.twin.katalog.lister.get(LISTE)?.vert ?? ''
  const beganMs = performance.now()
  await using daemon = start({ ...simulated.settings, DATABASE_URL: db.url })
  const page = await seen(daemon, async () => (await simulated.callsTo(vert)) > 0)
  return (page.firstMs - beganMs) / 1_000
}
