import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderJson, renderText } from '../../../src/operate/status/text.ts'
import { apiRow, before, HOUR, listeRow, MINUTE, status } from '../../support/status.ts'

test('text begins with what to do, commands as they are typed', () => {
  const [, , what, action] = renderText(status({ lister: [listeRow({ tilstand: 'pauset' })] }))

  assert.equal(what, 'TODAY   inntekt is paused by an operator: it is not read.')
  assert.match(
    action ?? '',
    /^ {8}When the reason is over: hendelsesfolger resume --liste inntekt\.$/,
  )
})

test('text has a row for each list, each API and each kind of parked nøkler', () => {
  const lines = renderText(
    status({
      lister: [listeRow({ ventende: 12_345n, eldsteVentendeMs: before(3 * MINUTE), parkert: 2n })],
      apier: [apiRow()],
      parkert: [
        {
          konsument: 'egen',
          oppslag: 'inntekt',
          feilklasse: 'REJECTED',
          antall: 2n,
          eldsteMs: before(5 * HOUR),
        },
      ],
    }),
  ).join('\n')

  assert.match(lines, /^LIST +STATE +POSISJON +LAST READ/m)
  assert.match(
    lines,
    /^inntekt +up to date +4712 +20 s ago +12,345 +3 min +2 +2026-11-25 13:29:40/m,
  )
  assert.match(lines, /^inntekt +called +5 slots/m)
  assert.match(lines, /^inntekt +REJECTED +2 +5 h ago$/m)
})

test('JSON has exact sekvensnumre as text, counts as numbers, times in UTC', () => {
  const json = JSON.parse(
    renderJson(status({ lister: [listeRow({ neste: 9_223_372_036_854_775_807n, ventende: 3n })] })),
  )

  assert.equal(json.readAt, '2026-11-25T12:30:00.000Z')
  const [liste] = json.lister
  assert.equal(liste.neste, '9223372036854775807')
  assert.equal(liste.ventende, 3)
  assert.equal(liste.gjenspeilerTil, '2026-11-25T12:29:40.000Z')
  assert.equal(liste.eldsteVentendeAt, null)
  assert.equal(liste.kall.length, 24)
  assert.deepEqual(json.todo, [])
})
