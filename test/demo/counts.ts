/** What the daemon's tables say, in numbers. */
import type { Pool } from '../../src/store/pool.ts'

export type Counts = {
  /** Events read. */
  readonly hendelser: bigint
  /** Nøkler that wait for their look-up. */
  readonly ventende: bigint
  /** Look-ups made. */
  readonly oppslag: bigint
  /** Endringer by type. */
  readonly ny: bigint
  readonly endret: bigint
  readonly slettet: bigint
}

const COUNTS = `
  select (select count(*) from folger.hendelse)                            as "hendelser",
         (select count(*) from folger.ventende_oppslag)                    as "ventende",
         (select coalesce(sum(antall), 0)::bigint from folger.oppslagslogg) as "oppslag",
         count(*) filter (where type = 'ny')                               as "ny",
         count(*) filter (where type = 'endret')                           as "endret",
         count(*) filter (where type = 'slettet')                          as "slettet"
    from skatt.endring`

export async function readCounts(pool: Pool): Promise<Counts> {
  const { rows } = await pool.query<Counts>(COUNTS)
  const [counts] = rows
  if (counts === undefined) throw new Error('an aggregate without a row')
  return counts
}

export type OppslagCounts = {
  readonly oppslag: string
  readonly gjeldende: bigint
  readonly slettet: bigint
  readonly ingenData: bigint
  /** Of those gjeldende. */
  readonly skjermet: bigint
  readonly endringer: bigint
}

const BY_OPPSLAG = `
  select oppslag                                              as "oppslag",
         count(*) filter (where tilstand = 'gjeldende')       as "gjeldende",
         count(*) filter (where tilstand = 'slettet')         as "slettet",
         count(*) filter (where tilstand = 'ingen_data')      as "ingenData",
         count(*) filter (where data @> '{"skjermet": true}') as "skjermet",
         (select count(*)
            from skatt.endring
           where endring.oppslag = opplysning.oppslag)        as "endringer"
    from skatt.opplysning
   group by oppslag
   order by oppslag`

export async function countByOppslag(pool: Pool): Promise<readonly OppslagCounts[]> {
  const { rows } = await pool.query<OppslagCounts>(BY_OPPSLAG)
  return rows
}
