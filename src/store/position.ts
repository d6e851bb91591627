/**
 * The posisjon: where a konsument's reading of a hendelsesliste is, and how it fares.
 *
 * Only store-page.ts moves it. What is here makes it once, reads it, and notes how a reading ended.
 */
import { type Sekvensnummer, sekvensnummer } from '../domain/ids.ts'
import type { Pool } from './pool.ts'

export type PosisjonKey = { readonly konsument: string; readonly liste: string }

/** Where a posisjon was taken. Another source numbers its events differently: P14. */
export type Kilde = {
  /** The list's address without parameters. */
  readonly adresse: string
  readonly klient: string
  /** By oppslag; null where the address has no rettighetspakke. */
  readonly rettighetspakker: Readonly<Record<string, string | null>>
}

export type Posisjon = {
  /** The next sekvensnummer to ask for. */
  readonly neste: Sekvensnummer
  /** False while an operator has paused the list, or it is in gap. */
  readonly isReadable: boolean
  /** A posisjon at which the end had been reached, or a page was not full, whose overlap has not been read again since. */
  readonly overlappFra: Sekvensnummer | null
}

const LOAD = `
  select neste_sekvensnummer as "neste",
         overlapp_fra        as "overlappFra",
         tilstand <> 'gap' and not folger.er_pauset('liste', liste, konsument) as "isReadable"
    from folger.posisjon
   where konsument = $1 and liste = $2`

/** Null when the list has not been followed before. */
export async function loadPosisjon(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
): Promise<Posisjon | null> {
  const { rows } = await pool.query<{
    neste: bigint
    isReadable: boolean
    overlappFra: bigint | null
  }>(LOAD, [konsument, liste])
  const [row] = rows
  if (row === undefined) return null
  const { neste, isReadable, overlappFra } = row
  return {
    neste: sekvensnummer(neste),
    isReadable,
    overlappFra: overlappFra === null ? null : sekvensnummer(overlappFra),
  }
}

// Two replicas may start at once: the first posisjon stands, and both read it back.
const CREATE = `
  insert into folger.posisjon (konsument, liste, neste_sekvensnummer, kilde, startdato)
  values ($1, $2, $3, $4, $5)
      on conflict (konsument, liste) do nothing`

/** Begins at `start` unless the list is already followed. */
export async function createPosisjon(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
  start: { readonly neste: Sekvensnummer; readonly kilde: Kilde; readonly startdato: string },
): Promise<void> {
  await pool.query(CREATE, [
    konsument,
    liste,
    start.neste,
    JSON.stringify(start.kilde),
    start.startdato,
  ])
}

const AT_END = `
  update folger.posisjon
     set lest_at = now(),
         ajour_at = greatest(ajour_at, now() - make_interval(secs => $3 / 1000.0)),
         overlapp_fra = coalesce(overlapp_fra, neste_sekvensnummer),
         tilstand = 'ajour',
         feil = null
   where konsument = $1 and liste = $2
     and tilstand <> 'gap'`

/**
 * Notes that the list had nothing from the posisjon on.
 *
 * @param askedMsAgo milliseconds since the question was sent: events may have come after that
 */
export async function noteAtEnd(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
  askedMsAgo: number,
): Promise<void> {
  await pool.query(AT_END, [konsument, liste, askedMsAgo])
}

const OVERLAP_READ = `
  update folger.posisjon
     set overlapp_fra = $4
   where konsument = $1 and liste = $2
     and overlapp_fra = $3`

/** Notes that everything below `to` has been read again, from the overlap below `from` on. */
export async function noteOverlapRead(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
  from: Sekvensnummer,
  to: Sekvensnummer,
): Promise<void> {
  await pool.query(OVERLAP_READ, [konsument, liste, from, to])
}

const FAULT = `
  update folger.posisjon
     set tilstand = 'feil', feil = $3
   where konsument = $1 and liste = $2
     and tilstand <> 'gap'`

/** Notes why a reading failed. `feil` holds no personal data. */
export async function noteReadingFault(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
  feil: string,
): Promise<void> {
  await pool.query(FAULT, [konsument, liste, feil])
}

const GAP = `
  update folger.posisjon
     set tilstand = 'gap', feil = $3, hode = null, hode_at = null
   where konsument = $1 and liste = $2`

/** Notes that the list does not go on where we left it: it is not read until an operator decides. */
export async function noteGap(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
  feil: string,
): Promise<void> {
  await pool.query(GAP, [konsument, liste, feil])
}

const HEAD = `
  update folger.posisjon
     set hode = $3, hode_at = now()
   where konsument = $1 and liste = $2
     and hode is distinct from greatest(hode, $3)`

/** Notes that the list has that number: learnt in passing, for those who ask how far behind we are. */
export async function noteHead(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
  number: Sekvensnummer,
): Promise<void> {
  await pool.query(HEAD, [konsument, liste, number])
}

const SOURCES = `
  select konsument as "konsument",
         liste     as "liste",
         kilde     as "kilde"
    from folger.posisjon`

export type StoredKilde = PosisjonKey & { readonly kilde: Kilde }

export async function loadKilder(pool: Pool): Promise<readonly StoredKilde[]> {
  return (await pool.query<StoredKilde>(SOURCES)).rows
}

const ADD_RETTIGHETSPAKKER = `
  update folger.posisjon
     set kilde = jsonb_set(kilde, '{rettighetspakker}', $3::jsonb || (kilde -> 'rettighetspakker'))
   where konsument = $1 and liste = $2
     and not (kilde -> 'rettighetspakker') @> $3::jsonb`

/** Adds the rettighetspakker of oppslag that the posisjon was not taken with; the others stay. */
export async function addRettighetspakker(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
  rettighetspakker: Kilde['rettighetspakker'],
): Promise<void> {
  await pool.query(ADD_RETTIGHETSPAKKER, [konsument, liste, JSON.stringify(rettighetspakker)])
}
