import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EGEN } from '../../src/domain/ids.ts'
import { type Call, countLookUps } from '../../src/store/look-up-log.ts'
import { inTransaction } from '../../src/store/pool.ts'
import { OPPSLAG } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'

function call(utfall: string, tookMs: number): Call {
  return { nokkel: { konsument: EGEN, oppslag: OPPSLAG, aarsak: 'hendelse' }, utfall, tookMs }
}

test('P5: of the calls of a batch each is counted, and their time is added up', async () => {
  await using db = await freshDatabase()
  const count = (calls: readonly Call[]) =>
    inTransaction(db.pool, (client) => countLookUps(client, calls))

  await count([call('data', 10), call('slettet', 5), call('data', 20)])
  await count([call('data', 30), call('data', 1)])

  const { rows } = await db.pool.query(`
    select utfall, sum(antall)::int as antall, sum(millisekunder)::int as millisekunder
      from folger.oppslagslogg
     group by utfall
     order by utfall`)
  assert.deepEqual(rows, [
    { utfall: 'data', antall: 4, millisekunder: 61 },
    { utfall: 'slettet', antall: 1, millisekunder: 5 },
  ])
})
