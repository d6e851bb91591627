/** How the APIs are called: how much at once, and how sure we must be that there is nothing. */
import { isComplete, type Reader } from './env.ts'
import { integerSetting, textSetting } from './setting.ts'
import { duration, integer } from './values.ts'

export type CallsConfig = {
  /** Events asked for per page. */
  readonly sideAntall: number
  /** Oppslag in flight at once, per API and over all replicas. */
  readonly maksSamtidigeOppslag: number
  readonly bekreftIngenDataEtterMs: number
  /** Per cent of an API's last answers, and how many these are, from which on a wave of deletions is stopped. */
  readonly bryterProsent: number
  readonly bryterAntall: number
}

export const CALL_SETTINGS = [
  integerSetting(
    'SIDE_ANTALL',
    { min: 1, max: 10_000, default: 1_000 },
    'Hendelser asked for per page.',
  ),
  integerSetting(
    'MAKS_SAMTIDIGE_OPPSLAG',
    { min: 1, max: 5, default: 5 },
    'Oppslag in flight at once per API, over all replicas. Skatteetaten allows 5.',
  ),
  textSetting(
    'BEKREFT_INGEN_DATA_ETTER',
    'a duration such as 30s, 10m or 2h, at most 7d',
    'How long after an answer of "no data" for something that had data it is asked for once more, before the data is emptied.',
    '10m',
  ),
  integerSetting(
    'BRYTER_PROSENT',
    { min: 1, max: 100, default: 50 },
    'Per cent of an API\'s last answers that may be deletions or "no data". From there on none of them is stored until the wave ends or an operator accepts it.',
  ),
  integerSetting(
    'BRYTER_ANTALL',
    { min: 10, max: 10_000, default: 100 },
    'How many last answers that is. A nøkkel counts once, by its last answer.',
  ),
]

export function readCalls(read: Reader): CallsConfig | undefined {
  const fields = {
    sideAntall: read.value('SIDE_ANTALL', integer),
    maksSamtidigeOppslag: read.value('MAKS_SAMTIDIGE_OPPSLAG', integer),
    bekreftIngenDataEtterMs: read.value('BEKREFT_INGEN_DATA_ETTER', duration),
    bryterProsent: read.value('BRYTER_PROSENT', integer),
    bryterAntall: read.value('BRYTER_ANTALL', integer),
  }
  return isComplete(fields) ? fields : undefined
}
