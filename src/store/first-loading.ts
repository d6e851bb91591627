/**
 * First loading: whoever is put on the watch list is looked up once, events or not.
 *
 * folger.forste_lasting has a row for each version of the list whose new rows are still to be gone
 * through; a step takes some persons of one version, and the row tells how far it is. So a step is
 * done wholly or not at all (P11), and nobody is loaded again who is on the list already.
 */
import type { Loadable, Planned } from '../domain/first-loading.ts'
import { BY_INDEX, inTransaction, type Pool } from './pool.ts'
import { queueUnknown } from './queue-unknown.ts'
import { LOCK_OPPSLAG } from './watch-list.ts'

const TO_LOAD = `select distinct konsument as "konsument" from folger.forste_lasting order by 1`

/** The konsumenter with somebody on the list who is still to be loaded. */
export async function konsumenterToLoad(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ konsument: string }>(TO_LOAD)
  return rows.map(({ konsument }) => konsument)
}

const NEXT_VERSION = `
  select versjon as "versjon", prioritet as "prioritet", etter as "etter"
    from folger.forste_lasting
   where konsument = $1
   order by prioritet, versjon
   limit 1
     for update`

// As HOLD in watch-list.ts, for those of the batch.
const HOLD_BATCH = `
  select folger.hold_tilbake($1, array(
    select identifikator
      from folger.bevaking
     where konsument = $1 and versjon = $2 and identifikator > $3
     order by identifikator
     fetch first $4 rows with ties))`

// A row without a period, or with the months of an agreement, means what is planned for all; one with
// a year or a month means that.
const QUEUE = `
  with batch as (
    select identifikator, gjelder_periode
      from folger.bevaking
     where konsument = $1 and versjon = $2 and identifikator > $3
     order by identifikator
     fetch first $4 rows with ties
  ),
  wanted as (
    select $1::text as konsument, planned.oppslag, batch.identifikator,
           planned.periode as gjelder_periode, $5::smallint as prioritet
      from batch
      join unnest($6::text[], $7::text[], $8::integer[]) as planned (oppslag, periode, siffer)
        on (batch.gjelder_periode = '*' or batch.gjelder_periode like '%/%')
       and coalesce(planned.siffer, length(batch.identifikator)) = length(batch.identifikator)
       and folger.periode_bevakes(batch.gjelder_periode, planned.periode)
    union
    select $1, loadable.oppslag, batch.identifikator, own.periode, $5
      from batch
      join unnest($9::text[], $10::text[], $11::integer[]) as loadable (oppslag, slag, siffer)
        on not (batch.gjelder_periode = '*' or batch.gjelder_periode like '%/%')
       and coalesce(loadable.siffer, length(batch.identifikator)) = length(batch.identifikator)
      cross join lateral (
        select '' where loadable.slag = 'ingen'
        union all
        select left(batch.gjelder_periode, 4) where loadable.slag = 'aar'
        union all
        select batch.gjelder_periode
         where loadable.slag = 'maaned' and length(batch.gjelder_periode) = 7
        union all
        select batch.gjelder_periode || '-' || to_char(maaned, 'FM00')
          from generate_series(1, 12) as maaned
         where loadable.slag = 'maaned' and length(batch.gjelder_periode) = 4
      ) as own (periode)
     where own.periode <= $12
  ),${queueUnknown('$9')}
  select (select count(distinct identifikator) from batch) as "persons",
         (select count(*) from batch)                      as "watched",
         (select max(identifikator) from batch)            as "last",
         (select count(*) from queued)                     as "queued"`

const DONE = `delete from folger.forste_lasting where konsument = $1 and versjon = $2`

const UP_TO = `update folger.forste_lasting set etter = $3 where konsument = $1 and versjon = $2`

/** What is looked up, and of which oppslag where a person is watched in a period of their own. */
export type Plan = {
  readonly planned: readonly Planned[]
  readonly loadable: readonly Loadable[]
  /** Such as 2024-08: nothing later is asked for. */
  readonly thisMonth: string
}

export type Step = { readonly persons: bigint; readonly queued: bigint }

/**
 * @param most rows of the watch list at once; those of one person stay together
 * @returns null when there is nobody to be loaded
 */
export async function loadSome(
  pool: Pool,
  konsument: string,
  { planned, loadable, thisMonth }: Plan,
  most: number,
): Promise<Step | null> {
  return inTransaction(
    pool,
    async (client) => {
      await client.query(LOCK_OPPSLAG, [konsument])
      const next = await client.query<{ versjon: bigint; prioritet: number; etter: string }>(
        NEXT_VERSION,
        [konsument],
      )
      const [version] = next.rows
      if (version === undefined) return null
      const { versjon, prioritet, etter } = version
      await client.query(HOLD_BATCH, [konsument, versjon, etter, most])
      const { rows } = await client.query<Step & { watched: bigint; last: string | null }>(QUEUE, [
        konsument,
        versjon,
        etter,
        most,
        prioritet,
        planned.map(({ oppslag }) => oppslag),
        planned.map(({ gjelderPeriode }) => gjelderPeriode),
        planned.map(({ siffer }) => siffer),
        loadable.map(({ id }) => id),
        loadable.map(({ periode }) => periode),
        loadable.map(({ siffer }) => siffer),
        thisMonth,
      ])
      const { persons = 0n, queued = 0n, watched = 0n, last = null } = rows[0] ?? {}
      if (watched < most || last === null) await client.query(DONE, [konsument, versjon])
      else await client.query(UP_TO, [konsument, versjon, last])
      return { persons, queued }
    },
    BY_INDEX,
  )
}

const FORGET = `delete from folger.forste_lasting where konsument = $1`

/** Nobody who is on the list by now is loaded first. */
export async function loadNobody(pool: Pool, konsument: string): Promise<void> {
  await pool.query(FORGET, [konsument])
}
