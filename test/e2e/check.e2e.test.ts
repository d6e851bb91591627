import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { runCommand } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'

const LISTER = ['tilleggsskatt', 'inntekt']

async function world() {
  const simulator = await startSimulator({ katalog: loadKatalog() })
  simulator.populate({ hendelser: 20, lister: LISTER })
  return simulator
}

test(
  'check says what it found, looks nothing up and leaves no trace',
  { timeout: 180_000 },
  async () => {
    await using db = await freshDatabase()
    await using simulator = await world()

    const { code, output } = await runCommand(
      settingsFor(simulator, { url: db.url, lister: LISTER }),
      ['check'],
    )

    assert.equal(code, 0, output)
    assert.match(output, /ok +the database: Postgres 1\d/)
    assert.match(output, /ok +a token for skatteetaten:inntekt: given/)
    assert.match(output, /ok +the list tilleggsskatt: has events from \d+ on/)
    assert.match(output, /note +list tilleggsskatt: its path is inferred/)
    assert.equal(simulator.calls.count({ kind: 'oppslag' }), 0)
    assert.equal(await countOf(db.pool, 'folger.posisjon'), 0)
  },
)

test(
  'check tries everything also when one thing is wrong, and ends with 1',
  { timeout: 180_000 },
  async () => {
    await using simulator = await world()
    simulator.faults.add(
      { kind: 'liste', liste: 'inntekt' },
      { type: 'feil', status: 403, kode: 'IM-005' },
    )
    const settings = settingsFor(simulator, {
      url: 'postgres://folger@127.0.0.1:1/folger',
      lister: LISTER,
    })

    const { code, output } = await runCommand(settings, ['check'])

    assert.equal(code, 1)
    assert.match(output, /FAILED +the database: .*ECONNREFUSED/)
    assert.match(
      output,
      /FAILED +the list inntekt: .*403 \(IM-005\). Check that scope skatteetaten:inntekt/,
    )
    assert.match(output, /ok +the list tilleggsskatt/)
  },
)

test(
  'check says in a plain sentence why Maskinporten gives no token',
  { timeout: 180_000 },
  async () => {
    await using db = await freshDatabase()
    await using simulator = await world()
    const settings = settingsFor(simulator, { url: db.url, lister: LISTER })

    const { code, output } = await runCommand({ ...settings, MASKINPORTEN_CLIENT_ID: 'nobody' }, [
      'check',
    ])

    assert.equal(code, 1)
    assert.match(output, /FAILED +a token for skatteetaten:tilleggsskatt: .*MP-100/)
  },
)

test(
  '--print-config shows the settings in effect and no secret',
  { timeout: 180_000 },
  async () => {
    await using simulator = await world()
    const settings = settingsFor(simulator, {
      url: 'postgres://folger:hemmelig@db/folger',
      lister: LISTER,
    })

    const { code, output } = await runCommand(settings, ['--print-config'])

    assert.equal(code, 0)
    assert.match(output, /^SIDE_ANTALL=100$/m)
    assert.match(output, /^MASKINPORTEN_CLIENT_JWK=\*\*\*$/m)
    assert.ok(!output.includes('hemmelig'))
  },
)
