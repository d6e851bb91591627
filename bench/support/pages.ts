/** Pages of events, and the two ways to store one: ours, and COPY of the rows that come of it. */
import type { Hendelse } from '../../src/domain/hendelse.ts'
import { EGEN, sekvensnummer } from '../../src/domain/ids.ts'
import { registreringstid } from '../../src/domain/registrering.ts'
import type { Pool } from '../../src/store/pool.ts'
import { createPosisjon, type Kilde } from '../../src/store/position.ts'
import { type PageIn, storePage } from '../../src/store/store-page.ts'
import { copyIn, copyText } from './copy-in.ts'
import { LISTE } from './simulated.ts'

/** @param oppslag each event makes one nøkkel of each of these wait */
export function* pagesOf(
  events: readonly Hendelse[],
  antall: number,
  oppslag: readonly string[],
): Generator<PageIn> {
  let fra = sekvensnummer(1n)
  for (let first = 0; first < events.length; first += antall) {
    const hendelser = events.slice(first, first + antall)
    const neste = sekvensnummer((hendelser.at(-1)?.sekvensnummer ?? fra) + 1n)
    yield {
      konsument: EGEN,
      liste: LISTE,
      fra,
      neste,
      hendelser,
      isShort: false,
      oppslag: oppslag.map((id) => ({ id, harPeriode: true })),
      bareBevakede: false,
    }
    fra = neste
  }
}

const NOWHERE: Kilde = { adresse: '', klient: '', rettighetspakker: {} }

/** @param kilde what the daemon will compare with its settings, where one follows */
export async function begin(pool: Pool, kilde: Kilde = NOWHERE): Promise<void> {
  const start = { neste: sekvensnummer(1n), kilde, startdato: '0' }
  await createPosisjon(pool, { konsument: EGEN, liste: LISTE }, start)
}

/** @throws where not every event was new: then something else was measured */
export async function store(pool: Pool, page: PageIn): Promise<void> {
  const stored = await storePage(pool, page)
  if (stored?.inserted !== page.hendelser.length) throw new Error('the page was not stored')
}

const COPY_HENDELSE = `
  copy folger.hendelse (konsument, liste, sekvensnummer, identifikator, gjelder_periode,
    registreringstidspunkt, registrert_at, hendelsetype, type_skattepliktig, andre_felt) from stdin`

const COPY_VENTENDE = `
  copy folger.ventende_oppslag (konsument, oppslag, identifikator, gjelder_periode, liste,
    eldste_sekvensnummer, nyeste_sekvensnummer) from stdin`

export type CopyPage = { readonly hendelser: Buffer; readonly ventende: Buffer }

/** The rows that storing the page makes, ready to be sent. */
export function copyPage({ konsument, liste, hendelser, oppslag }: PageIn): CopyPage {
  const nokler = Map.groupBy(hendelser, (h) => `${h.identifikator} ${h.gjelderPeriode}`)
  return {
    hendelser: copyText(
      hendelser.map((h) => [
        konsument,
        liste,
        h.sekvensnummer,
        h.identifikator,
        h.gjelderPeriode,
        h.registreringstidspunkt,
        registreringstid(h.registreringstidspunkt),
        h.hendelsetype,
        h.typeSkattepliktig,
        h.andreFelt,
      ]),
    ),
    ventende: copyText(
      oppslag.flatMap(({ id }) =>
        [...nokler.values()].map((same) => [
          konsument,
          id,
          same[0]?.identifikator ?? null,
          same[0]?.gjelderPeriode ?? null,
          liste,
          same[0]?.sekvensnummer ?? null,
          same.at(-1)?.sekvensnummer ?? null,
        ]),
      ),
    ),
  }
}

export async function copy(pool: Pool, { hendelser, ventende }: CopyPage): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await copyIn(client, COPY_HENDELSE, hendelser)
    await copyIn(client, COPY_VENTENDE, ventende)
    await client.query('commit')
  } finally {
    client.release()
  }
}
