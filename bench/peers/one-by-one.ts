/**
 * The follower as Nav's teams run it: page, then for each of its events look up, store, move the
 * posisjon; nothing at the same time, nothing put together.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { createPosisjon, loadPosisjon, savePosisjon } from './reading.ts'
import { createPool, lookUp, READ_EVERY_MS, readPage, storeAnswers } from './work.ts'

const pool = createPool(1)
await createPosisjon(pool)

for (;;) {
  const events = await readPage(await loadPosisjon(pool))
  for (const event of events) {
    const data = await lookUp(event)
    await storeAnswers(pool, [{ ...event, data }])
    await savePosisjon(pool, event.sekvensnummer + 1)
  }
  if (events.length === 0) await delay(READ_EVERY_MS)
}
