/** What is saved where a few nøkler are named again and again. */
import { follow, rightness, type Run } from './support/follow.ts'
import type { Question } from './support/question.ts'
import { startSimulated } from './support/simulated.ts'

const HENDELSER = 10_000
const GJENTATT = 0.9
const LATENS_MS = 20

export const hot: Question = {
  name: 'hot',
  asks: 'How many calls are saved where nine events of ten repeat a nøkkel?',
  how: `As latency, at ${LATENS_MS} ms, with ${HENDELSER} events, nine of ten of which name a nøkkel that \
was named before. A follower that looks up once for every event makes as many calls as there are events.`,

  async measure({ server, rounds }) {
    await using simulated = await startSimulated({
      hendelser: HENDELSER,
      gjentatt: GJENTATT,
      latensMs: LATENS_MS,
    })
    const { nokler } = simulated
    const runs: Run[] = []
    await rounds([async () => runs.push(await follow(server, simulated))])
    const of = `${HENDELSER} events, ${nokler} nøkler`
    return [
      {
        what: `${of}: calls saved, of those that one for each event would be, %`,
        values: runs.map(({ calls }) => 100 * (1 - calls / HENDELSER)),
      },
      ...rightness(of, nokler, runs),
    ]
  },
}
