/**
 * The body of the Inntektsmottakere API.
 *
 * Promise (P8): what is not the documented shape, or is about somebody else than was asked for, is a
 * Fault. Fields that are not known are passed over.
 */
import type { Inntektsmottakere } from '../domain/inntektsmottakere.ts'
import { isObject, kindOf } from './body.ts'
import { unexpected } from './unexpected.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * @param opplysningspliktig whose list was asked for
 * @throws Fault UNEXPECTED_ANSWER
 */
export function inntektsmottakereOf(
  body: Fields,
  opplysningspliktig: string,
  what: string,
): Inntektsmottakere {
  const about = isObject(body['opplysningspliktig']) ? body['opplysningspliktig'] : {}
  if (about['norskIdentifikator'] !== opplysningspliktig) {
    throw unexpected(what, '$.opplysningspliktig.norskIdentifikator is not the one asked for')
  }
  const skjermet = body['skjermet'] === true
  const entries = body['inntektsmottaker'] ?? (skjermet ? [] : undefined)
  if (!Array.isArray(entries)) {
    throw unexpected(what, `$.inntektsmottaker is ${kindOf(entries)}, not an array`)
  }

  const identifikatorer = new Set<string>()
  let unnamed = 0
  entries.forEach((entry: unknown, place) => {
    const identifikator = identifikatorOf(entry, `$.inntektsmottaker[${place}]`, what)
    if (identifikator === null) unnamed += 1
    else identifikatorer.add(identifikator)
  })
  const fraOgMed = monthOf(body, 'fraOgMed', what)
  const tilOgMed = monthOf(body, 'tilOgMed', what)
  if (fraOgMed !== null && tilOgMed !== null && tilOgMed < fraOgMed) {
    throw unexpected(what, '$.tilOgMed is before $.fraOgMed')
  }
  // "Teknisk felt for håndtering av store datasett. Dette feltet er ikke i bruk": if it ever is, this
  // is not all.
  const hasMore = (body['link'] ?? null) !== null
  return {
    fraOgMed,
    tilOgMed,
    identifikatorer: [...identifikatorer],
    isWhole: !skjermet && !hasMore && unnamed === 0,
    skjermet,
  }
}

/** @returns null for one whose number is kept back */
function identifikatorOf(entry: unknown, path: string, what: string): string | null {
  if (!isObject(entry)) throw unexpected(what, `${path} is ${kindOf(entry)}, not an object`)
  const value = entry['personidentifikator'] ?? null
  if (value === null) return null
  if (typeof value !== 'string' || !/^\d{11}$/.test(value)) {
    throw unexpected(what, `${path}.personidentifikator is not 11 digits`)
  }
  return entry['skjermet'] === true ? null : value
}

function monthOf(body: Fields, name: 'fraOgMed' | 'tilOgMed', what: string): string | null {
  const value = body[name] ?? null
  if (value === null) return null
  if (typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value)) return value
  throw unexpected(what, `$.${name} is no month`)
}
