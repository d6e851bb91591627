/** Facts of a daemon that is well; a test names only what it is about. */
import { EGEN } from '../../src/domain/ids.ts'
import { type Followed, type Status, statusOf } from '../../src/operate/status/status.ts'
import type { ApiRow, ListeRow, OppslagRow, StoredStatus } from '../../src/store/status.ts'

export const NOW_MS = Date.parse('2026-11-25T12:30:00Z')
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

/** So long before the facts were read. */
export function before(ms: number): number {
  return NOW_MS - ms
}

export function listeRow(fields: Partial<ListeRow> = {}): ListeRow {
  return {
    konsument: EGEN,
    liste: 'inntekt',
    tilstand: 'ajour',
    neste: 4712n,
    hode: 4711n,
    lestMs: before(20_000),
    ajourMs: before(20_000),
    registrertMs: before(5 * MINUTE),
    gjenspeilerTilMs: before(20_000),
    ventende: 0n,
    eldsteVentendeMs: null,
    parkert: 0n,
    feil: null,
    ...fields,
  }
}

export function oppslagRow(fields: Partial<OppslagRow> = {}): OppslagRow {
  return {
    konsument: EGEN,
    oppslag: 'inntekt',
    liste: 'inntekt',
    api: 'inntekt',
    forfaltMs: null,
    ...fields,
  }
}

export function apiRow(fields: Partial<ApiRow> = {}): ApiRow {
  return {
    konsument: EGEN,
    api: 'inntekt',
    feil: null,
    feilklasse: null,
    pausetMs: null,
    nesteMs: null,
    pauser: 0,
    pausetAv: null,
    bolgeMs: null,
    ...fields,
  }
}

export function storedStatus(fields: Partial<StoredStatus> = {}): StoredStatus {
  return {
    readMs: NOW_MS,
    lister: [listeRow()],
    oppslag: [oppslagRow()],
    apier: [apiRow()],
    parkert: [],
    kall: [],
    held: ['api:inntekt', 'liste:egen:inntekt'],
    feed: null,
    ...fields,
  }
}

export const FOLLOWED: Followed = {
  version: '1.2.3',
  miljoe: 'https://{vert}.api.skatteetaten-test.no',
  lister: [{ konsument: EGEN, liste: 'inntekt', planMs: MINUTE }],
  slots: 5,
}

/** @param fields what is not as it should be */
export function status(fields: Partial<StoredStatus> = {}, followed: Followed = FOLLOWED): Status {
  return statusOf(storedStatus(fields), followed, null)
}
