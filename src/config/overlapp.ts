/** How the last stretch below a posisjon is read again, for events that appear late. */
import { isComplete, type Reader } from './env.ts'
import { integerSetting, textSetting } from './setting.ts'
import { cron, integer, PLAN } from './values.ts'

export type OverlappConfig = {
  /** 0: never read again. */
  readonly overlappSekvensnumre: number
  /** Cron expression. */
  readonly overlappPlan: string
}

export const OVERLAPP_SETTINGS = [
  integerSetting(
    'OVERLAPP_SEKVENSNUMRE',
    { min: 0, max: 1_000_000, default: 1_000 },
    'How far below the posisjon to read again, for numbers that have become visible late. 0: never.',
  ),
  textSetting('OVERLAPP_PLAN', PLAN, 'When to do so.', '*/15 * * * *'),
]

export function readOverlapp(
  read: Reader,
  { planProblem }: { readonly planProblem: (cron: string) => string | null },
): OverlappConfig | undefined {
  const fields = {
    overlappSekvensnumre: read.value('OVERLAPP_SEKVENSNUMRE', integer),
    overlappPlan: read.value('OVERLAPP_PLAN', cron(planProblem)),
  }
  return isComplete(fields) ? fields : undefined
}
