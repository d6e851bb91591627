/**
 * The simulated world: what has happened, list by list, and what is true now.
 *
 * in:   a test's script, or populate.ts
 * out:  the events of each list, and the truth that look-ups answer from
 *
 * 1. An event and the change it tells about are one step: nobody sees the one without the other.
 * 2. The same seed and the same script give the same world, to the last sekvensnummer.
 */
import type { Hendelse } from '../../src/domain/hendelse.ts'
import { sekvensnummer } from '../../src/domain/ids.ts'
import type { Katalog, Liste } from '../../src/domain/katalog.ts'
import { asHendelse, insert, type Oppforing } from './event-log.ts'
import type { Nokler } from './nokler.ts'
import { createRandom, integer } from './random.ts'
import { saertrekk, type Saertrekk } from './saertrekk.ts'
import { askedPeriode, createTruth, type Endring, type Truth } from './truth.ts'

export type NyHendelse = Endring & {
  /** Null is written as null, and changes nothing. */
  readonly identifikator: string | null
  readonly gjelderPeriode?: string | null | undefined
  /** Default: the list's own word for what happens. */
  readonly hendelsetype?: string | null | undefined
  readonly typeSkattepliktig?: string | undefined
  /** Default: the world's own time, which goes on by 1 to 30 seconds for each event. */
  readonly registreringstidspunkt?: string | undefined
  /** Further fields of the entry, as one JSON object in text. */
  readonly andreFelt?: string | undefined
  /** The whole entry as JSON text, for entries that no list should have. */
  readonly json?: string | undefined
}

export type PageHook = (page: readonly Oppforing[]) => readonly Oppforing[]

type ListState = {
  readonly liste: Liste
  events: Oppforing[]
  next: bigint
  saertrekk: Saertrekk
  hook: PageHook | undefined
}

export type World = {
  /** Adds an event with the next number of the list, after a gap drawn by the seed. */
  readonly add: (listeId: string, hendelse: NyHendelse) => bigint
  /** Adds an event with a number of the test's choice: late, repeated, or far ahead. */
  readonly addAt: (listeId: string, nummer: bigint, hendelse: NyHendelse) => void
  readonly remove: (listeId: string, hendelse: NyHendelse) => bigint
  readonly noData: (listeId: string, hendelse: NyHendelse) => bigint
  readonly shield: (listeId: string, hendelse: NyHendelse) => bigint
  /** Changes what one oppslag answers about a nøkkel, with no event about it. */
  readonly set: (
    oppslagId: string,
    nokkel: { identifikator: string; gjelderPeriode?: string },
    endring: Endring,
  ) => void
  readonly configure: (listeId: string, changes: Partial<Saertrekk>) => void
  /** Has every page of the list pass through `hook` before it is written; undefined ends that. */
  readonly onPage: (listeId: string, hook: PageHook | undefined) => void
  /** Empties the list and numbers it from 1 again, as if it had been set up anew. */
  readonly restart: (listeId: string) => void
  /** The events of a list as a reader should have stored them, in order. */
  readonly events: (listeId: string) => Generator<Hendelse>
  readonly list: (listeId: string) => Readonly<ListState>
  readonly truth: Truth
  readonly nokler: Nokler
}

export type WorldOptions = {
  readonly katalog: Katalog
  readonly seed: number
  /** The registreringstidspunkt that the world's time starts from, in UTC. */
  readonly start: string
}

export function createWorld({ katalog, seed, start }: WorldOptions, nokler: Nokler): World {
  const random = createRandom(seed)
  const truth = createTruth(katalog, nokler)
  const lists = new Map<string, ListState>()
  for (const liste of katalog.lister.values()) {
    lists.set(liste.id, {
      liste,
      events: [],
      next: 1n,
      saertrekk: saertrekk(liste),
      hook: undefined,
    })
  }
  const firstSecond = Math.floor(Date.parse(start) / 1000)
  let seconds = firstSecond

  function list(listeId: string): ListState {
    const state = lists.get(listeId)
    if (state === undefined) throw new Error(`${listeId} is not in the katalog`)
    return state
  }

  /** Every tenth event was registered up to two hours before the one ahead of it in the list. */
  function registered(): number {
    seconds += integer(random, 1, 30)
    if (random() >= 0.1) return seconds
    return Math.max(firstSecond, seconds - integer(random, 1, 7200))
  }

  function addAt(listeId: string, nummer: bigint, hendelse: NyHendelse): void {
    const state = list(listeId)
    const first = change(state.liste, nummer, hendelse)
    const text = hendelse.registreringstidspunkt
    insert(state.events, {
      sekvensnummer: sekvensnummer(nummer),
      identifikator: hendelse.identifikator,
      gjelderPeriode: hendelse.gjelderPeriode ?? null,
      hendelsetype:
        hendelse.hendelsetype === undefined ? word(state, hendelse, first) : hendelse.hendelsetype,
      registrert: text === undefined ? registered() : Math.floor(Date.parse(text) / 1000),
      registreringstidspunkt: text,
      typeSkattepliktig: hendelse.typeSkattepliktig,
      andreFelt: hendelse.andreFelt,
      json: hendelse.json,
    })
    if (nummer >= state.next) state.next = nummer + 1n
  }

  /** @returns whether nothing was known of the nøkkel before */
  function change(liste: Liste, nummer: bigint, hendelse: NyHendelse): boolean {
    const { identifikator, gjelderPeriode } = hendelse
    if (identifikator === null) return true
    let first = true
    for (const id of liste.oppslag) {
      const oppslag = katalog.oppslag.get(id)
      if (oppslag === undefined) continue
      const periode = askedPeriode(oppslag, gjelderPeriode ?? '')
      if (oppslag.periode !== 'ingen' && periode === '') continue
      if (truth.read(oppslag, identifikator, periode).versjon > 0) first = false
      truth.change(oppslag, identifikator, periode, hendelse, nummer)
    }
    return first
  }

  function add(listeId: string, hendelse: NyHendelse): bigint {
    const gap = random() < 0.7 ? 0 : integer(random, 1, 20)
    const nummer = list(listeId).next + BigInt(gap)
    addAt(listeId, nummer, hendelse)
    return nummer
  }

  return {
    add,
    addAt,
    remove: (listeId, hendelse) => add(listeId, { ...hendelse, tilstand: 'slettet' }),
    noData: (listeId, hendelse) => add(listeId, { ...hendelse, tilstand: 'ingen_data' }),
    shield: (listeId, hendelse) => add(listeId, { ...hendelse, tilstand: 'skjermet' }),
    set(oppslagId, { identifikator, gjelderPeriode }, endring) {
      const oppslag = katalog.oppslag.get(oppslagId)
      if (oppslag === undefined) throw new Error(`${oppslagId} is not in the katalog`)
      truth.change(oppslag, identifikator, gjelderPeriode ?? '', endring)
    },
    configure(listeId, changes) {
      const state = list(listeId)
      state.saertrekk = { ...state.saertrekk, ...changes }
    },
    onPage(listeId, hook) {
      list(listeId).hook = hook
    },
    restart(listeId) {
      Object.assign(list(listeId), { events: [], next: 1n })
    },
    *events(listeId) {
      const state = list(listeId)
      for (const event of state.events)
        yield asHendelse(state.liste, state.saertrekk.utvidet, event)
    },
    list,
    truth,
    nokler,
  }
}

function word(
  { saertrekk: { typer } }: ListState,
  { tilstand }: NyHendelse,
  first: boolean,
): string {
  if (tilstand === 'slettet') return typer.slettet
  return first ? typer.ny : typer.endret
}
