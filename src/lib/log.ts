/**
 * What a loop may say: one event, one line, a fixed message, and fields beside it. operate/log.ts
 * lets through only the fields it knows.
 */
export type Log = {
  readonly info: (fields: LogFields, message: string) => void
  readonly warn: (fields: LogFields, message: string) => void
  readonly error: (fields: LogFields, message: string) => void
}

export type LogFields = Readonly<Record<string, unknown>>
