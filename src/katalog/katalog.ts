/**
 * The katalog: what is known of every hendelsesliste and oppslagstjeneste, and what KATALOG_FIL adds
 * to it or changes in it.
 *
 * in:   lister/ and oppslag/, one file per entry; the text of KATALOG_FIL
 * out:  the Katalog, whole and checked, or a ConfigError that names every mistake of the file
 *
 * Adding an entry is a file and its line in index.ts.
 */
import { ConfigError } from '../domain/errors.ts'
import {
  type Katalog,
  type Liste,
  listeSchema,
  type Oppslag,
  oppslagSchema,
} from '../domain/katalog.ts'
import * as builtInLister from './lister/index.ts'
import { didYouMean } from '../lib/nearest.ts'
import * as builtInOppslag from './oppslag/index.ts'
import { readOverrides, type Section } from './overrides.ts'
import { merged, type PlainObject } from './plain.ts'
import { type Issue, issueProblems, pathText } from './problems.ts'
import { listeIssues, oppslagIssues } from './rules.ts'

/** `navn`: the path of the file, for messages. */
export type KatalogFil = { readonly navn: string; readonly tekst: string }

/**
 * @param fil overrides, as JSON: `{"lister": {"<id>": {…}}, "oppslag": {"<id>": {…}}}`. An entry of a
 *   known id is merged into the built-in one, field by field; one of a new id must be whole.
 * @throws ConfigError with one problem per mistake in the file
 */
export function loadKatalog(fil?: KatalogFil): Katalog {
  const lister = byId<Liste>(Object.values(builtInLister))
  const oppslag = byId<Oppslag>(Object.values(builtInOppslag))
  if (fil === undefined) return { lister, oppslag }

  const problems: string[] = []
  const overrides = readOverrides(fil.tekst, problems)
  // Those of the file even where they are wrong: that is one problem, not one more for each list.
  const oppslagIds = [...oppslag.keys(), ...Object.keys(overrides.oppslag)]
  const katalog = {
    lister: overridden(lister, overrides.lister, problems, {
      section: 'lister',
      parse: (value) => listeSchema.safeParse(value),
      issues: (liste) => listeIssues(liste, oppslagIds),
    }),
    oppslag: overridden(oppslag, overrides.oppslag, problems, {
      section: 'oppslag',
      parse: (value) => oppslagSchema.safeParse(value),
      issues: oppslagIssues,
    }),
  }
  if (problems.length === 0) return katalog
  throw new ConfigError(problems.map((problem) => `KATALOG_FIL=${fil.navn}: ${problem}`))
}

type Identified = { readonly id: string }

function byId<Entry extends Identified>(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map((entry) => [entry.id, entry]))
}

/** What differs between lister and oppslag. */
type Kind<Entry> = {
  readonly section: Section
  readonly parse: (
    value: unknown,
  ) => { success: true; data: Entry } | { success: false; error: { issues: readonly Issue[] } }
  readonly issues: (entry: Entry) => readonly Issue[]
}

function overridden<Entry extends Identified>(
  builtIn: ReadonlyMap<string, Entry>,
  overrides: PlainObject,
  problems: string[],
  { section, parse, issues }: Kind<Entry>,
): ReadonlyMap<string, Entry> {
  const all = new Map(builtIn)
  for (const [id, changes] of Object.entries(overrides)) {
    const entry = merged({ ...builtIn.get(id), id }, changes)
    const parsed = parse(entry)
    if (parsed.success) all.set(id, parsed.data)

    const found = parsed.success
      ? [...issues(parsed.data), ...idIssues(parsed.data, id)]
      : parsed.error.issues
    const path = [section, id]
    if (found.length > 0 && !builtIn.has(id)) {
      const meant = didYouMean(id, [...builtIn.keys()])
      problems.push(`${pathText(path)}: is not in the katalog, so it must be whole${meant}`)
    }
    const others = [...builtIn.values()]
    problems.push(...found.flatMap((issue) => issueProblems(path, entry, others, issue)))
  }
  return all
}

function idIssues(entry: Identified, id: string): readonly Issue[] {
  return entry.id === id ? [] : [{ path: ['id'], message: 'the id that the entry stands under' }]
}
