/** How the process itself behaves: its log, its port, its end. */
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
}

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
]

export function readProcess(read: Reader): ProcessConfig | undefined {
  const seconds = read.value('SHUTDOWN_TIMEOUT_SECONDS', integer)
  const fields = {
    logLevel: read.value('LOG_LEVEL', choice(LOG_LEVELS)),
    logFormat: read.value('LOG_FORMAT', choice(LOG_FORMATS)),
    port: read.value('PORT', integer),
    shutdownTimeoutMs: seconds === undefined ? undefined : seconds * 1_000,
  }
  return isComplete(fields) ? fields : undefined
}
