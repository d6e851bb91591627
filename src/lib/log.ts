/**
 * What a loop may say: one event, one line, a fixed message, and fields beside it. operate/log.ts
 * lets through only the fields it knows.
 */
export type Log = {
  /** There may be one for each look-up: its fields are worked out only where it is written. */
  readonly debug: (fields: () => LogFields, message: string) => void
  readonly info: (fields: LogFields, message: string) => void
  readonly warn: (fields: LogFields, message: string) => void
  readonly error: (fields: LogFields, message: string) => void
}

export type LogFields = Readonly<Record<string, unknown>>
