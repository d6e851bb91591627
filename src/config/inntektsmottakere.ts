/** Whose lists of inntektsmottakere the watch list follows, and when they are fetched. */
import { isOrganisasjonsnummer } from '../domain/konsument.ts'
import { type Parse, quoted, type Reader } from './env.ts'
import { type FulgtOppslag, readSingleOppslag, type Rights } from './oppslag.ts'
import { perKonsument, textSetting } from './setting.ts'
import { cron, PLAN } from './values.ts'

const OPPSLAG = 'inntektsmottakere'
const FOR = 'INNTEKTSMOTTAKERE_FOR'

/** What is fetched for a konsument. */
export type FulgteInntektsmottakere = {
  readonly konsument: string
  readonly oppslag: FulgtOppslag
  /** Organisasjonsnumre, each once. */
  readonly opplysningspliktige: readonly string[]
}

export const INNTEKTSMOTTAKERE_SETTINGS = [
  perKonsument(
    textSetting(
      FOR,
      'organisasjonsnumre, each once, separated by commas',
      'For pension institutions, with `FOLG=bevakede`: the employers (opplysningspliktige) whose lists of inntektsmottakere the watch list follows. Those of one that is taken out are followed no more.',
    ),
  ),
  textSetting(
    'INNTEKTSMOTTAKERE_PLAN',
    PLAN,
    'When to fetch those lists: there are no events about them. One that is new is fetched at once.',
    '41 4 11 * *',
  ),
]

/** @param rights null: the konsument's are not known, as they are wrong */
export function readOpplysningspliktige(
  read: Reader,
  { konsument, rights, folg }: { konsument: string; rights: Rights; folg: string | undefined },
): FulgteInntektsmottakere | null | undefined {
  const opplysningspliktige = read.optional(FOR, organisasjonsnumre)
  if (opplysningspliktige === null || opplysningspliktige === undefined) return opplysningspliktige
  if (folg === 'alle') {
    read.note(`${FOR} is set, but everybody is followed: set FOLG=bevakede, or leave it out`)
    return undefined
  }
  const oppslag = readSingleOppslag(read, rights, OPPSLAG, FOR)
  return oppslag === undefined ? undefined : { konsument, oppslag, opplysningspliktige }
}

export function readInntektsmottakerePlan(
  read: Reader,
  { planProblem }: { readonly planProblem: (cron: string) => string | null },
): string | undefined {
  return read.value('INNTEKTSMOTTAKERE_PLAN', cron(planProblem))
}

const organisasjonsnumre: Parse<readonly string[]> = (text, { form }) => {
  const value = text.split(/[\s,]+/).filter((part) => part !== '')
  if (value.length === 0) return { problem: `must be ${form}` }
  const wrong = value.filter((one) => !isOrganisasjonsnummer(one))
  const twice = value.filter((one, place) => value.indexOf(one) < place)
  const problems = [
    ...(wrong.length > 0
      ? [
          `no organisasjonsnummer by its nine digits and check digit: ${wrong.map(quoted).join(', ')}`,
        ]
      : []),
    ...(twice.length > 0 ? [`more than once: ${[...new Set(twice)].map(quoted).join(', ')}`] : []),
  ]
  if (problems.length === 0) return { value, shown: value.join(',') }
  return { problem: `must be ${form}; ${problems.join('; ')}` }
}
