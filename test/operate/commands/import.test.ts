import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importAll } from '../../../src/operate/commands/import.ts'
import type { Batch } from '../../../src/operate/commands/table-file.ts'

const never = new AbortController().signal

async function* batches(...sizes: readonly number[]): AsyncGenerator<Batch<number>> {
  let lines = 0
  for (const size of sizes) {
    lines += size
    yield { rows: Array.from({ length: size }, () => 1), wrong: [], lines }
  }
}

test('what has been read is stored, and progress is told every hundred thousand lines', async () => {
  const told: string[] = []
  let stored = 0

  const imported = await importAll(
    batches(60_000, 60_000, 60_000, 60_000),
    async (rows) => void (stored += rows.length),
    (line) => told.push(line),
    never,
  )

  assert.deepEqual(imported, { lines: 240_000, wrong: 0, isWhole: true })
  assert.equal(stored, 240_000)
  assert.deepEqual(told, ['120000 lines', '240000 lines'])
})

test('the first wrong lines are told, and of the others how many there are', async () => {
  const told: string[] = []
  const wrong = Array.from({ length: 23 }, (_, i) => ({ line: i + 1, problem: 'wrong' }))
  async function* one(): AsyncGenerator<Batch<number>> {
    yield { rows: [], wrong: wrong.slice(0, 15), lines: 15 }
    yield { rows: [], wrong: wrong.slice(15), lines: 23 }
  }

  const imported = await importAll(
    one(),
    async () => undefined,
    (line) => told.push(line),
    never,
  )

  assert.equal(imported.wrong, 23)
  assert.equal(told.length, 21)
  assert.equal(told[19], 'line 20: wrong')
  assert.equal(told[20], 'and 3 more lines that can not be used')
})

test('a batch that can not be stored ends it, and how far it went is told', async () => {
  const told: string[] = []
  let stored = 0

  await assert.rejects(
    importAll(
      batches(10, 10, 10),
      async () => {
        stored += 1
        if (stored === 2) throw new Error('the database is gone')
      },
      (line) => told.push(line),
      never,
    ),
    /the database is gone/,
  )

  assert.deepEqual(told, [
    'ended after line 10. What is stored stays; the same file can be read again',
  ])
})

test('one that is told to stop ends with the batch in hand', async () => {
  const told: string[] = []
  const stop = new AbortController()

  const imported = await importAll(
    batches(10, 10, 10),
    async () => stop.abort(),
    (line) => told.push(line),
    stop.signal,
  )

  assert.deepEqual(imported, { lines: 10, wrong: 0, isWhole: false })
  assert.deepEqual(told, ['ended after line 10. The same file can be read again'])
})
