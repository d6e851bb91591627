import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Hendelse } from '../../../src/domain/hendelse.ts'
import { verify, type VerifyDeps } from '../../../src/operate/commands/verify.ts'
import { hendelse, nummer } from '../../support/builders.ts'

const never = new AbortController().signal
const WHOLE = { missing: [], different: [], unanswered: new Map<string, number>() }

/** A list with these numbers, given in pages of two. */
async function run(
  numbers: readonly number[],
  overrides: Partial<VerifyDeps> = {},
  range: { from?: number; to?: number; firstStored?: number } = {},
) {
  const said: string[] = []
  const judged: bigint[] = []
  const isWhole = await verify(
    {
      readPage: async (from) => ({
        hendelser: numbers
          .filter((one) => BigInt(one) >= from)
          .slice(0, 2)
          .map((one) => hendelse(one)),
      }),
      lackingOf: async (hendelser: readonly Hendelse[]) => {
        judged.push(...hendelser.map((one) => one.sekvensnummer))
        return WHOLE
      },
      nextStored: async () => null,
      print: (line) => said.push(line),
      ...overrides,
    },
    {
      what: 'inntekt',
      from: nummer(range.from ?? 1),
      to: nummer(range.to ?? 10),
      firstStored: nummer(range.firstStored ?? 1),
    },
    never,
  )
  return { isWhole, said, judged }
}

test('every event up to the posisjon is compared once, and none beyond it', async () => {
  const { isWhole, said, judged } = await run([1, 2, 5, 8, 9, 12])

  assert.equal(isWhole, true)
  assert.deepEqual(judged, [1n, 2n, 5n, 8n, 9n])
  assert.deepEqual(said, ['inntekt: 5 events compared, from 1 up to 9', '  nothing is lacking'])
})

test('what is lacking is told by numbers and by oppslag, and it has not gone well', async () => {
  const { isWhole, said } = await run([1, 2], {
    lackingOf: async () => ({
      missing: [nummer(1)],
      different: [nummer(2)],
      unanswered: new Map([['inntekt', 3]]),
    }),
  })

  assert.equal(isWhole, false)
  assert.deepEqual(said, [
    'inntekt: 2 events compared, from 1 up to 9',
    '  1 events are not stored: 1',
    '  1 events are stored as another: 2',
    '  3 nøkler of inntekt have no answer, and neither wait nor are parked',
    '  see "verify" in docs/kommandoer.md',
  ])
})

test('events from before what is stored are not judged, and that is told', async () => {
  const { judged, said } = await run([1, 2, 5], {}, { firstStored: 5 })

  assert.deepEqual(judged, [5n])
  assert.equal(said[1], '  2 older than what is stored, not judged')
})

// A list whose pages are windows of numbers gives an empty one inside a gap.
test('behind an empty page it goes on with what is stored', async () => {
  const { judged } = await run([1, 2, 8, 9], {
    readPage: async (from) => ({
      hendelser: [1, 2, 8, 9]
        .filter((one) => BigInt(one) >= from && BigInt(one) < from + 3n)
        .map((one) => hendelse(one)),
    }),
    nextStored: async (above) => (above < 8n ? nummer(8) : null),
  })

  assert.deepEqual(judged, [1n, 2n, 8n, 9n])
})
