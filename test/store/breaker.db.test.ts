import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EGEN } from '../../src/domain/ids.ts'
import { loadBreakers, saveBreaker } from '../../src/store/breaker.ts'
import { type Effect, resume } from '../../src/store/drift.ts'
import { saveFulgteOppslag } from '../../src/store/fulgt-oppslag.ts'
import type { Pool } from '../../src/store/pool.ts'
import { freshDatabase } from '../support/postgres.ts'
import { LISTE } from '../support/builders.ts'
import { countOf, followedOppslag } from '../support/rows.ts'

const OTHER = '310000019'

function accept(pool: Pool, konsument: string | null): Promise<Effect> {
  return resume(pool, { liste: null, api: 'avregning', all: false, konsument }, true, false)
}

async function stored(pool: Pool) {
  return [...(await loadBreakers(pool, 'avregning'))]
}

test('P8: an API that was stopped is stopped also after a restart, until its wave has ended', async () => {
  await using db = await freshDatabase()

  await saveBreaker(db.pool, 'avregning', EGEN, 'tripped')
  assert.deepEqual(await stored(db.pool), [[EGEN, 'tripped']])
  assert.deepEqual([...(await loadBreakers(db.pool, 'inntekt'))], [])

  await saveBreaker(db.pool, 'avregning', EGEN, 'closed')
  assert.deepEqual(await stored(db.pool), [])
})

test('P8: a stopped API is accepted by an operator once, and that is recorded', async () => {
  await using db = await freshDatabase()
  await followedOppslag(db.pool, 'avregning')
  await saveBreaker(db.pool, 'avregning', EGEN, 'tripped')

  assert.equal((await accept(db.pool, null)).rows, 1n)
  assert.equal((await accept(db.pool, null)).rows, 0n)
  assert.deepEqual(await stored(db.pool), [[EGEN, 'accepted']])
  assert.equal(await countOf(db.pool, "folger.revisjon where kommando = 'resume'"), 1)

  await saveBreaker(db.pool, 'avregning', EGEN, 'closed')
  assert.deepEqual(await stored(db.pool), [])
})

test('P8: what is accepted for one konsument stays stopped for the others', async () => {
  await using db = await freshDatabase()
  const row = { liste: LISTE, oppslag: 'avregning', api: 'avregning', harPeriode: true }
  await saveFulgteOppslag(
    db.pool,
    [EGEN, OTHER].map((konsument) => ({ ...row, konsument, bareBevakede: false })),
  )
  for (const one of [EGEN, OTHER]) await saveBreaker(db.pool, 'avregning', one, 'tripped')

  assert.equal((await accept(db.pool, OTHER)).rows, 1n)

  assert.deepEqual(
    new Map(await stored(db.pool)),
    new Map([
      [OTHER, 'accepted'],
      [EGEN, 'tripped'],
    ]),
  )
  assert.match((await accept(db.pool, OTHER)).note ?? '', /Those of these APIs are: avregning$/)
})
