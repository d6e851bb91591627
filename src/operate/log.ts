/**
 * The log: one line an event, with a fixed message and fields beside it.
 *
 * P12. Only fields that are listed here get out, and of errors only what can't hold personal data:
 * a Postgres error's detail names the row, and a message may quote a value. As a second net, every
 * run of eleven digits in a finished line is masked.
 */
import { pino, stdTimeFunctions } from 'pino'
import type { LogFormat } from '../config/process.ts'
import type { Log, LogFields } from '../lib/log.ts'
import { formatLine } from './log-format.ts'

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

const ALLOWED = new Set([
  'added',
  'advice',
  'api',
  'avtrykk',
  'client',
  'coalesced',
  'code',
  'command',
  'database',
  'days',
  'deleted',
  'done',
  'ended',
  'failures',
  'feil',
  'forsok',
  'fra',
  'gjelderPeriode',
  'gone',
  'inserted',
  'isWhole',
  'konsument',
  'konsumenter',
  'leases',
  'lesere',
  'liste',
  'lister',
  'loop',
  'loops',
  'migrations',
  'miljoe',
  'neste',
  'opplysningspliktig',
  'oppslag',
  'ordered',
  'ordre',
  'parkert',
  'pauser',
  'pauses',
  'persons',
  'port',
  'queued',
  'read',
  'ref',
  'refused',
  'signal',
  'skjermet',
  'slots',
  'svar',
  'tilstander',
  'unconfirmed',
  'ventende',
  'version',
  'waitMs',
])

export type LogOptions = { readonly level: LogLevel; readonly format: LogFormat }

/** @param write takes a line with its end */
export function createLog({ level, format }: LogOptions, write: (line: string) => void): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => write(`${scrub(formatLine(format, line.trimEnd()))}\n`) },
  )
  return {
    debug: (fields, message) => {
      if (logger.isLevelEnabled('debug')) logger.debug(allowed(fields()), message)
    },
    info: (fields, message) => logger.info(allowed(fields), message),
    warn: (fields, message) => logger.warn(allowed(fields), message),
    error: (fields, message) => logger.error(allowed(fields), message),
  }
}

/** Masks every run of eleven digits that stands by itself. */
export function scrub(text: string): string {
  return text.replaceAll(/(?<!\d)\d{11}(?!\d)/g, '***********')
}

function allowed(fields: LogFields): LogFields {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'error') out['error'] = describeError(value)
    else if (ALLOWED.has(name)) out[name] = typeof value === 'bigint' ? String(value) : value
  }
  return out
}

/** An error as its kind, its code and where it was thrown; Postgres' also by the object it is about. */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { kind: typeof error }
  const known: Record<string, unknown> = { kind: error.name }
  for (const name of ['code', 'schema', 'table', 'column', 'constraint', 'routine'] as const) {
    const value: unknown = Reflect.get(error, name)
    if (typeof value === 'string') known[name] = value
  }
  // The first line of a stack is the message.
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  return { ...known, at: frames.slice(0, 4).map((line) => line.trim()) }
}
