/**
 * The JSON that an oppslag answers about a nøkkel: made up, but always the same for one
 * (oppslag, nøkkel, versjon). `simulatorVersjon` tells how new the answer is. The shapes are those
 * of the documented examples, shortened.
 */
import { INNTEKTSMOTTAKERE, madeUpListe, skjermetJson } from './inntektsmottakere.ts'
import { createRandom, hash, integer } from './random.ts'
import type { Sannhet } from './truth.ts'

type Subject = {
  readonly identifikator: string
  /** `2023`, `2023-01` or empty. */
  readonly gjelderPeriode: string
  /** An amount in whole kroner, the next one from the answer's own seed. */
  readonly kroner: () => number
}

type Shape = (subject: Subject) => Record<string, unknown>

const SUMMERT: Shape = ({ gjelderPeriode, kroner }) => ({
  grunnlag: [
    {
      tekniskNavn: 'samletLoennsinntektMedTrygdeavgiftspliktOgMedTrekkplikt',
      beloep: kroner(),
      kategori: 'inntekt',
    },
    { tekniskNavn: 'innskudd', beloep: kroner(), kategori: 'formue', andelSkattefritt: 2000 },
  ],
  skatteoppgjoersdato: `${Number(gjelderPeriode) + 1}-02-20`,
  stadie: 'oppgjoer',
})

const SKATTEMELDING: Shape = ({ kroner }) => ({
  bankLaanOgForsikring: {
    konto: [
      { id: '8e0e4f87', innskudd: { beloep: kroner() }, opptjenteRenter: { beloep: kroner() } },
    ],
  },
})

const SHAPES: Readonly<Record<string, Shape>> = {
  inntekt: ({ identifikator, gjelderPeriode, kroner }) => ({
    oppgaveInntektsmottaker: [
      {
        opplysningspliktigId: '310977101',
        virksomhetId: '310977101',
        kalendermaaned: gjelderPeriode,
        inntektsmottaker: { personidentifikator: identifikator },
        inntekt: [
          {
            fordel: 'kontantytelse',
            utloeserArbeidsgiveravgift: true,
            inngaarIGrunnlagForTrekk: true,
            beloep: kroner(),
          },
        ],
      },
    ],
  }),
  summertskattegrunnlag: SUMMERT,
  'summertskattegrunnlag-fastsatt': (subject) => ({ ...SUMMERT(subject), stadie: 'fastsatt' }),
  beregnetskatt: ({ gjelderPeriode, kroner }) => ({
    inntektsaar: Number(gjelderPeriode),
    beregnetSkattFastland: { skatteklasse: '1', beregnetSkatt: kroner() },
  }),
  avregning: ({ kroner }) => ({
    fastland: { avregnetForskuddstrekk: kroner(), beloepTilgode: kroner() },
  }),
  pensjonsgivendeinntekt: ({ kroner }) => ({ pensjonsgivendeInntekt: kroner() }),
  'pensjonsgivende-inntekt-folketrygden': ({ identifikator, gjelderPeriode, kroner }) => ({
    norskPersonidentifikator: identifikator,
    inntektsaar: Number(gjelderPeriode),
    pensjonsgivendeInntekt: [
      { skatteordning: 'FASTLAND', pensjonsgivendeInntektAvLoennsinntekt: kroner() },
    ],
  }),
  'skattemelding-fastsatt': SKATTEMELDING,
  'skattemelding-utkast': SKATTEMELDING,
}

const ANY: Shape = ({ kroner }) => ({ beloep: kroner() })

/** @returns null where there is nothing to answer with: deleted, or no data */
export function dataOf(
  oppslagId: string,
  nokkel: { readonly identifikator: string; readonly gjelderPeriode: string },
  { tilstand, versjon, data }: Sannhet,
): string | null {
  if (tilstand === 'slettet' || tilstand === 'ingen_data') return null
  return data ?? madeUp(oppslagId, nokkel, versjon, tilstand === 'skjermet')
}

/** @param skjermet the answer about a shielded person: the call's own parameters and no more */
function madeUp(
  oppslagId: string,
  {
    identifikator,
    gjelderPeriode,
  }: { readonly identifikator: string; readonly gjelderPeriode: string },
  versjon: number,
  skjermet: boolean,
): string {
  const random = createRandom(hash(`${oppslagId} ${identifikator} ${gjelderPeriode} ${versjon}`))
  if (oppslagId === INNTEKTSMOTTAKERE) {
    return skjermet ? skjermetJson(identifikator) : madeUpListe(identifikator, random)
  }
  const shape = SHAPES[oppslagId] ?? ANY
  return JSON.stringify({
    [/^\d{9}$/.test(identifikator) ? 'organisasjonsnummer' : 'personidentifikator']: identifikator,
    ...(gjelderPeriode === '' ? {} : { inntektsaar: gjelderPeriode.slice(0, 4) }),
    ...(skjermet
      ? {}
      : shape({ identifikator, gjelderPeriode, kroner: () => integer(random, 0, 1_000_000) })),
    skjermet,
    simulatorVersjon: versjon,
  })
}
