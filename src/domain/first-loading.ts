/**
 * What is looked up about whoever is put on the watch list, whether or not there are events about
 * them (FORSTE_LASTING). Pure.
 */
import type { Oppslag } from './katalog.ts'
import { monthsLater } from './maaned.ts'

export type ForsteLasting = {
  /** Whether the newest income year is asked for, and loaded. */
  readonly siste: boolean
  /** Income years, and the years whose months are loaded. */
  readonly aar: readonly number[]
  /** The last so many months, this one included. */
  readonly maaneder: number
}

/** An oppslag as far as first loading needs to know it. */
export type Loadable = Pick<Oppslag, 'id' | 'periode'> & {
  /** Digits of the identifikatorer that it takes: a person's 11, an organisation's 9; null for both. */
  readonly siffer: 9 | 11 | null
}

/** One look-up about everybody whose identifikator has so many digits. */
export type Planned = {
  readonly oppslag: string
  readonly gjelderPeriode: string
  readonly siffer: 9 | 11 | null
}

/** Those whose identifikatorer are known: one that takes an organisation's number is not asked about persons. */
export function loadable(oppslag: readonly Oppslag[]): readonly Loadable[] {
  return oppslag.flatMap(({ id, periode, om, gir }) =>
    om === undefined || gir !== undefined ? [] : [{ id, periode, siffer: SIFFER[om] }],
  )
}

const SIFFER = { personer: 11, virksomheter: 9, begge: null } as const

/** Those that the newest income year, when it has been answered, is looked up in. */
export function yearlyAboutPersons(oppslag: readonly Oppslag[]): readonly string[] {
  return loadable(oppslag)
    .filter(({ periode, siffer }) => periode === 'aar' && siffer !== 9)
    .map(({ id }) => id)
}

/**
 * What is looked up about those who are watched without a period of their own.
 *
 * @param thisMonth such as 2024-08; nothing after it is asked for
 */
export function planned(
  { aar, maaneder }: ForsteLasting,
  oppslag: readonly Loadable[],
  thisMonth: string,
): readonly Planned[] {
  const months = new Set([
    ...Array.from({ length: maaneder }, (_, back) => monthsLater(thisMonth, -back)),
    ...aar.flatMap((year) =>
      Array.from({ length: 12 }, (_, place) => monthsLater(`${year}-01`, place)),
    ),
  ])
  const perioder = {
    ingen: [''],
    aar: aar.map(String),
    maaned: [...months].filter((month) => month <= thisMonth).toSorted(),
  }
  return oppslag.flatMap(({ id, periode, siffer }) =>
    perioder[periode].map((gjelderPeriode) => ({ oppslag: id, gjelderPeriode, siffer })),
  )
}
