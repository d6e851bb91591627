import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EGEN } from '../../src/domain/ids.ts'
import { strangerWatch } from '../../src/follow/strangers.ts'
import { hendelse } from '../support/builders.ts'
import { QUIET } from './support.ts'

const PAGE = [hendelse(1), hendelse(2, { identifikator: null }), hendelse(3)]

for (const [miljoe, expected] of [
  ['prod', { counted: [2, 2, 2], told: [2] }],
  ['test', { counted: [], told: [] }],
  [null, { counted: [], told: [] }],
] as const) {
  test(`synthetic persons in ${miljoe ?? 'an unnamed environment'}: counted on each page, told once`, () => {
    const counted: number[] = []
    const told: unknown[] = []
    const log = { ...QUIET, warn: (fields: object) => void told.push({ ...fields }) }
    const note = strangerWatch(
      { count: (persons) => counted.push(persons), log },
      { konsument: EGEN, liste: 'test', miljoe },
    )

    for (let page = 0; page < 3; page += 1) note(PAGE)

    assert.deepEqual(counted, expected.counted)
    assert.deepEqual(
      told,
      expected.told.map((persons) => ({ konsument: EGEN, liste: 'test', miljoe, persons })),
    )
  })
}
