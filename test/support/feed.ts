/** The change feed as a test writes and reads it. */
import type { Pool } from '../../src/store/pool.ts'
import { feedIsOpen } from './rows.ts'

export type Change = { readonly transaksjon: string; readonly endringsnummer: bigint }

const WRITE = `
  insert into skatt.endring (konsument, oppslag, identifikator, gjelder_periode, type)
  select 'egen', $2, 'nr ' || number, '2023', 'ny'
    from generate_series(1, $1::int) as number`

/** Writes so many changes in a transaction of their own, and waits until the feed shows them. */
export async function writeChanges(
  pool: Pool,
  count: number,
  oppslag = 'avregning',
): Promise<void> {
  await pool.query(WRITE, [count, oppslag])
  await feedIsOpen(pool)
}

export type Reading = {
  readonly app?: string
  readonly antall?: number
  readonly oppslag?: readonly string[] | null
  /** How long the batch is this worker's, as Postgres writes an interval. */
  readonly varer?: string
}

/** So short that it has run out when the next statement begins. */
export const RUN_OUT = '1 microsecond'

const READ = `
  select transaksjon, endringsnummer
    from skatt.les_endringer($1, $2, $3, null, $4::interval)`

/** A batch of changes as one of an app's workers gets it. */
export async function readChanges(
  client: Pick<Pool, 'query'>,
  { app = 'app', antall = 500, oppslag = null, varer = '5 minutes' }: Reading = {},
): Promise<readonly Change[]> {
  const { rows } = await client.query<Change>(READ, [app, antall, oppslag, varer])
  return rows
}

export async function confirm(
  client: Pick<Pool, 'query'>,
  change: Change | undefined,
  app = 'app',
): Promise<void> {
  if (change === undefined) throw new Error('there is no change to confirm')
  await client.query('select skatt.bekreft($1, $2, $3)', [
    app,
    change.transaksjon,
    change.endringsnummer,
  ])
}

export function numbersOf(changes: readonly Change[]): readonly number[] {
  return changes.map(({ endringsnummer }) => Number(endringsnummer))
}
