import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LOG_FORMATS, type LogFormat } from '../../src/config/process.ts'
import { createLog, scrub } from '../../src/operate/log.ts'
import { KARI } from '../support/builders.ts'

function logged(
  write: (log: ReturnType<typeof createLog>) => void,
  format: LogFormat = 'json',
): string {
  const lines: string[] = []
  write(createLog({ level: 'trace', format }, (line) => lines.push(line)))
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

test('P12: a run of eleven digits in an allowed field is masked as a second net, in every format', () => {
  for (const format of LOG_FORMATS) {
    const line = logged((log) => log.warn({ feil: `about ${KARI}.` }, 'failed'), format)

    assert.match(line, /about \*{11}\./)
  }
})

test('only runs of just eleven digits are masked', () => {
  assert.equal(scrub('1234567890 12345678901 123456789012'), '1234567890 *********** 123456789012')
})

test('a sekvensnummer beyond 2^53 is written exactly', () => {
  const line = logged((log) => log.info({ neste: 9_223_372_036_854_775_807n }, 'm'))

  assert.equal(JSON.parse(line).neste, '9223372036854775807')
})

test('a line is JSON with level, time, message and fields', () => {
  const line = logged((log) => log.info({ liste: 'inntekt', read: 100 }, 'page stored'))

  const { time, ...rest } = JSON.parse(line)
  assert.deepEqual(rest, { level: 'info', liste: 'inntekt', read: 100, msg: 'page stored' })
  assert.ok(!Number.isNaN(Date.parse(time)) && line.endsWith('}\n'))
})

test('ecs has the names that Elastic knows, and our fields under our own', () => {
  const error = Object.assign(new Error('x'), { code: '42501', table: 'leie' })
  const line = logged((log) => log.error({ loop: 'api:inntekt', error }, 'loop failed'), 'ecs')

  const { '@timestamp': time, error: fields, ...rest } = JSON.parse(line)
  assert.ok(!Number.isNaN(Date.parse(time)))
  assert.deepEqual(rest, {
    'log.level': 'error',
    message: 'loop failed',
    'ecs.version': '8.11.0',
    'service.name': 'hendelsesfolger',
    hendelsesfolger: { loop: 'api:inntekt' },
  })
  assert.deepEqual([fields.type, fields.code, fields.table], ['Error', '42501', 'leie'])
  assert.match(fields.stack_trace, /log\.test\.ts/)
})

test('pretty is one line that people read', () => {
  const fields = { liste: 'inntekt', fra: 9_223_372_036_854_775_807n, feil: 'no answer' }
  const line = logged((log) => log.warn(fields, 'reading failed'), 'pretty')

  assert.match(
    line,
    /^\S+Z {2}WARN {3}reading failed {2}liste=inntekt {2}fra=9223372036854775807 {2}feil="no answer"\n$/,
  )
})
