/**
 * How a line of the log is written. `json` is pino's own; the others are made of it.
 *
 * - `json`: `level`, `time`, `msg` and the fields beside them, as Loki and most collectors read it.
 * - `ecs`: Elastic Common Schema 8; our own fields are under `hendelsesfolger`.
 * - `pretty`: for people: time, level, message, and the fields as name=value.
 */
import type { LogFormat } from '../config/process.ts'

type Line = {
  readonly level: string
  readonly time: string
  readonly msg: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** @param json a line of pino, without its end */
export function formatLine(format: LogFormat, json: string): string {
  switch (format) {
    case 'json':
      return json
    case 'ecs':
      return JSON.stringify(ecs(readLine(json)))
    case 'pretty':
      return pretty(readLine(json))
  }
}

function readLine(json: string): Line {
  const { level, time, msg, ...fields }: Record<string, unknown> = JSON.parse(json)
  return { level: String(level), time: String(time), msg: String(msg), fields }
}

function ecs({ level, time, msg, fields: { error, ...fields } }: Line): Record<string, unknown> {
  return {
    '@timestamp': time,
    'log.level': level,
    message: msg,
    'ecs.version': '8.11.0',
    'service.name': 'hendelsesfolger',
    ...(isRecord(error) && { error: ecsError(error) }),
    ...(Object.keys(fields).length > 0 && { hendelsesfolger: fields }),
  }
}

function ecsError({ kind, code, at, ...rest }: Readonly<Record<string, unknown>>) {
  return {
    type: kind,
    ...(code !== undefined && { code }),
    ...(Array.isArray(at) && { stack_trace: at.join('\n') }),
    ...rest,
  }
}

function pretty({ level, time, msg, fields }: Line): string {
  const pairs = Object.entries(fields).map(([name, value]) => `${name}=${shown(value)}`)
  return [time, level.toUpperCase().padEnd(5), msg, ...pairs].join('  ')
}

/** Text without spaces as it is, all else as JSON. */
function shown(value: unknown): string {
  return typeof value === 'string' && /^[^\s"]+$/.test(value) ? value : JSON.stringify(value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
