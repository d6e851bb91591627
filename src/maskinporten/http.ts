/** HTTP as this folder needs it; app.ts hands in the client. */

export type Answer = {
  readonly status: number
  readonly date: string | undefined
  readonly text: string
}

export type Http = {
  readonly get: (
    url: string,
    what: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<Answer>
  readonly postForm: (
    url: string,
    form: URLSearchParams,
    what: string,
    signal: AbortSignal,
  ) => Promise<Answer>
}

/** The fields of a JSON object; none for any other body. */
export function fieldsOf(text: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])
  } catch {
    // The parser's own message quotes the body.
    return new Map()
  }
}
