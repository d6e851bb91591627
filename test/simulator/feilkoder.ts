/**
 * The codes that every API has, by its letters. The lists' FA codes and the others' are numbered
 * differently; FA has none for 403, so the shared DAS-008 is used there.
 */
import type { Liste, Oppslag } from '../../src/domain/katalog.ts'
import { INNTEKTSMOTTAKERE } from './inntektsmottakere.ts'
import { feil, type Reply } from './reply.ts'

export type Avslag = 'ukjent-url' | 'ikke-autentisert' | 'ingen-tilgang' | 'ugyldig' | 'format'

const STATUS: Readonly<Record<Avslag, number>> = {
  'ukjent-url': 404,
  'ikke-autentisert': 401,
  'ingen-tilgang': 403,
  ugyldig: 400,
  format: 406,
}

const MELDING: Readonly<Record<Avslag, string>> = {
  'ukjent-url': 'Ukjent url benyttet',
  'ikke-autentisert': 'Feil i forbindelse med autentisering',
  'ingen-tilgang': 'Feil i forbindelse med autorisering',
  ugyldig: 'Feil i forbindelse med validering av inputdata',
  format: 'Feil tilknyttet dataformat. Kun json er støttet',
}

const FA: Readonly<Record<Avslag, string>> = {
  'ukjent-url': 'FA-002',
  'ikke-autentisert': 'FA-003',
  'ingen-tilgang': 'DAS-008',
  ugyldig: 'FA-004',
  format: 'FA-006',
}

const OTHERS: Readonly<Record<Avslag, string>> = {
  'ukjent-url': '003',
  'ikke-autentisert': '004',
  'ingen-tilgang': '005',
  ugyldig: '006',
  format: '009',
}

/** TD has its own numbers, the newer of two kinds; where it has none, the shared ones are used. */
const TD: Readonly<Record<Avslag, string>> = {
  'ukjent-url': 'DAS-002',
  'ikke-autentisert': 'TD-002',
  'ingen-tilgang': 'DAS-008',
  ugyldig: 'TD-003',
  format: 'TD-005',
}

/** @param id of the oppslag, where it is one: two of them share the letters IM, and not all numbers */
export function avslag(
  feilkoder: string,
  grunn: Avslag,
  korrelasjonsid?: string,
  id?: string,
): Reply {
  return feil(STATUS[grunn], kodeOf(feilkoder, grunn, id), MELDING[grunn], korrelasjonsid)
}

function kodeOf(feilkoder: string, grunn: Avslag, id: string | undefined): string {
  if (feilkoder === 'FA') return FA[grunn]
  if (feilkoder === 'TD') return TD[grunn]
  const numbers = id === INNTEKTSMOTTAKERE ? { ...OTHERS, format: '008' } : OTHERS
  return `${feilkoder}-${numbers[grunn]}`
}

export function ingenHendelser(liste: Liste, korrelasjonsid?: string): Reply {
  const kode = liste.ingenHendelser[0] ?? `${liste.feilkoder}-005`
  return feil(404, kode, 'Fant ingen hendelser for gitt input', korrelasjonsid)
}

/**
 * How an oppslag says that there is nothing: the code its own documentation has for it. Deleted is
 * 410 where the API has that, else its other code for deleted, else the same as no data.
 */
export function intet(
  oppslag: Oppslag,
  tilstand: 'slettet' | 'ingen_data',
  korrelasjonsid?: string,
): Reply {
  const slettet = oppslag.svar.filter(({ betyr }) => betyr === 'slettet')
  const svar =
    (tilstand === 'slettet'
      ? (slettet.find(({ status }) => status === 410) ?? slettet[0])
      : null) ?? oppslag.svar.find(({ betyr }) => betyr === 'ingen_data')
  const melding =
    svar?.betyr === 'slettet'
      ? 'Forespurte data finnes ikke lenger'
      : 'Fant ikke data for gitt identifikator og periode'
  return feil(
    svar?.status ?? 404,
    svar?.kode ?? `${oppslag.feilkoder}-008`,
    melding,
    korrelasjonsid,
  )
}
