import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog, scrub } from '../../src/operate/log.ts'
import { KARI } from '../support/builders.ts'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog('trace', (line) => lines.push(line)))
  return lines.join('')
}

test('P12: a field that is not on the list does not get out', () => {
  const line = logged((log) => log.info({ liste: 'inntekt', identifikator: 'x', data: 'y' }, 'm'))

  assert.deepEqual(Object.keys(JSON.parse(line)).toSorted(), ['level', 'liste', 'msg', 'time'])
})

test('P12: of an error neither message nor detail gets out, only its kind, code and place', () => {
  const error = Object.assign(new Error(`about Kari, ${KARI}`), {
    code: '23505',
    table: 'hendelse',
    detail: `Key (identifikator)=(${KARI}) already exists`,
  })
  const line = logged((log) => log.error({ error }, 'failed'))

  assert.ok(!line.includes('Kari') && !line.includes('already exists'))
  const { error: fields } = JSON.parse(line)
  assert.equal(fields.code, '23505')
  assert.equal(fields.table, 'hendelse')
  assert.match(fields.at[0], /log\.test\.ts/)
})

test('P12: a run of eleven digits in an allowed field is masked as a second net', () => {
  const line = logged((log) => log.warn({ feil: `about ${KARI}.` }, 'failed'))

  assert.ok(!line.includes(KARI))
})

test('only runs of just eleven digits are masked', () => {
  assert.equal(scrub('1234567890 12345678901 123456789012'), '1234567890 *********** 123456789012')
})

test('a sekvensnummer beyond 2^53 is written exactly', () => {
  const line = logged((log) => log.info({ neste: 9_223_372_036_854_775_807n }, 'm'))

  assert.equal(JSON.parse(line).neste, '9223372036854775807')
})
