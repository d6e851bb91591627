/** Who is followed: everyone, or those on the watch list; and what of those is loaded first. */
import { type ForsteLasting, yearlyAboutPersons } from '../domain/first-loading.ts'
import { isComplete, type Parse, type Reader } from './env.ts'
import type { FulgtListe } from './lister.ts'
import { type FulgtOppslag, readSingleOppslag, type Rights } from './oppslag.ts'
import { integerSetting, oneOf, textSetting } from './setting.ts'
import { choice, integer } from './values.ts'

const FOLG = ['alle', 'bevakede'] as const

export type BevakingConfig = {
  /** Whose events are looked up. All are stored, and all move the posisjon. */
  readonly folg: (typeof FOLG)[number]
  /** Null: nothing but what events are about. */
  readonly forsteLasting: ForsteLasting | null
}

export const BEVAKING_SETTINGS = [
  textSetting(
    'FOLG',
    oneOf(FOLG),
    'Whose events are looked up: those of everyone, or of those on the watch list. All events are stored and move the posisjon.',
    'alle',
  ),
  textSetting(
    'FORSTE_LASTING',
    'siste, ingen, a year such as 2024, or years such as 2021-2024',
    'What is looked up, once, about who is put on the watch list, where `FOLG=bevakede`. siste: the newest income year there is a skatteoppgjør of, which is asked for, and the last months. Years: all of these, and their months. ingen: only what held events are about.',
    'siste',
  ),
  integerSetting(
    'FORSTE_LASTING_MAANEDER',
    { min: 0, max: 180, default: 12 },
    'With `FORSTE_LASTING=siste`, how many months of monthly data are looked up, back from this one.',
  ),
]

export function readBevaking(
  read: Reader,
  { today }: { readonly today: string },
): BevakingConfig | undefined {
  const maaneder = read.value('FORSTE_LASTING_MAANEDER', integer)
  const folg = read.value('FOLG', choice(FOLG))
  const given = read.value('FORSTE_LASTING', forsteLasting(Number(today.slice(0, 4))))
  if (given === undefined || maaneder === undefined) return undefined
  const loading = given !== 'ingen' && given.siste ? { ...given, maaneder } : given
  const isNone = loading === 'ingen' || folg === 'alle'
  const fields = { folg, forsteLasting: isNone ? null : loading }
  return isComplete(fields) ? fields : undefined
}

/** A-ordningen, and the tax returns in their present form, begin later than this. */
const FIRST_YEAR = 2000

function forsteLasting(thisYear: number): Parse<ForsteLasting | 'ingen'> {
  return (text, { form }) => {
    if (text === 'ingen') return { value: text }
    if (text === 'siste') return { value: { siste: true, aar: [], maaneder: 0 } }
    const [, first = '', last = first] = /^(\d{4})(?:-(\d{4}))?$/.exec(text) ?? []
    if (first === '') return { problem: `must be ${form}` }
    const [from, to] = [Number(first), Number(last)]
    if (from > to) return { problem: `ends before it begins: did you mean ${last}-${first}?` }
    if (from < FIRST_YEAR || to > thisYear) {
      return { problem: `must be years from ${FIRST_YEAR} to ${thisYear}` }
    }
    const aar = Array.from({ length: to - from + 1 }, (_, i) => from + i)
    return { value: { siste: false, aar, maaneder: 0 } }
  }
}

const OPPSLAG = 'sistetilgjengeligeskatteoppgjoer'

/** The oppslag that tells a konsument's newest income year. */
export type SistePeriode = { readonly konsument: string; readonly oppslag: FulgtOppslag }

/** @returns null where nobody's newest income year is asked for: FORSTE_LASTING or the lists need none */
export function readSistePeriode(
  read: Reader,
  {
    konsument,
    rights,
    lister,
    bevaking,
  }: {
    konsument: string
    rights: Rights
    lister: readonly FulgtListe[] | undefined
    bevaking: BevakingConfig | undefined
  },
): SistePeriode | null | undefined {
  const followed = (lister ?? []).flatMap(({ oppslag }) => oppslag.map((one) => one.oppslag))
  if (bevaking?.forsteLasting?.siste !== true || yearlyAboutPersons(followed).length === 0) {
    return null
  }
  const note = (problem: string): void => read.note(`${problem}; or set years, or ingen`)
  const oppslag = readSingleOppslag({ ...read, note }, rights, OPPSLAG, 'FORSTE_LASTING=siste')
  return oppslag === undefined ? undefined : { konsument, oppslag }
}
