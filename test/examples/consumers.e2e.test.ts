import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { EGEN } from '../../src/domain/ids.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import type { Pool } from '../../src/store/pool.ts'
import { addReader } from '../../src/store/roles.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { KARI, OLA } from '../support/builders.ts'
import { startDaemon, startProcess } from '../support/daemon.ts'
import { writeChanges } from '../support/feed.ts'
import { settingsFor } from '../support/following.ts'
import { logIn } from '../support/logins.ts'
import { freshDatabase } from '../support/postgres.ts'
import { isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')

async function database() {
  const db = await freshDatabase()
  const login = await logIn(db, 'hendelsesfolger_leser')
  await addReader(db.pool, { role: login.role, konsument: EGEN }, false)
  await db.pool
    .query(`insert into folger.posisjon (konsument, liste, neste_sekvensnummer, kilde, startdato)
    values ('${EGEN}', 'inntekt', 1, '{}', '0')`)
  return {
    ...db,
    login,
    async [Symbol.asyncDispose]() {
      await login[Symbol.asyncDispose]()
      await db[Symbol.asyncDispose]()
    },
  }
}

async function isUpToDate(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ done: boolean }>(`
    select eldste_ulest_at is null as done from skatt.lesere`)
  return rows[0]?.done === true
}

// A worker that is killed holds what it has for five minutes.
async function letClaimsRunOut(pool: Pool): Promise<void> {
  await pool.query('update folger.lesekrav set utloper_at = now()')
}

test('the consumer in Node gets every change, also when it is killed, and ends when told', async () => {
  await using db = await database()
  const settings = { DATABASE_URL: db.login.url }
  const start = () =>
    startProcess(process.execPath, [join(EXAMPLES, 'follow-changes.ts'), 'my_app'], settings)
  await writeChanges(db.pool, 5)
  {
    await using killed = start()
    await killed.said('avregning 2023: ny')
  }
  await letClaimsRunOut(db.pool)

  await using consumer = start()
  await writeChanges(db.pool, 3, 'inntekt')
  await until(() => isUpToDate(db.pool))

  consumer.kill('SIGTERM')
  const { code, output } = await consumer.ended
  assert.equal(code, 0)
  assert.equal(output.match(/inntekt 2023: ny/g)?.length, 3)
  assert.doesNotMatch(output, /nr \d/)
})

test(
  'the consumer with psql gets every change',
  { skip: spawnSync('psql', ['--version']).status === 0 ? false : 'there is no psql here' },
  async () => {
    await using db = await database()
    const { hostname, port, pathname, username, password } = new URL(db.login.url)
    await writeChanges(db.pool, 5)

    await using consumer = startProcess('sh', [join(EXAMPLES, 'follow-changes.sh'), 'my_app'], {
      PGHOST: hostname,
      PGPORT: port,
      PGDATABASE: pathname.slice(1),
      PGUSER: username,
      PGPASSWORD: password,
    })
    await until(() => isUpToDate(db.pool))
    await writeChanges(db.pool, 3, 'inntekt')
    await until(() => isUpToDate(db.pool))

    assert.equal(consumer.output().match(/avregning 2023: ny/g)?.length, 5)
    assert.equal(consumer.output().match(/inntekt 2023: ny/g)?.length, 3)
  },
)

function earned(kroner: number): string {
  return JSON.stringify({
    oppgaveInntektsmottaker: [
      {
        kalendermaaned: '2017-03',
        inntekt: [{ beloep: kroner, loennsinntekt: { beskrivelse: 'fastloenn' } }],
      },
    ],
  })
}

// The example of Skatteetaten's "Bruk av tjenestene": March is corrected in October.
test('the application decides anew when the income of March 2017 changes in October 2017', async () => {
  await using db = await freshDatabase()
  await using simulator = await startSimulator({
    katalog: loadKatalog(),
    start: '2017-04-05T00:00:00Z',
  })
  const march = (identifikator: string, kroner: number, registreringstidspunkt: string) =>
    simulator.world.add('inntekt', {
      identifikator,
      gjelderPeriode: '2017-03',
      registreringstidspunkt,
      data: earned(kroner),
    })
  march(KARI, 30_000, '2017-04-05T08:00:00Z')
  march(OLA, 20_000, '2017-04-05T08:00:00Z')
  await using _daemon = startDaemon({
    ...settingsFor(simulator, { url: db.url, lister: ['inntekt'] }),
    HISTORIKK: 'true',
  })
  await until(() => isCaughtUp(db.pool, simulator))
  await db.pool.query(await readFile(join(EXAMPLES, 'recalculate/tables.sql'), 'utf8'))
  await db.pool.query(`
    insert into decision (identifikator, month, income)
    select identifikator, gjelder_periode, sum(beloep)
      from skatt.v_inntekt_post
     group by identifikator, gjelder_periode`)

  await using _app = startProcess(
    process.execPath,
    [join(EXAMPLES, 'recalculate/recalculate.ts')],
    { DATABASE_URL: db.url },
  )
  march(KARI, 45_000, '2017-10-17T09:00:00Z')
  // The same income again: nothing to decide.
  march(OLA, 20_000, '2017-10-17T09:00:00Z')
  await until(() => isCaughtUp(db.pool, simulator))
  await until(() => isUpToDate(db.pool))

  const { rows } = await db.pool.query(`
    select identifikator, month, income_before, income_after from recalculation`)
  assert.deepEqual(rows, [
    { identifikator: KARI, month: '2017-03', income_before: '30000', income_after: '45000' },
  ])
  const decisions = await db.pool.query('select income from decision order by income')
  assert.deepEqual(
    decisions.rows.map(({ income }) => income),
    ['20000', '45000'],
  )
  // What the first decision was made by can still be told.
  const known = await db.pool.query(
    `select data #>> '{oppgaveInntektsmottaker,0,inntekt,0,beloep}' as beloep
       from skatt.opplysning_versjoner
      where identifikator = $1
      order by versjon`,
    [KARI],
  )
  assert.deepEqual(
    known.rows.map(({ beloep }) => beloep),
    ['30000', '45000'],
  )
})
