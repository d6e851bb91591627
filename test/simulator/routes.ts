/**
 * Which list or oppslag a URL means, in both address forms at once: `/{vert}` and the sti of 2024,
 * or the long sti of 2022 at the root. Compiled once from the katalog; an entry without an address
 * in a form is not served in that form.
 */
import {
  type Katalog,
  type Liste,
  type Oppslag,
  STIER,
  type Stier,
  type StiVariable,
} from '../../src/domain/katalog.ts'

export type Route =
  | { readonly kind: 'liste' | 'start'; readonly vert: string; readonly liste: Liste }
  | {
      readonly kind: 'oppslag'
      readonly vert: string
      readonly oppslag: Oppslag
      /** The form of the address it was asked at. */
      readonly stier: Stier
      readonly identifikator: string
      /** As a nøkkel has it: a range of months is written `2023` or `2023-01`. */
      readonly gjelderPeriode: string
    }
  /** `feilkoder` where the host is known and only the path is wrong. */
  | { readonly kind: 'annet'; readonly vert: string; readonly feilkoder: string | undefined }

/** @param query what stands after the question mark, or nothing */
export type Router = (path: string, query: string) => Route

type Pattern = {
  readonly oppslag: Oppslag
  readonly stier: Stier
  readonly segments: readonly { readonly text: string; readonly variable: boolean }[]
  /** Which variable each query parameter carries. */
  readonly query: readonly (readonly [parameter: string, variable: string])[]
}

type Variables = Partial<Record<StiVariable, string>>

export function createRouter(katalog: Katalog): Router {
  const exact = new Map<string, Route>()
  const patterns = new Map<string, Pattern[]>()
  const hosts = new Map<string, string>()

  for (const liste of katalog.lister.values()) {
    hosts.set(liste.vert, liste.feilkoder)
    for (const { sti } of addresses(liste)) {
      const path = withoutSlash(sti)
      exact.set(path, { kind: 'liste', vert: liste.vert, liste })
      exact.set(`${path}/start`, { kind: 'start', vert: liste.vert, liste })
    }
  }
  for (const oppslag of katalog.oppslag.values()) {
    hosts.set(oppslag.vert, oppslag.feilkoder)
    for (const { sti, stier } of addresses(oppslag)) {
      const pattern = compile(oppslag, stier, sti)
      const key = bucket(pattern.segments.map(({ text }) => text))
      patterns.set(key, [...(patterns.get(key) ?? []), pattern])
    }
  }

  return (path, query) => {
    const list = exact.get(path) ?? exact.get(withoutSlash(path))
    if (list !== undefined) return list
    const segments = path.split('/').slice(1)
    for (const pattern of patterns.get(bucket(segments)) ?? []) {
      const variables = match(pattern, segments, query)
      if (variables !== undefined) return toRoute(pattern, variables)
    }
    const vert = segments[0] ?? ''
    return { kind: 'annet', vert, feilkoder: hosts.get(vert) }
  }
}

function addresses({ vert, adresser }: Liste | Oppslag): { sti: string; stier: Stier }[] {
  return STIER.flatMap((stier) => {
    const sti = adresser[stier]?.sti
    if (sti === undefined) return []
    return [{ sti: stier === '2024' ? `/${vert}${sti}` : sti, stier }]
  })
}

/** Only patterns with the same first segment and the same length are compared. */
function bucket(segments: readonly string[]): string {
  return `${segments[0]} ${segments.length}`
}

function compile(oppslag: Oppslag, stier: Stier, sti: string): Pattern {
  const [path = '', query = ''] = sti.split('?')
  const segments = path
    .split('/')
    .slice(1)
    .map((text) => ({ text: text.replace(/^\{(.*)\}$/, '$1'), variable: /^\{.*\}$/.test(text) }))
  return {
    oppslag,
    stier,
    segments,
    query: [...new URLSearchParams(query)].map(
      ([name, value]) => [name, value.slice(1, -1)] as const,
    ),
  }
}

function match(
  pattern: Pattern,
  segments: readonly string[],
  query: string,
): Variables | undefined {
  const variables: Record<string, string> = {}
  for (const [i, { text, variable }] of pattern.segments.entries()) {
    const segment = segments[i] ?? ''
    if (!variable) {
      if (segment !== text) return undefined
    } else {
      const value = decode(segment)
      if (value === undefined || value === '') return undefined
      variables[text] = value
    }
  }
  if (pattern.query.length > 0) {
    const parameters = new URLSearchParams(query)
    for (const [name, variable] of pattern.query) variables[variable] = parameters.get(name) ?? ''
  }
  return variables
}

function toRoute({ oppslag, stier }: Pattern, variables: Variables): Route {
  const { identifikator = '', gjelderPeriode, fraOgMed = '', tilOgMed = '' } = variables
  return {
    kind: 'oppslag',
    vert: oppslag.vert,
    oppslag,
    stier,
    identifikator,
    gjelderPeriode: gjelderPeriode ?? asPeriode(fraOgMed, tilOgMed),
  }
}

function asPeriode(fraOgMed: string, tilOgMed: string): string {
  if (fraOgMed === tilOgMed) return fraOgMed
  const year = fraOgMed.slice(0, 4)
  if (fraOgMed === `${year}-01` && tilOgMed === `${year}-12`) return year
  return `${fraOgMed}/${tilOgMed}`
}

function decode(segment: string): string | undefined {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path
}
