/** The text of KATALOG_FIL, read as far as to its entries; they are not checked here. */
import { field, isObject, type PlainObject } from './plain.ts'
import { expectedAt, unknownName } from './problems.ts'

const SECTIONS = ['lister', 'oppslag'] as const
export type Section = (typeof SECTIONS)[number]

/** Per section the entries of the file, by id. */
export type Overrides = Readonly<Record<Section, PlainObject>>

const NOTHING: Overrides = { lister: {}, oppslag: {} }

/** @param problems what is wrong is added here, and the rest is read as if it were not there */
export function readOverrides(tekst: string, problems: string[]): Overrides {
  let content: unknown
  try {
    content = JSON.parse(tekst)
  } catch (error) {
    // Of the parser's message only the place is taken: the rest quotes the file.
    const place = /line \d+ column \d+/.exec(error instanceof Error ? error.message : '')?.[0]
    problems.push(`${place ?? 'the file'} is not JSON`)
    return NOTHING
  }
  if (!isObject(content)) {
    problems.push(expectedAt([], 'an object with lister and oppslag', content))
    return NOTHING
  }
  for (const name of Object.keys(content)) {
    if (!SECTIONS.some((section) => section === name)) {
      problems.push(unknownName([name], name, SECTIONS))
    }
  }
  return {
    lister: entriesOf(content, 'lister', problems),
    oppslag: entriesOf(content, 'oppslag', problems),
  }
}

function entriesOf(content: PlainObject, section: Section, problems: string[]): PlainObject {
  const entries = field(content, section)
  if (entries === undefined) return {}
  if (isObject(entries)) return entries
  problems.push(expectedAt([section], 'an object with an entry for each id', entries))
  return {}
}
