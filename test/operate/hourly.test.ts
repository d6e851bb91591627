import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LogFields } from '../../src/lib/log.ts'
import { tellHourly } from '../../src/operate/hourly.ts'
import { statusOf } from '../../src/operate/status/status.ts'
import { before, FOLLOWED, listeRow, status, storedStatus } from '../support/status.ts'

/** What is told in `hours` hours, each with more done than the one before. */
async function told(hours: number, facts = status()): Promise<LogFields[]> {
  const lines: LogFields[] = []
  const stop = new AbortController()
  let passed = 0
  const note = (fields: LogFields, message: string): void => void lines.push({ ...fields, message })
  await tellHourly(
    {
      next: async () => {
        passed += 1
        if (passed > hours) stop.abort()
      },
      status: async () => facts,
      totals: () => ({ hendelser: passed * 10, oppslag: passed * 7, endringer: passed }),
      log: { info: note, warn: note, error: note, debug: () => undefined },
    },
    stop.signal,
  )
  return lines
}

test('each hour tells what was done in it, and how the lists are', async () => {
  const rows = [
    listeRow({ ventende: 3n, parkert: 1n }),
    listeRow({ liste: 'tilleggsskatt', tilstand: 'gap', ventende: 4n }),
  ]
  const followed = {
    ...FOLLOWED,
    lister: rows.map(({ konsument, liste }) => ({ konsument, liste, planMs: 1 })),
  }

  assert.deepEqual(await told(2, status({ lister: rows }, followed)), [
    {
      message: 'still following',
      done: { hendelser: 10, oppslag: 7, endringer: 1 },
      tilstander: { ajour: 1, gap: 1 },
      ventende: 7,
      parkert: 1,
    },
    {
      message: 'still following',
      done: { hendelser: 10, oppslag: 7, endringer: 1 },
      tilstander: { ajour: 1, gap: 1 },
      ventende: 7,
      parkert: 1,
    },
  ])
})

test('also while Postgres is away, and then that it is', async () => {
  const away = statusOf(storedStatus(), FOLLOWED, { sinceMs: before(0), advice: 'make room' })

  const [line] = await told(1, away)

  assert.equal(line?.['feil'], 'make room')
  assert.equal(line?.['ventende'], undefined)
})
