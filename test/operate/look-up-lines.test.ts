import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import { createLog, type LogLevel, scrub } from '../../src/operate/log.ts'
import { createRefs, tellSettled } from '../../src/operate/look-up-lines.ts'
import type { Settlement } from '../../src/store/settle.ts'
import { KARI, OLA, ventende } from '../support/builders.ts'

const refOf = createRefs(Buffer.from('a key'))
const fault = new Fault('SERVER_ERROR', 'look-up in x: 500', { status: 500 })
const kari = ventende({ identifikator: KARI, forsok: 2 })

const ENDED: readonly Settlement[] = [
  { kind: 'answered', nokkel: kari, svar: { kind: 'slettet' }, tookMs: 1 },
  { kind: 'put off', nokkel: kari, fault, delayMs: 60_000, costsTry: true, tookMs: 1 },
  { kind: 'parked', nokkel: kari, fault, tookMs: 1 },
]

function told(batch: readonly Settlement[], level: LogLevel) {
  const lines: string[] = []
  tellSettled(
    createLog({ level, format: 'json' }, (line) => lines.push(line)),
    refOf,
    batch,
  )
  return lines.map((line) => JSON.parse(line))
}

test('P12: each look-up is told with a ref of whom it was about, and never with the identifikator', () => {
  const lines = told(ENDED, 'trace')

  assert.deepEqual(
    lines.map(({ level, msg }) => `${level} ${msg}`),
    ['debug nøkkel settled', 'info look-up failed', 'warn nøkkel parked'],
  )
  for (const line of lines) assert.equal(line.ref, refOf(KARI))
  assert.doesNotMatch(JSON.stringify(lines), new RegExp(`${KARI}|\\*{11}`))
  assert.notEqual(refOf(KARI), refOf(OLA))
  assert.match(refOf(KARI), /^[0-9a-f]{6}-[0-9a-f]{6}$/)
})

test('no ref looks like an identifikator, so none is masked', () => {
  const persons = Array.from({ length: 2_000 }, (_, i) => `0181${String(1_000_000 + i)}`)

  assert.deepEqual(
    persons.map(refOf).filter((ref) => scrub(ref) !== ref),
    [],
  )
})

test('what has been answered is told at debug alone, a fault with its code and its wait', () => {
  const [failed, parked, ...others] = told(ENDED, 'info')

  assert.deepEqual(others, [])
  assert.deepEqual(
    [failed.code, failed.forsok, failed.waitMs, failed.gjelderPeriode],
    ['SERVER_ERROR', 2, 60_000, '2023'],
  )
  assert.deepEqual([parked.code, parked.oppslag], ['SERVER_ERROR', kari.oppslag])
})

test('P12: a period that is none is not told: it could be about anybody', () => {
  const nokkel = ventende({ gjelderPeriode: 'Kari Nordmann' })
  const [line] = told([{ kind: 'parked', nokkel, fault, tookMs: 1 }], 'info')

  assert.doesNotMatch(JSON.stringify(line), /Kari/)
})
