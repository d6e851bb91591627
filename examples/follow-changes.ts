/**
 * A consumer of the change feed: DATABASE_URL=... node follow-changes.ts <app>
 *
 * Ends by itself when told to (SIGTERM, SIGINT), after the batch in hand. Killed at any other moment
 * it loses nothing: what it has not confirmed is given again, to it or to another one of its name.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Pool } from 'pg'

const READ = `
  select transaksjon::text, endringsnummer, type, oppslag, identifikator, gjelder_periode
    from skatt.les_endringer($1, 500)`

type Change = {
  readonly transaksjon: string
  readonly endringsnummer: string
  readonly type: 'ny' | 'endret' | 'slettet'
  readonly oppslag: string
  readonly identifikator: string
  readonly gjelder_periode: string
}

const NOW = `
  select tilstand, data
    from skatt.opplysning
   where konsument = 'egen' and oppslag = $1 and identifikator = $2 and gjelder_periode = $3`

const IDLE_MS = 1_000

const [app] = process.argv.slice(2)
if (app === undefined) throw new Error('usage: follow-changes.ts <app>')
const pool = new Pool({ connectionString: process.env['DATABASE_URL'] })
const stop = new AbortController()
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort())

/** What your application does about a change. Safe to do twice: it asks what is true now. */
async function handle({ type, oppslag, identifikator, gjelder_periode }: Change): Promise<void> {
  const { rows } = await pool.query<{ tilstand: string; data: unknown }>(NOW, [
    oppslag,
    identifikator,
    gjelder_periode,
  ])
  // No identifikator in a log.
  process.stdout.write(`${oppslag} ${gjelder_periode}: ${type}, now ${rows[0]?.tilstand}\n`)
}

while (!stop.signal.aborted) {
  const { rows } = await pool.query<Change>(READ, [app])
  for (const change of rows) await handle(change)
  const last = rows.at(-1)
  if (last === undefined) {
    await delay(IDLE_MS, undefined, { signal: stop.signal }).catch(() => undefined)
  } else {
    await pool.query('select skatt.bekreft($1, $2, $3)', [
      app,
      last.transaksjon,
      last.endringsnummer,
    ])
  }
}
await pool.end()
