/**
 * The record of every call: how many, how they ended, and the most that were in flight at once.
 *
 * A call is in flight from its arrival to its last byte out, or to the moment the caller went
 * away. Tests wait for what the record shows instead of sleeping.
 */
import { createCorrelationIds, type CorrelationIds } from './correlation-ids.ts'
import { matches, type Kall, type Kind, type Match } from './match.ts'

export type ApiSummary = {
  readonly calls: number
  readonly inFlight: number
  readonly highestInFlight: number
  /** Mean time from arrival to last byte, of the calls that have ended. */
  readonly meanMs: number
  /** How many calls of each kind ended with each status; 0 is a call that got no answer. */
  readonly byKind: Partial<Record<Kind, Record<number, number>>>
}

export type Calls = {
  readonly begin: (kall: Kall) => void
  /** @param ms since the call began */
  readonly end: (kall: Kall, ms: number) => void
  /** Calls so far, also those still in flight. */
  readonly count: (match?: Pick<Match, 'kind' | 'vert' | 'konsument'>) => number
  readonly inFlight: (vert: string) => number
  readonly highestInFlight: (vert: string) => number
  readonly summary: () => Record<string, ApiSummary>
  readonly korrelasjonsid: CorrelationIds
  /** The next call that ends and matches. */
  readonly next: (match?: Match) => Promise<Kall>
  /** Resolves when `holds` does; asked now, and whenever a call begins or ends. */
  readonly when: (holds: (calls: Calls) => boolean) => Promise<void>
  /** Forgets everything except what is in flight. */
  readonly reset: () => void
}

type Api = {
  /** By konsument and kind. */
  begun: Map<string, Map<Kind, number>>
  ended: Map<Kind, Map<number, number>>
  inFlight: number
  highest: number
  totalMs: number
}

export function createCalls(): Calls {
  const apis = new Map<string, Api>()
  const korrelasjonsid = createCorrelationIds()
  const expecting = new Set<{ match: Match; arrive: (kall: Kall) => void }>()
  const watching = new Set<{ holds: (calls: Calls) => boolean; resolve: () => void }>()

  function api(vert: string): Api {
    const known = apis.get(vert)
    if (known !== undefined) return known
    const fresh = { begun: new Map(), ended: new Map(), inFlight: 0, highest: 0, totalMs: 0 }
    apis.set(vert, fresh)
    return fresh
  }

  function look(): void {
    for (const watcher of watching) {
      if (!watcher.holds(calls)) continue
      watching.delete(watcher)
      watcher.resolve()
    }
  }

  const calls: Calls = {
    begin(kall) {
      const its = api(kall.vert)
      const whose = its.begun.get(kall.konsument) ?? new Map<Kind, number>()
      its.begun.set(kall.konsument, whose)
      add(whose, kall.kind)
      its.inFlight += 1
      its.highest = Math.max(its.highest, its.inFlight)
      if (kall.kind !== 'token' && kall.kind !== 'annet') korrelasjonsid.note(kall.korrelasjonsid)
      look()
    },
    end(kall, ms) {
      const its = api(kall.vert)
      its.inFlight -= 1
      its.totalMs += ms
      const statuses = its.ended.get(kall.kind) ?? new Map<number, number>()
      its.ended.set(kall.kind, statuses)
      add(statuses, kall.status)
      for (const expected of expecting) {
        if (!matches(expected.match, kall)) continue
        expecting.delete(expected)
        expected.arrive(kall)
      }
      look()
    },
    count({ kind, vert, konsument } = {}) {
      return [...apis]
        .filter(([name]) => vert === undefined || vert === name)
        .flatMap(([, { begun }]) => [...begun])
        .filter(([whose]) => konsument === undefined || konsument === whose)
        .flatMap(([, kinds]) => [...kinds])
        .filter(([its]) => kind === undefined || kind === its)
        .reduce((total, [, number]) => total + number, 0)
    },
    inFlight: (vert) => apis.get(vert)?.inFlight ?? 0,
    highestInFlight: (vert) => apis.get(vert)?.highest ?? 0,
    summary: () => Object.fromEntries([...apis].map(([vert, its]) => [vert, summarize(its)])),
    korrelasjonsid,
    next: (match = {}) =>
      new Promise((arrive) => {
        expecting.add({ match, arrive })
      }),
    when: (holds) =>
      new Promise((resolve) => {
        watching.add({ holds, resolve })
        look()
      }),
    reset() {
      for (const its of apis.values()) {
        its.begun.clear()
        its.ended.clear()
        its.highest = its.inFlight
        its.totalMs = 0
      }
      korrelasjonsid.reset()
    },
  }
  return calls
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function sumOf(counts: ReadonlyMap<unknown, number>): number {
  return [...counts.values()].reduce((sum, number) => sum + number, 0)
}

function summarize({ begun, ended, inFlight, highest, totalMs }: Api): ApiSummary {
  const byKind: Partial<Record<Kind, Record<number, number>>> = {}
  let total = 0
  for (const [kind, statuses] of ended) {
    byKind[kind] = Object.fromEntries(statuses)
    for (const number of statuses.values()) total += number
  }
  return {
    calls: [...begun.values()].reduce((sum, kinds) => sum + sumOf(kinds), 0),
    inFlight,
    highestInFlight: highest,
    meanMs: total === 0 ? 0 : totalMs / total,
    byKind,
  }
}
