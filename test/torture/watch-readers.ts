/**
 * An app whose place in the change feed is kept for it, with two workers, of which now and then one
 * loses what it has been given, as if it had been killed.
 */
import type { Pool } from '../../src/store/pool.ts'
import { createRandom, hash } from '../simulator/random.ts'
import { type Change, confirm, readChanges } from '../support/feed.ts'
import { again } from './again.ts'

const READING = { app: 'torture', antall: 40, varer: '2 seconds' }
const CLAIM_MS = 2_000
const WORKERS = 2
const LOST = 0.2

export type Given = {
  /** Places of changes that a worker got. */
  readonly given: Set<string>
  /** Those that it confirmed, and had the answer. */
  readonly confirmed: Set<string>
  /** Those that a worker lost, until one gets them again. */
  readonly owed: Set<string>
  /** How many were given more than once: each of them was lost, or its confirmation was. */
  repeated: number
}

export function nothingGiven(): Given {
  return { given: new Set(), confirmed: new Set(), owed: new Set(), repeated: 0 }
}

/** P9: at least once, and never to two workers at a time. Runs until `signal` aborts. */
export async function readAsApp(
  pool: Pool,
  seed: number,
  app: Given,
  violated: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { given, confirmed, owed } = app
  /** Until when a worker has a change for itself, at least. */
  const claims = new Map<string, number>()

  function take(batch: readonly Change[], asked: number): void {
    const now = performance.now()
    for (const place of batch.map(placeOf)) {
      if (confirmed.has(place)) violated('P9: a change was given again after its confirmation')
      if ((claims.get(place) ?? 0) > now) violated('P9: two workers have the same change')
      if (given.has(place)) app.repeated += 1
      given.add(place)
      owed.delete(place)
      claims.set(place, asked + CLAIM_MS)
    }
  }

  async function work(worker: number): Promise<void> {
    const random = createRandom(hash(`${seed} worker ${worker}`))
    await again(signal, async () => {
      const asked = performance.now()
      const batch = await readChanges(pool, READING)
      take(batch, asked)
      if (batch.length === 0) return
      if (random() < LOST) {
        for (const place of batch.map(placeOf)) owed.add(place)
        return
      }
      await confirm(pool, batch.at(-1), READING.app)
      for (const place of batch.map(placeOf)) {
        confirmed.add(place)
        claims.delete(place)
      }
    })
  }
  await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(worker)))
}

function placeOf({ transaksjon, endringsnummer }: Change): string {
  return `${transaksjon} ${endringsnummer}`
}
