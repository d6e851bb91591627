import assert from 'node:assert/strict'
import { test } from 'node:test'
import { torture } from './torture.ts'

const SEED = 20_250_315

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
