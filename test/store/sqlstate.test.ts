import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { databaseFault, isDataFault, spoilsConnection } from '../../src/store/sqlstate.ts'

function error(code: string): Error {
  return Object.assign(new Error('x'), { code })
}

const KINDS = {
  passing: [
    '08006',
    '53100',
    '53300',
    '57P01',
    '57014',
    '40001',
    '40P01',
    '55P03',
    '25006',
    '58030',
    'XX000',
    'ECONNREFUSED',
  ],
  value: ['22P02', '22P05', '22003', '22021', '54000', '54001'],
  setup: ['28P01', '3D000', '42501', '42P01', '42601', '23505'],
} as const

for (const kind of ['passing', 'value', 'setup'] as const) {
  test(`these errors of Postgres are ${kind}`, () => {
    for (const code of KINDS[kind]) assert.equal(databaseFault(error(code))?.kind, kind, code)
  })
}

test('every SQLSTATE has a kind and an advice', () => {
  const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split(''))
  fc.assert(
    fc.property(fc.string({ unit: character, minLength: 5, maxLength: 5 }), (code) => {
      const fault = databaseFault(error(code))
      assert.ok(fault !== undefined && fault.advice.length > 10)
    }),
  )
})

test("an error of another kind is not the database's", () => {
  assert.equal(databaseFault(new Error('x')), undefined)
  assert.equal(databaseFault(error('UND_ERR_SOCKET')), undefined)
  assert.equal(isDataFault('22P02'), false)
})

test('a connection to a former primary is not used again', () => {
  assert.ok(spoilsConnection(error('25006')))
  assert.ok(!spoilsConnection(error('40001')))
})
