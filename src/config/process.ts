/** How the process itself behaves: its log, its port, its end, and how long it keeps things. */
import { isComplete, type Reader } from './env.ts'
import { integerSetting, oneOf, textSetting } from './setting.ts'
import { choice, integer } from './values.ts'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export const LOG_FORMATS = ['json', 'ecs', 'pretty'] as const
export type LogFormat = (typeof LOG_FORMATS)[number]

export type ProcessConfig = {
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly logFormat: LogFormat
  /** 0: any port that is free. */
  readonly port: number
  readonly shutdownTimeoutMs: number
  readonly hendelserBeholdesDager: number
  readonly endringerBeholdesDager: number
  /** Whether what an opplysning was before is kept when it changes. */
  readonly historikk: boolean
  readonly historikkBeholdesDager: number
}

const YES_OR_NO = ['true', 'false'] as const

const DAGER = { min: 1, max: 36_500, default: 400 }

export const PROCESS_SETTINGS = [
  textSetting('LOG_LEVEL', oneOf(LOG_LEVELS), 'The least important that is logged.', 'info'),
  textSetting(
    'LOG_FORMAT',
    oneOf(LOG_FORMATS),
    'How a line of the log is written: JSON, Elastic Common Schema, or for people.',
    'json',
  ),
  integerSetting(
    'PORT',
    { min: 0, max: 65_535, default: 8080 },
    'Where the probes, the metrics and the status page are. 0: any free port.',
  ),
  integerSetting(
    'SHUTDOWN_TIMEOUT_SECONDS',
    { min: 1, max: 600, default: 20 },
    'Seconds to finish the work in hand after SIGTERM. Keep it below the grace period of the platform.',
  ),
  integerSetting(
    'HENDELSER_BEHOLDES_DAGER',
    DAGER,
    'Days that hendelser are kept, as proof of what was read and when.',
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
]

export function readProcess(read: Reader): ProcessConfig | undefined {
  const seconds = read.value('SHUTDOWN_TIMEOUT_SECONDS', integer)
  const historikk = read.value('HISTORIKK', choice(YES_OR_NO))
  const fields = {
    logLevel: read.value('LOG_LEVEL', choice(LOG_LEVELS)),
    logFormat: read.value('LOG_FORMAT', choice(LOG_FORMATS)),
    port: read.value('PORT', integer),
    shutdownTimeoutMs: seconds === undefined ? undefined : seconds * 1_000,
    hendelserBeholdesDager: read.value('HENDELSER_BEHOLDES_DAGER', integer),
    endringerBeholdesDager: read.value('ENDRINGER_BEHOLDES_DAGER', integer),
    historikk: historikk === undefined ? undefined : historikk === 'true',
    historikkBeholdesDager: read.value('HISTORIKK_BEHOLDES_DAGER', integer),
  }
  return isComplete(fields) ? fields : undefined
}
