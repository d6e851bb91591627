/** Katalog entries and an Access to a server of the test: builders that name only what a test is about. */
import { EGEN } from '../../src/domain/ids.ts'
import type { Liste, Oppslag } from '../../src/domain/katalog.ts'
import type { Nokkel } from '../../src/domain/nokkel.ts'
import type { Access } from '../../src/skatteetaten/access.ts'
import type { Http } from '../../src/skatteetaten/client.ts'

export const SCOPE = 'skatteetaten:summertskattegrunnlag'
export const FULLMAKT = { konsument: EGEN, scope: SCOPE }

export function oppslag(changes: Partial<Oppslag> = {}): Oppslag {
  return {
    id: 'summertskattegrunnlag',
    tittel: 'Summert skattegrunnlag API',
    vert: 'summertskattegrunnlag',
    scopes: [SCOPE],
    rettighetspakker: ['nav'],
    adresser: sti('/v2/oppgjoer/{rettighetspakke}/{gjelderPeriode}/{identifikator}'),
    periode: 'aar',
    feilkoder: 'SSG',
    svar: [
      { status: 404, kode: 'SSG-008', betyr: 'ingen_data' },
      { status: 410, kode: 'SSG-011', betyr: 'slettet' },
      { status: 406, kode: 'SSG-012', betyr: 'slettet' },
    ],
    kilde: 'test',
    ...changes,
  }
}

export function liste(changes: Partial<Liste> = {}): Liste {
  return {
    id: 'skatteoppgjoer',
    tittel: 'Skatteoppgjør hendelser API',
    vert: 'skatteoppgjoerhendelser',
    scopes: [SCOPE],
    adresser: sti('/v1/hendelser'),
    felt: {
      identifikator: 'identifikator',
      gjelderPeriode: 'gjelderPeriode',
      hendelsetype: 'hendelsetype',
    },
    feilkoder: 'FA',
    ingenHendelser: ['FA-005'],
    oppslag: ['summertskattegrunnlag'],
    kilde: 'test',
    ...changes,
  }
}

/** The same sti in both forms. */
export function sti(text: string): Oppslag['adresser'] {
  const adresse = { sti: text, bekreftet: true }
  return { '2024': adresse, '2022': adresse }
}

/** A synthetic person: month + 80. */
export const IDENTIFIKATOR = '01810112345'

export function nokkel(changes: Partial<Nokkel> = {}): Nokkel {
  return {
    konsument: EGEN,
    oppslag: 'summertskattegrunnlag',
    identifikator: IDENTIFIKATOR,
    gjelderPeriode: '2023',
    ...changes,
  }
}

export function accessTo(
  url: string,
  http: Http,
  token: Access['token'] = async () => 't',
): Access {
  return { url, stier: '2024', get: http.get, token }
}
