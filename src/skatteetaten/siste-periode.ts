/**
 * The body of the API for siste tilgjengelige skatteoppgjør.
 *
 * Promise (P8): what is not the documented shape, or is about somebody else than was asked for, is a
 * Fault. Fields that are not known are passed over.
 */
import { unexpected } from './unexpected.ts'

/**
 * @param identifikator whose year was asked for
 * @returns the newest income year, four digits; null where it is kept back
 * @throws Fault UNEXPECTED_ANSWER
 */
export function sistePeriodeOf(
  body: Readonly<Record<string, unknown>>,
  identifikator: string,
  what: string,
): string | null {
  if (body['personidentifikator'] !== identifikator) {
    throw unexpected(what, '$.personidentifikator is not the one asked for')
  }
  if (body['skjermet'] === true) return null
  const aar = body['sisteTilgjengeligePeriode']
  if (typeof aar === 'string' && /^\d{4}$/.test(aar)) return aar
  throw unexpected(what, '$.sisteTilgjengeligePeriode is no year')
}
