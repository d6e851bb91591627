import assert from 'node:assert/strict'
import { test } from 'node:test'
import { torture } from './torture.ts'

/** Three freezes and two SIGTERMs come among its first dozen kills, and Postgres is shut down. */
const SEED = 88

test(
  'every promise holds through a dozen kills, frozen processes, cut connections and a crash of Postgres',
  { timeout: 600_000 },
  async (t) => {
    const options = { kills: 12, replicas: 2, postgresCrashes: 1, seconds: null, seed: SEED }
    const lines: string[] = []

    const violations = await torture(options, (line) => lines.push(line), t.signal)

    assert.deepEqual(violations, [], lines.join('\n'))
  },
)
