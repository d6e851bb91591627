/**
 * A backup of yesterday is restored into a new server: what the daemon makes of it, and a reader of
 * the change feed that had seen more than the backup holds. docs/drift.md tells operators the same.
 */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { migrate } from '../../src/store/migrate.ts'
import { type Pool } from '../../src/store/pool.ts'
import { startSimulator, type Simulator } from '../simulator/simulator.ts'
import { KARI, OLA } from '../support/builders.ts'
import { runCommand, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { type InstalledServer, query, startInstalledServer } from '../support/installed-server.ts'
import { NO_POSTGRES_TOOLS, postgresTools, runTool } from '../support/postgres-tools.ts'
import { countOf, feedIsOpen } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTER = ['tilleggsskatt']
const [LISTE = ''] = LISTER

test(
  'a restored backup is followed on from to the truth, and readers of the feed are told',
  { timeout: 240_000 },
  async (t) => {
    const tools = postgresTools()
    if (tools === undefined) return t.skip(NO_POSTGRES_TOOLS)
    await using closing = new AsyncDisposableStack()
    const simulator = closing.use(await startSimulator({ katalog: loadKatalog() }))
    simulator.populate({ hendelser: 200, personer: 60, lister: LISTER, slettet: 0.05 })
    change(simulator, KARI, '{"skatt": 1}')

    const before = await startInstalledServer(tools, closing)
    await migrate({ kind: 'url', url: before.url })
    await useUpTransactions(before.url)
    const reader = newReader()
    await caughtUp(simulator, before)
    await reader.catchUp(before.pool)

    const backup = await backUp(tools, before.url, closing)
    // What the backup knows nothing of. Kari's data is as before when the server is lost.
    change(simulator, KARI, '{"skatt": 2}')
    change(simulator, OLA, '{"skatt": 3}')
    simulator.populate({ hendelser: 60, personer: 60, lister: LISTER, slettet: 0.2, seed: 2 })
    await caughtUp(simulator, before)
    await reader.catchUp(before.pool)
    change(simulator, KARI, '{"skatt": 1}')

    const after = await startInstalledServer(tools, closing)
    const settings = settingsFor(simulator, { url: after.url, lister: LISTER })
    // Roles are the server's and in no dump of a database; policies and grants name them.
    await query(after.url, (await runCommand(settings, ['roles'])).output)
    await runTool(tools, 'pg_restore', ['--exit-on-error', `--dbname=${after.url}`, backup])
    const refused = await runCommand(settings, [])
    assert.equal(refused.code, 1)
    assert.match(refused.output, /restored from a dump/)

    assert.equal((await runCommand(settings, ['restored'])).code, 0)
    await caughtUp(simulator, after)

    assert.deepEqual(await differencesFromTruth(after.pool, simulator), [])
    const events = [...simulator.events(LISTE)].length
    assert.equal(await countOf(after.pool, 'folger.hendelse'), events)
    await assert.rejects(reader.catchUp(after.pool), /before the database was restored/)
    // Nothing has changed about Kari since the backup, so the feed alone could not have told.
    assert.equal(reader.copy.get(KARI), '{"skatt": 2}')
    await reader.beginAnew(after.pool)
    change(simulator, OLA, '{"skatt": 4}')
    await caughtUp(simulator, after)
    await reader.catchUp(after.pool)
    assert.deepEqual(reader.copy, new Map(await rowsOf(after.pool)))
  },
)

/** So that the server has numbered more transactions than the one that the backup is restored into. */
async function useUpTransactions(url: string): Promise<void> {
  await query(
    url,
    'do $$ begin for i in 1..5000 loop perform pg_current_xact_id(); commit; end loop; end $$',
  )
}

async function backUp(tools: string, url: string, closing: AsyncDisposableStack): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'backup-'))
  closing.defer(() => rm(folder, { recursive: true }))
  const file = join(folder, 'skatt.dump')
  await runTool(tools, 'pg_dump', ['--format=custom', `--file=${file}`, url])
  return file
}

function change(simulator: Simulator, identifikator: string, data: string): void {
  simulator.world.add(LISTE, { identifikator, gjelderPeriode: '2023', data })
}

/** Runs the daemon until the tables equal the truth. */
async function caughtUp(simulator: Simulator, { url, pool }: InstalledServer): Promise<void> {
  await using daemon = startDaemon(settingsFor(simulator, { url, lister: LISTER }))
  await until(() => isCaughtUp(pool, simulator))
  daemon.kill('SIGTERM')
  assert.equal((await daemon.ended).code, 0, daemon.output())
}

type Place = { transaksjon: string; endringsnummer: bigint }
type Change = Place & { identifikator: string }

/** An application that keeps a copy of the data of 2023, by the recipe of docs/drift.md. */
function newReader() {
  const copy = new Map<string, string | null>()
  let place: Place = { transaksjon: '0', endringsnummer: 0n }

  return {
    copy,
    async catchUp(pool: Pool): Promise<void> {
      await feedIsOpen(pool)
      const { rows } = await pool.query<Change>(
        `select transaksjon, endringsnummer, identifikator
           from skatt.endringer_etter($1, $2, 10000)
          where gjelder_periode = '2023'`,
        [place.transaksjon, place.endringsnummer],
      )
      for (const { identifikator, ...at } of rows) {
        const stored = await rowsOf(pool, identifikator)
        copy.set(identifikator, stored[0]?.[1] ?? null)
        place = at
      }
    },
    async beginAnew(pool: Pool): Promise<void> {
      const { rows } = await pool.query<Place>(
        'select transaksjon, endringsnummer from skatt.endringer_slutt()',
      )
      place = rows[0] ?? place
      copy.clear()
      for (const [identifikator, data] of await rowsOf(pool)) copy.set(identifikator, data)
    },
  }
}

async function rowsOf(
  pool: Pool,
  identifikator: string | null = null,
): Promise<(readonly [string, string | null])[]> {
  const { rows } = await pool.query<{ identifikator: string; data: string | null }>(
    `select identifikator, data::text as data
       from skatt.opplysning
      where gjelder_periode = '2023' and identifikator = coalesce($1, identifikator)
      order by identifikator`,
    [identifikator],
  )
  return rows.map(({ identifikator: key, data }) => [key, data] as const)
}
