/** What is kept, for how long, and when the old is deleted. */
import { isComplete, type Reader } from './env.ts'
import { integerSetting, oneOf, textSetting } from './setting.ts'
import { choice, cron, integer, PLAN } from './values.ts'

export type RetentionConfig = {
  /** Cron expression. */
  readonly slettePlan: string
  readonly hendelserBeholdesDager: number
  readonly endringerBeholdesDager: number
  /** Whether what an opplysning was before is kept when it changes. */
  readonly historikk: boolean
  readonly historikkBeholdesDager: number
  readonly slettedeBeholdesDager: number
  readonly bevakingsoenskerBeholdesDager: number
  readonly oppslagsloggBeholdesDager: number
  readonly revisjonBeholdesDager: number
  /** Income years back from this one; null: however old. */
  readonly opplysningerBeholdesAar: number | null
}

const YES_OR_NO = ['true', 'false'] as const
const DAGER = { min: 1, max: 36_500, default: 400 }

export const RETENTION_SETTINGS = [
  textSetting(
    'SLETTE_PLAN',
    PLAN,
    'When what is older than the settings below is deleted, in batches.',
    '17 3 * * *',
  ),
  integerSetting(
    'HENDELSER_BEHOLDES_DAGER',
    DAGER,
    'Days that hendelser are kept, as proof of what was read and when. The last `OVERLAPP_SEKVENSNUMRE` numbers of a list stay whatever their age.',
  ),
  integerSetting(
    'ENDRINGER_BEHOLDES_DAGER',
    DAGER,
    'Days that endringer are kept: a consumer that was away for longer must read the tables anew.',
  ),
  textSetting(
    'HISTORIKK',
    oneOf(YES_OR_NO),
    'Whether what an opplysning was before is kept when it changes, in skatt.opplysning_historikk, to explain later what was decided by it.',
    'false',
  ),
  integerSetting(
    'HISTORIKK_BEHOLDES_DAGER',
    { ...DAGER, default: 3_650 },
    'Days that earlier versions are kept after they were replaced. They are erased with their person before that.',
  ),
  integerSetting(
    'SLETTEDE_BEHOLDES_DAGER',
    DAGER,
    'Days that the row of an opplysning without data (`slettet` or `ingen_data`) is kept after its last change.',
  ),
  integerSetting(
    'OPPLYSNINGER_BEHOLDES_AAR',
    { min: 0, max: 100, default: null },
    'Income years that opplysninger are kept, back from this year: with 5, in 2026, those of 2020 and before are erased, and the change feed says so. Not set: however old.',
  ),
  integerSetting(
    'BEVAKINGSOENSKER_BEHOLDES_DAGER',
    { ...DAGER, default: 30 },
    'Days that a wish that could not be carried out stays with its feil.',
  ),
  integerSetting(
    'OPPSLAGSLOGG_BEHOLDES_DAGER',
    DAGER,
    'Days that the counts of calls by hour and reason are kept. No personal data.',
  ),
  integerSetting(
    'REVISJON_BEHOLDES_DAGER',
    { min: 90, max: 36_500, default: 3_650 },
    "Days that operators' commands are kept, and that somebody was forgotten. No identifikatorer.",
  ),
]

export function readRetention(
  read: Reader,
  { planProblem }: { readonly planProblem: (cron: string) => string | null },
): RetentionConfig | undefined {
  const historikk = read.value('HISTORIKK', choice(YES_OR_NO))
  const fields = {
    slettePlan: read.value('SLETTE_PLAN', cron(planProblem)),
    hendelserBeholdesDager: read.value('HENDELSER_BEHOLDES_DAGER', integer),
    endringerBeholdesDager: read.value('ENDRINGER_BEHOLDES_DAGER', integer),
    historikk: historikk === undefined ? undefined : historikk === 'true',
    historikkBeholdesDager: read.value('HISTORIKK_BEHOLDES_DAGER', integer),
    slettedeBeholdesDager: read.value('SLETTEDE_BEHOLDES_DAGER', integer),
    bevakingsoenskerBeholdesDager: read.value('BEVAKINGSOENSKER_BEHOLDES_DAGER', integer),
    oppslagsloggBeholdesDager: read.value('OPPSLAGSLOGG_BEHOLDES_DAGER', integer),
    revisjonBeholdesDager: read.value('REVISJON_BEHOLDES_DAGER', integer),
    opplysningerBeholdesAar: read.optional('OPPLYSNINGER_BEHOLDES_AAR', integer),
  }
  return isComplete(fields) ? fields : undefined
}
