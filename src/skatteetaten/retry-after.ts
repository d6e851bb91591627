/** When an API wants to be asked again. */

const MIN_MS = 1_000
const MAX_MS = 10 * 60_000

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/**
 * @param retryAfter the field as it came: seconds or an HTTP date (RFC 9110, 10.2.3)
 * @param date the answer's own Date, so that a date means the same however wrong our clock is
 * @returns from one second to ten minutes, in milliseconds; undefined for anything else
 */
export function retryAfterMs(
  retryAfter: string | undefined,
  date: string | undefined,
): number | undefined {
  if (retryAfter === undefined) return undefined
  const text = retryAfter.trim()
  if (/^\d+$/.test(text)) return clamp(Number(text) * 1_000)

  const until = time(text)
  if (until === undefined) return undefined
  const wait = until - (time(date) ?? Date.now())
  return wait < 0 ? undefined : clamp(wait)
}

function time(text: string | undefined): number | undefined {
  if (text === undefined || !HTTP_DATE.test(text)) return undefined
  const milliseconds = Date.parse(text)
  return Number.isNaN(milliseconds) ? undefined : milliseconds
}

function clamp(ms: number): number {
  return Math.min(Math.max(ms, MIN_MS), MAX_MS)
}
