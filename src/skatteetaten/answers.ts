/**
 * What answers mean, by status and feilkode, as data.
 *
 * Promise (P8): only what is documented is an answer about the nøkkel. Everything else is a Fault;
 * doubt never deletes.
 */
import { Fault, type FaultCode } from '../domain/errors.ts'
import type { Oppslag } from '../domain/katalog.ts'
import type { Svar } from '../domain/svar.ts'
import { describeBody } from './body.ts'
import type { HttpAnswer } from './client.ts'
import { retryAfterMs } from './retry-after.ts'

/** What was asked, in words that may be logged. */
export type Asked = {
  /** Such as `look-up in summertskattegrunnlag`. */
  readonly what: string
  /** The address' template. */
  readonly address: string
  readonly scope: string
  readonly rettighetspakke: string | null
  /** The letters of the API's own feilkoder. */
  readonly feilkoder: string
}

/**
 * The documented answers without data: those of the katalog, and 410 with a kode of the API's own,
 * which the general documentation promises for every API ("Bruk av tjenestene", Slettede data).
 */
export function documentedSvar(
  oppslag: Oppslag,
  status: number,
  kode: string | undefined,
): Svar | undefined {
  const documented = oppslag.svar.find((svar) => svar.status === status && svar.kode === kode)
  if (documented !== undefined) return { kind: documented.betyr }
  return status === 410 && kode?.startsWith(`${oppslag.feilkoder}-`) === true
    ? { kind: 'slettet' }
    : undefined
}

type Row = {
  readonly status: readonly number[]
  /** Which koder, in words and as a test; absent: whether there is one or not. */
  readonly kode?: Koder
  readonly code: FaultCode
  /** What the operator can do about it. */
  readonly advice: (asked: Asked) => string
}

type Koder = {
  readonly words: string
  readonly fits: (kode: string, feilkoder: string) => boolean
}

/** The first row that fits decides. Sources: api-dokumentasjon, om/feil.md and each API's page. */
const FAULTS: readonly Row[] = [
  // Every API has its own 003 for an unknown address, except the lists that share FA.
  { status: [404], kode: own('003'), code: 'WRONG_ADDRESS', advice: correctSti },
  { status: [404], kode: oneOf('FA-002', 'DAS-002'), code: 'WRONG_ADDRESS', advice: correctSti },
  { status: [401], code: 'UNAUTHENTICATED', advice: checkToken },
  { status: [403], code: 'FORBIDDEN', advice: checkRights },
  { status: [429], code: 'THROTTLED', advice: () => 'It asks us to wait' },
  { status: [503], code: 'UNAVAILABLE', advice: comesBack },
  // The shared authorisation in front of all APIs: its own fault, and never that of one nøkkel.
  {
    status: [500],
    kode: oneOf('DAS-003', 'DAS-004', 'DAS-005', 'DAS-006', 'DAS-007'),
    code: 'UNAVAILABLE',
    advice: comesBack,
  },
  { status: [500, 502, 504], code: 'SERVER_ERROR', advice: comesBack },
  // With a kode only: a proxy's own 400 page must not set aside one nøkkel after the other.
  {
    status: [400, 406, 422],
    kode: any(),
    code: 'REJECTED',
    advice: () => 'It rejects what we ask',
  },
]

const EXAMPLE: Asked = {
  what: '',
  address: '{address}',
  scope: '{scope}',
  rettighetspakke: null,
  feilkoder: '',
}

/** The table for people: one line a row, the first that fits decides. */
export function httpFaults(): readonly (readonly [
  sign: string,
  code: FaultCode,
  advice: string,
])[] {
  return FAULTS.map(({ status, kode, code, advice }) => [
    [status.join(', '), ...(kode ? [kode.words] : [])].join(': '),
    code,
    advice(EXAMPLE),
  ])
}

/** The Fault that an answer stands for, when it is none of the documented ones. */
export function faultOf(asked: Asked, answer: HttpAnswer, kode: string | undefined): Fault {
  const { status } = answer
  const row = FAULTS.find(
    (candidate) =>
      candidate.status.includes(status) &&
      (candidate.kode === undefined ||
        (kode !== undefined && candidate.kode.fits(kode, asked.feilkoder))),
  )
  const wait = retryAfterMs(answer.retryAfter, answer.date)
  return new Fault(
    row?.code ?? 'UNEXPECTED_ANSWER',
    `${asked.what}: the API answered ${status}${kode === undefined ? '' : ` (${kode})`}. ${
      row?.advice(asked) ?? undocumented(answer)
    }`,
    {
      status,
      ...(kode !== undefined && { kode }),
      ...(wait !== undefined && { retryAfterMs: wait }),
    },
  )
}

function any(): Koder {
  return { words: 'with a kode', fits: () => true }
}

function own(number: string): Koder {
  return {
    words: `the API's own ${number}`,
    fits: (kode, feilkoder) => kode === `${feilkoder}-${number}`,
  }
}

function oneOf(...koder: readonly string[]): Koder {
  return { words: koder.join(', '), fits: (kode) => koder.includes(kode) }
}

function correctSti({ address }: Asked): string {
  return `It does not know ${address}. Correct the sti in KATALOG_FIL`
}

function checkToken({ scope }: Asked): string {
  return `It refused a token that was fetched anew for ${scope}. Check that Maskinporten and the API are of the same environment`
}

function checkRights({ scope, rettighetspakke }: Asked): string {
  const pakke = rettighetspakke === null ? '' : ` and rettighetspakke ${rettighetspakke}`
  return `Check that scope ${scope}${pakke} ${pakke === '' ? 'is' : 'are'} granted to our client`
}

function comesBack(): string {
  return 'It is asked again by itself'
}

function undocumented(answer: HttpAnswer): string {
  return `That is not documented (${describeBody(answer)}). If it goes on, see what answers in the API's place`
}
