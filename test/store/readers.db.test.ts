import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { EGEN } from '../../src/domain/ids.ts'
import { inTransaction, type Pool } from '../../src/store/pool.ts'
import { countLateReaders, deleteOld } from '../../src/store/retention.ts'
import { addReader } from '../../src/store/roles.ts'
import {
  type Change,
  confirm,
  numbersOf,
  readChanges,
  RUN_OUT,
  writeChanges,
} from '../support/feed.ts'
import { logIn } from '../support/logins.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { feedIsOpen } from '../support/rows.ts'
import { until } from '../support/until.ts'

const LESER = 'hendelsesfolger_leser'
const NEVER = new AbortController().signal

/** What skatt.lesere says of the app. */
async function place(pool: Pool) {
  const { rows } = await pool.query<{
    endringsnummer: bigint
    ubekreftede_krav: bigint
    har_mistet: boolean
    upToDate: boolean
    slettes: boolean
  }>(`
    select endringsnummer, ubekreftede_krav, har_mistet, eldste_ulest_at is null as "upToDate",
           eldste_ulest_slettes_at < now() as slettes
      from skatt.lesere`)
  return rows[0]
}

async function moveToTheEnd(pool: Pool): Promise<void> {
  await pool.query(`
    select skatt.sett_leseplass('app', transaksjon, endringsnummer) from skatt.endringer_slutt()`)
}

test('an app reads on from where it confirmed, and keeps its place over connections', async () => {
  await using db = await freshDatabase()
  await writeChanges(db.pool, 5)

  const first = await readChanges(db.pool, { antall: 3 })
  await confirm(db.pool, first.at(-1))
  const second = await readChanges(db.pool, { antall: 3 })
  await confirm(db.pool, second.at(-1))

  assert.deepEqual(numbersOf(first), [1, 2, 3])
  assert.deepEqual(numbersOf(second), [4, 5])
  assert.deepEqual(await readChanges(db.pool), [])
  assert.equal((await place(db.pool))?.upToDate, true)
})

// If this fails, a worker that dies takes its changes with it.
test('P9: a batch that is not confirmed in time is given again, and not before', async () => {
  await using db = await freshDatabase()
  await writeChanges(db.pool, 4)

  const lost = await readChanges(db.pool, { antall: 2, varer: RUN_OUT })
  const again = await readChanges(db.pool, { antall: 2 })
  const next = await readChanges(db.pool, { antall: 2 })

  assert.deepEqual(numbersOf(lost), [1, 2])
  assert.deepEqual(numbersOf(again), [1, 2])
  assert.deepEqual(numbersOf(next), [3, 4])
  assert.equal((await place(db.pool))?.endringsnummer, 0n)
})

test('P9: a later batch that is confirmed first does not take the place past an earlier one', async () => {
  await using db = await freshDatabase()
  await writeChanges(db.pool, 4)
  const first = await readChanges(db.pool, { antall: 2, varer: RUN_OUT })
  const second = await readChanges(db.pool, { antall: 4 })
  const third = await readChanges(db.pool, { antall: 2 })

  await confirm(db.pool, third.at(-1))

  assert.deepEqual([first, second, third].map(numbersOf), [
    [1, 2],
    [1, 2],
    [3, 4],
  ])
  assert.equal((await place(db.pool))?.endringsnummer, 0n)
  await confirm(db.pool, second.at(-1))
  assert.equal((await place(db.pool))?.endringsnummer, 4n)
})

// The first worker's transaction is held open, so both ask at the same time for certain.
test('P9: two workers of one app never have the same changes', async () => {
  await using db = await freshDatabase()
  // The app is known: else they would wait for each other to make it known.
  await readChanges(db.pool)
  await writeChanges(db.pool, 4)
  let second: Promise<readonly Change[]> | undefined

  const first = await inTransaction(db.pool, async (client) => {
    const changes = await readChanges(client, { antall: 2 })
    second = readChanges(db.pool, { antall: 2 })
    await until(async () => (await waiting(db.pool)) === 1n)
    return changes
  })

  assert.deepEqual(numbersOf(first), [1, 2])
  assert.deepEqual(numbersOf((await second) ?? []), [3, 4])
})

async function waiting(pool: Pool): Promise<bigint | undefined> {
  const { rows } = await pool.query<{ count: bigint }>(`
    select count(*) as count
      from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`)
  return rows[0]?.count
}

test('a batch may be confirmed in parts, and a worker that comes too late changes nothing', async () => {
  await using db = await freshDatabase()
  await writeChanges(db.pool, 4)
  const slow = await readChanges(db.pool, { varer: RUN_OUT })

  await confirm(db.pool, slow[1])
  const rest = await readChanges(db.pool)
  await confirm(db.pool, rest.at(-1))
  await confirm(db.pool, slow[2])

  assert.deepEqual(numbersOf(rest), [3, 4])
  assert.equal((await place(db.pool))?.endringsnummer, 4n)
})

test('fewer may be asked for when a batch is given again', async () => {
  await using db = await freshDatabase()
  await writeChanges(db.pool, 5)
  await readChanges(db.pool, { varer: RUN_OUT })

  const parts = [
    await readChanges(db.pool, { antall: 2 }),
    await readChanges(db.pool, { antall: 2 }),
    await readChanges(db.pool, { antall: 2 }),
  ]

  assert.deepEqual(parts.map(numbersOf), [[1, 2], [3, 4], [5]])
})

test('a batch whose changes have been erased keeps nobody waiting', async () => {
  await using db = await freshDatabase()
  await writeChanges(db.pool, 2)
  await readChanges(db.pool, { antall: 1, varer: RUN_OUT })

  await db.pool.query('delete from skatt.endring where endringsnummer = 1')
  await feedIsOpen(db.pool)

  assert.deepEqual(numbersOf(await readChanges(db.pool)), [2])
  assert.equal((await place(db.pool))?.ubekreftede_krav, 1n)
})

test('what was not given can not be confirmed, and an app reads the same all the time', async () => {
  await using db = await freshDatabase()
  await writeChanges(db.pool, 2)
  const [only] = await readChanges(db.pool, { antall: 1, oppslag: ['avregning'] })
  assert.ok(only)

  const next = { ...only, endringsnummer: only.endringsnummer + 1n }
  await assert.rejects(confirm(db.pool, next), /has not been given a change at this place/)
  await assert.rejects(confirm(db.pool, only, 'another'), /has not been given a change/)
  await assert.rejects(
    readChanges(db.pool, { oppslag: ['inntekt'] }),
    /app "app" began with oppslag \{avregning\}/,
  )
  await db.pool.query(`select skatt.slett_leser('app')`)
  assert.deepEqual(await readChanges(db.pool, { oppslag: ['inntekt'] }), [])
})

test('P9: a reader whose next changes have been deleted for their age is refused until it begins anew', async () => {
  await using db = await freshDatabase()
  await writeChanges(db.pool, 3)
  const [first] = await readChanges(db.pool, { antall: 1 })
  await confirm(db.pool, first)
  await db.pool.query(`update skatt.endring set endret_at = now() - interval '31 days'`)

  await deleteOld(db.pool, 'endringer', 40, NEVER)
  const before = await place(db.pool)
  await deleteOld(db.pool, 'endringer', 30, NEVER)

  assert.equal(before?.har_mistet, false)
  assert.equal((await place(db.pool))?.har_mistet, true)
  assert.equal(await countLateReaders(db.pool), 1)
  await assert.rejects(readChanges(db.pool), /changes after this place .* have been deleted/)
  await moveToTheEnd(db.pool)
  await writeChanges(db.pool, 1)
  assert.deepEqual(numbersOf(await readChanges(db.pool)), [4])
  assert.equal(await countLateReaders(db.pool), 0)
})

test('what is about to be deleted before it is read can be seen beforehand', async () => {
  await using db = await freshDatabase()
  await writeChanges(db.pool, 2)
  await db.pool.query(`
    update skatt.endring set endret_at = now() - interval '31 days' where endringsnummer = 1`)
  await readChanges(db.pool)
  await deleteOld(db.pool, 'endringer', 30, NEVER)
  await db.pool.query(`update skatt.endring set endret_at = now() - interval '31 days'`)

  assert.equal((await place(db.pool))?.slettes, true)
})

// An oppslag that hardly ever changes: its reader confirms nothing for longer than changes are kept.
test('a reader for whom there was nothing is not late when the changes of others are deleted', async () => {
  await using db = await freshDatabase()
  await writeChanges(db.pool, 1, 'inntekt')
  const [own] = await readChanges(db.pool, { oppslag: ['inntekt'] })
  await confirm(db.pool, own)
  await writeChanges(db.pool, 3, 'avregning')
  assert.deepEqual(await readChanges(db.pool, { oppslag: ['inntekt'] }), [])

  await db.pool.query(`update skatt.endring set endret_at = now() - interval '31 days'`)
  await deleteOld(db.pool, 'endringer', 30, NEVER)

  await writeChanges(db.pool, 1, 'inntekt')
  assert.equal((await readChanges(db.pool, { oppslag: ['inntekt'] })).length, 1)
})

test('an app belongs to the role that read first, and to its members', async () => {
  await using db = await freshDatabase()
  await using roles = await readingRoles(db)
  await writeChanges(db.pool, 2)

  const first = await readChanges(roles.owner, { antall: 1 })
  await confirm(roles.member, first.at(-1))

  assert.deepEqual(numbersOf(await readChanges(roles.member)), [2])
  await assert.rejects(readChanges(roles.stranger), /app "app" belongs to the role/)
  await assert.rejects(confirm(roles.stranger, first.at(-1)), /belongs to the role/)
  await assert.rejects(roles.stranger.query(`select skatt.slett_leser('app')`), /belongs to/)
  assert.equal((await readChanges(roles.stranger, { app: 'its own' })).length, 2)
})

/** Three roles that may read: the second one is a member of the first. */
async function readingRoles(db: TestDatabase) {
  const closing = new AsyncDisposableStack()
  const owner = closing.use(await logIn(db, LESER))
  const member = closing.use(await logIn(db, LESER, owner.role))
  const stranger = closing.use(await logIn(db, LESER))
  for (const { role } of [owner, stranger]) {
    await addReader(db.pool, { role, konsument: EGEN }, false)
  }
  return {
    owner: owner.pool,
    member: member.pool,
    stranger: stranger.pool,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

type Step =
  | { readonly kind: 'write'; readonly count: number }
  | { readonly kind: 'read'; readonly dies: boolean }
  | { readonly kind: 'confirm'; readonly batch: number; readonly part: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('read' as const), dies: fc.boolean() }),
  fc.record({ kind: fc.constant('confirm' as const), batch: fc.nat(9), part: fc.nat(9) }),
)

const steps = fc.array(step, { minLength: 5, maxLength: 30 })
const batchSize = fc.integer({ min: 1, max: 5 })

test('P9: whatever its workers read, confirm or lose, an app gets each change, and none after its confirmation', async () => {
  await using db = await freshDatabase()
  let run = 0

  await fc.assert(
    fc.asyncProperty(steps, batchSize, async (all, antall) => {
      const app = `app ${++run}`
      await db.pool.query('truncate skatt.endring restart identity')
      const batches: (readonly Change[])[] = []
      const confirmed = new Set<bigint>()
      let written = 0

      async function read(varer?: string): Promise<readonly Change[]> {
        const batch = await readChanges(db.pool, { app, antall, ...(varer ? { varer } : {}) })
        const again = batch.filter(({ endringsnummer }) => confirmed.has(endringsnummer))
        assert.deepEqual(again, [], 'given again after its confirmation')
        if (batch.length > 0) batches.push(batch)
        return batch
      }
      async function confirmUpTo(batch: readonly Change[], last: Change): Promise<void> {
        await confirm(db.pool, last, app)
        for (const { endringsnummer } of batch) {
          if (endringsnummer <= last.endringsnummer) confirmed.add(endringsnummer)
        }
      }

      for (const one of all) {
        switch (one.kind) {
          case 'write':
            await writeChanges(db.pool, one.count)
            written += one.count
            break
          case 'read':
            await read(one.dies ? RUN_OUT : undefined)
            break
          case 'confirm': {
            const batch = batches[one.batch % Math.max(batches.length, 1)]
            const last = batch?.[one.part % batch.length]
            if (batch && last) await confirmUpTo(batch, last)
          }
        }
      }
      // All workers are gone.
      await db.pool.query('update folger.lesekrav set utloper_at = now() where app = $1', [app])
      for (let batch = await read(); batch.length > 0; batch = await read()) {
        const last = batch.at(-1)
        if (last) await confirmUpTo(batch, last)
      }

      assert.equal(confirmed.size, written)
    }),
    { numRuns: 60 },
  )
})
