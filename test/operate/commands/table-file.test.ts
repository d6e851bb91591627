import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { type Batch, readTable } from '../../../src/operate/commands/table-file.ts'
import { bevakingOf } from '../../../src/operate/commands/watch-lines.ts'
import type { Bevaking } from '../../../src/store/drift.ts'
import { KARI, OLA } from '../../support/builders.ts'

async function read(...chunks: readonly string[]): Promise<readonly Batch<Bevaking>[]> {
  return Array.fromAsync(readTable(Readable.from(chunks), bevakingOf))
}

async function rowsOf(...chunks: readonly string[]) {
  const batches = await read(...chunks)
  return batches.flatMap(({ rows }) =>
    rows.map(({ identifikator, gjelderPeriode }) => `${identifikator} ${gjelderPeriode}`),
  )
}

async function problemsOf(...chunks: readonly string[]) {
  const batches = await read(...chunks)
  return batches.flatMap(({ wrong }) => wrong.map(({ line, problem }) => `${line}: ${problem}`))
}

test('plain lines, CSV with a heading, quotation marks, tabs and other line ends are read', async () => {
  assert.deepEqual(await rowsOf(`${KARI}\n${OLA}`), [`${KARI} *`, `${OLA} *`])
  assert.deepEqual(await rowsOf(`\uFEFF${KARI}\r\n`), [`${KARI} *`])
  assert.deepEqual(
    await rowsOf(`fnr;periode\n"${KARI}";2023\n${OLA},2023-05\n999999999\t\n\n  \n${OLA};*\n`),
    [`${KARI} 2023`, `${OLA} 2023-05`, `999999999 *`, `${OLA} *`],
  )
})

test('a line may come in any number of pieces', async () => {
  const text = `${KARI};2023\n${OLA};2022\n`

  for (let at = 1; at < text.length; at += 1) {
    const rows = await rowsOf(text.slice(0, at), text.slice(at))
    assert.deepEqual(rows, [`${KARI} 2023`, `${OLA} 2022`])
  }
})

test('P12: a line that can not be used is told by its number, and never quoted', async () => {
  const problems = await problemsOf(
    `${KARI}\n${KARI}1\n\n${OLA};20231\n${OLA};2023-13\n${OLA};2023;x\n${'1'.repeat(2_000)}\nKari`,
  )

  assert.deepEqual(problems, [
    '2: the identifikator is neither 11 nor 9 digits',
    '4: the period is neither a year, a month such as 2023-01, nor *',
    '5: the period is neither a year, a month such as 2023-01, nor *',
    '6: more than an identifikator and a period',
    '7: longer than 1000 characters',
    '8: the identifikator is neither 11 nor 9 digits',
  ])
})

test('a file without line ends is not held in memory', async () => {
  const megabyte = '1'.repeat(1024 * 1024)
  let pieces = 0
  async function* endless() {
    for (; pieces < 200; pieces += 1) yield megabyte
  }

  const batches = await Array.fromAsync(readTable(endless(), bevakingOf))

  assert.equal(pieces, 200)
  assert.deepEqual(
    batches.map(({ rows, wrong, lines }) => [rows.length, wrong.length, lines]),
    [[0, 1, 1]],
  )
})

test('a long file comes in batches, which tell how many lines have been read', async () => {
  const lines = Array.from({ length: 22_000 }, (_, i) => String(81_810_100_000 + i))

  const batches = await read(lines.join('\n'))

  assert.deepEqual(
    batches.map((batch) => [batch.rows.length, batch.lines]),
    [
      [10_000, 10_000],
      [10_000, 20_000],
      [2_000, 22_000],
    ],
  )
})
