/**
 * Sums of income, wealth and deductions from the skatteoppgjør (stadie oppgjoer).
 *
 * - The deletion moved: SSG-010 was 410 until a consent error (403) took that number and SSG-011
 *   became the 410. Both are here, so that the 2022 address is understood too.
 * - SSG-006 (400) also stands for an income year that is not served.
 * - The package sbl needs a consent for each person, so events can't be followed with it.
 * - Packages are in small letters in v2 and were in camel case before. On the 2022 address husbanken,
 *   frirettshjelp, laanekassen, ldir, nav and udi used a path without `oppgjoer/` (March 2023).
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const summertskattegrunnlag: Oppslag = {
  id: 'summertskattegrunnlag',
  tittel: 'Summert skattegrunnlag API, oppgjør',
  vert: 'summertskattegrunnlag',
  scopes: ['skatteetaten:summertskattegrunnlag', 'skatteetaten:spesifisertsummertskattegrunnlag'],
  rettighetspakker: [
    'fiskeridirektoratetkontrollmanntall',
    'fiskeridirektoratetmanntall',
    'frirettshjelp',
    'husbankenbostoette',
    'husbankenlaantilskudd',
    'kommuneboligsosialeformaal',
    'kommuneforeldrebetaling',
    'kommunelangtidsoppholdinstitusjon',
    'kommunepersonligassistanse',
    'laanekassen',
    'ldir',
    'ldirreindriftstilskudd',
    'ldirtotalregnskap',
    'nav',
    'navbidrag',
    'navbilstoenad',
    'navgravferdstoenad',
    'navsupplerendestoenad',
    'navufoeretrygd',
    'norgesbank',
    'saernamsmann',
    'sbl',
    'sivilrett',
    'spkboliglaan',
    'ssb',
    'udi',
  ],
  adresser: {
    '2024': {
      sti: '/v2/oppgjoer/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: true,
    },
    '2022': {
      sti:
        '/api/formueinntekt/summertskattegrunnlag/oppgjoer' +
        '/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: true,
    },
  },
  periode: 'aar',
  om: 'personer',
  feilkoder: 'SSG',
  svar: [
    { status: 404, kode: 'SSG-007', betyr: 'ingen_data' },
    { status: 404, kode: 'SSG-008', betyr: 'ingen_data' },
    { status: 410, kode: 'SSG-010', betyr: 'slettet' },
    { status: 410, kode: 'SSG-011', betyr: 'slettet' },
  ],
  kilde:
    'data-altinn-no/plugin-skatteetaten: SummertSkattegrunnlag.cs; ' +
    'api-dokumentasjon: docs/api/summertskattegrunnlag.md (March 2023, September 2025)',
}
