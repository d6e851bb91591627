/**
 * What Postgres knows of how the following goes, for the metrics, the status page and the command.
 *
 * Cheap however much waits: nothing here counts further than 10,000 (skatt.antall_ventende), and what
 * is oldest or longest due is the first entry of an index. Times are milliseconds since 1970.
 *
 * P12: no identifikator; `feil` is written without personal data.
 */
import type { FaultCode } from '../domain/errors.ts'
import { type Client, inTransaction, type Pool } from './pool.ts'
import type { PosisjonKey } from './position.ts'

export type StoredStatus = {
  /** When this was read. */
  readonly readMs: number
  readonly lister: readonly ListeRow[]
  readonly oppslag: readonly OppslagRow[]
  readonly apier: readonly ApiRow[]
  readonly parkert: readonly ParkertRow[]
  /** Calls of the last 24 hours, those of the hour under way among them. */
  readonly kall: readonly KallRow[]
  /** Loops that some replica runs now. */
  readonly held: readonly string[]
  /** Null while the change feed shows everything. */
  readonly feed: FeedRow | null
}

export type Tilstand = 'leser' | 'ajour' | 'feil' | 'pauset' | 'gap'

export type ListeRow = PosisjonKey & {
  readonly tilstand: Tilstand
  readonly neste: bigint
  /** The highest number that the list is known to have. */
  readonly hode: bigint
  readonly lestMs: number | null
  readonly ajourMs: number | null
  readonly registrertMs: number | null
  /** Every event that was visible before this is reflected. */
  readonly gjenspeilerTilMs: number | null
  readonly ventende: bigint
  readonly eldsteVentendeMs: number | null
  readonly parkert: bigint
  readonly feil: string | null
}

/** What is looked up, for which list, and since when a nøkkel of it has been due. */
export type OppslagRow = {
  readonly konsument: string
  readonly oppslag: string
  readonly liste: string | null
  readonly api: string
  /** Null when none is due. */
  readonly forfaltMs: number | null
}

export type ApiRow = {
  readonly konsument: string
  readonly api: string
  /** The fault that has paused it; null while it is called. */
  readonly feil: string | null
  readonly feilklasse: FaultCode | null
  readonly pausetMs: number | null
  /** When the next probe is made. */
  readonly nesteMs: number | null
  readonly pauser: number
  /** Who has paused it, where it is an operator. */
  readonly pausetAv: string | null
  /** Since when a wave of deletions is held back. */
  readonly bolgeMs: number | null
}

export type ParkertRow = {
  readonly konsument: string
  readonly oppslag: string
  readonly feilklasse: string
  readonly antall: bigint
  readonly eldsteMs: number
}

export type KallRow = {
  readonly konsument: string
  readonly oppslag: string
  /** The beginning of the hour. */
  readonly timeMs: number
  readonly antall: bigint
}

export type FeedRow = {
  readonly sidenMs: number
  readonly pid: number | null
  readonly database: string | null
}

const LISTER = `
  select fersk.konsument                                                   as "konsument",
         fersk.liste                                                       as "liste",
         fersk.tilstand                                                    as "tilstand",
         fersk.neste_sekvensnummer                                         as "neste",
         fersk.hode                                                        as "hode",
         extract(epoch from fersk.lest_at)::float8 * 1000                  as "lestMs",
         extract(epoch from fersk.ajour_at)::float8 * 1000                 as "ajourMs",
         extract(epoch from fersk.siste_registrering_at)::float8 * 1000    as "registrertMs",
         extract(epoch from fersk.gjenspeiler_til)::float8 * 1000          as "gjenspeilerTilMs",
         fersk.ventende                                                    as "ventende",
         extract(epoch from fersk.eldste_ventende_at)::float8 * 1000       as "eldsteVentendeMs",
         fersk.parkert                                                     as "parkert",
         posisjon.feil                                                     as "feil"
    from skatt.ferskhet as fersk
    join folger.posisjon using (konsument, liste)
   order by 1, 2`

// The first entry of the index for each oppslag and prioritet: however much waits.
const OPPSLAG = `
  select fulgt.konsument                                    as "konsument",
         fulgt.oppslag                                      as "oppslag",
         fulgt.liste                                        as "liste",
         fulgt.api                                          as "api",
         extract(epoch from due.forfall_at)::float8 * 1000  as "forfaltMs"
    from folger.fulgt_oppslag as fulgt
    left join lateral (
      select min(first.forfall_at) as forfall_at
        from (values (0), (1)) as lane (prioritet)
       cross join lateral (
         select pending.forfall_at
           from folger.ventende_oppslag as pending
          where pending.konsument = fulgt.konsument
            and pending.oppslag   = fulgt.oppslag
            and pending.prioritet = lane.prioritet
            and pending.prioritet >= 0
            and pending.forfall_at <= now()
          order by pending.forfall_at
          limit 1
       ) as first
    ) as due on true
   order by 1, 2`

const APIER = `
  select api.konsument                                                     as "konsument",
         api.api                                                           as "api",
         case when state.tilstand = 'pauset' then state.feil end           as "feil",
         case when state.tilstand = 'pauset' then state.feilklasse end     as "feilklasse",
         case when state.tilstand = 'pauset'
              then extract(epoch from state.siden_at)::float8 * 1000 end   as "pausetMs",
         case when state.tilstand = 'pauset'
              then extract(epoch from state.neste_at)::float8 * 1000 end   as "nesteMs",
         coalesce(state.pauser, 0)                                         as "pauser",
         paused.pauset_av                                                  as "pausetAv",
         extract(epoch from wave.utlost_at)::float8 * 1000                 as "bolgeMs"
    from (select distinct konsument, api from folger.fulgt_oppslag) as api
    left join folger.api_tilstand as state using (konsument, api)
    left join folger.bryter as wave
      on wave.konsument = api.konsument and wave.api = api.api and wave.godtatt_at is null
    left join lateral (
      select pause.pauset_av
        from folger.pause
       where pause.konsument in ('*', api.konsument)
         and (pause.art = 'alt' or pause.art = 'api' and pause.navn = api.api)
       order by pause.pauset_at
       limit 1
    ) as paused on true
   order by 1, 2`

/** Parked nøkler are few; should they not be, it is enough to know that. */
const PARKERT = `
  select konsument                                         as "konsument",
         oppslag                                           as "oppslag",
         feilklasse                                        as "feilklasse",
         count(*)                                          as "antall",
         extract(epoch from min(forste_at))::float8 * 1000 as "eldsteMs"
    from (select konsument, oppslag, feilklasse, forste_at
            from folger.parkert_oppslag
           limit 100000) as counted
   group by 1, 2, 3
   order by 1, 2, 3`

const KALL = `
  select konsument                               as "konsument",
         oppslag                                 as "oppslag",
         extract(epoch from time)::float8 * 1000 as "timeMs",
         sum(antall)::bigint                     as "antall"
    from folger.oppslagslogg
   where time > date_trunc('hour', now(), 'UTC') - interval '24 hours'
   group by konsument, oppslag, time
   order by 1, 2, 3`

const HELD = `
  select navn as "navn"
    from folger.leie
   where utloper_at > clock_timestamp()
   order by navn`

const FEED = `
  select extract(epoch from siden_at)::float8 * 1000 as "sidenMs",
         pid                                         as "pid",
         database                                    as "database"
    from skatt.holdt_tilbake`

const NOW = `select extract(epoch from now())::float8 * 1000 as "readMs"`

const AS_OF_ONE_MOMENT = 'set transaction isolation level repeatable read, read only'

/** Reads everything as of one moment. */
export async function loadStatus(pool: Pool): Promise<StoredStatus> {
  return inTransaction(
    pool,
    async (client) => {
      const rows = async <Row extends object>(statement: string): Promise<readonly Row[]> =>
        (await client.query<Row>(statement)).rows
      return {
        readMs: await readMs(client),
        lister: await rows<ListeRow>(LISTER),
        oppslag: await rows<OppslagRow>(OPPSLAG),
        apier: await rows<ApiRow>(APIER),
        parkert: await rows<ParkertRow>(PARKERT),
        kall: await rows<KallRow>(KALL),
        held: (await rows<{ navn: string }>(HELD)).map(({ navn }) => navn),
        feed: (await rows<FeedRow>(FEED))[0] ?? null,
      }
    },
    AS_OF_ONE_MOMENT,
  )
}

async function readMs(client: Client): Promise<number> {
  const { rows } = await client.query<{ readMs: number }>(NOW)
  return rows[0]?.readMs ?? 0
}
