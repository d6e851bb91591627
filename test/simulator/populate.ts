/**
 * Fills lists with events by seed. Subjects are synthetic; tax years are 2019 to 2024, and months
 * where the list's oppslag ask for months.
 *
 * The share of repeats is what it says: every other event is about a nøkkel that its list has not
 * named before, until all subjects and periods are used up.
 */
import { STIER, type Katalog, type Liste } from '../../src/domain/katalog.ts'
import { organisasjonsnummer, personnummer, referanse, uuid } from './identifikator.ts'
import { createRandom, integer, type Random } from './random.ts'
import type { Saertrekk } from './saertrekk.ts'
import { followable } from './settings.ts'
import type { Tilstand } from './truth.ts'
import type { NyHendelse, World } from './world.ts'

export type FlowOptions = {
  readonly seed?: number | undefined
  /** Default: every list of the katalog that can be followed, in either address form. */
  readonly lister?: readonly string[] | undefined
  /** How many different subjects of each kind there are. Default: 1000. */
  readonly personer?: number | undefined
  /** Share of the events that are about a nøkkel named before. Default: a third. */
  readonly gjentatt?: number | undefined
  /** Shares of the events that tell of a deletion, of data gone, of a shielded person. */
  readonly slettet?: number | undefined
  readonly ingenData?: number | undefined
  readonly skjermet?: number | undefined
}

/** Adds that many events more. */
export type Flow = (hendelser: number) => void

const FIRST_YEAR = 2019
const YEARS = 6
const PERSONLIG = 'personligSkattepliktig'
const UPERSONLIG = 'upersonligSkattepliktig'

type SubjectKind = Exclude<Saertrekk['subjekt'], 'begge'>
type Subjects = Readonly<Record<SubjectKind, readonly string[]>>

/** @throws where a list is not in the katalog */
export function createFlow(world: World, katalog: Katalog, options: FlowOptions = {}): Flow {
  const { seed = 1, lister = everyFollowable(katalog), personer = 1000 } = options
  const { gjentatt = 1 / 3, slettet = 0.01, ingenData = 0.01, skjermet = 0.01 } = options
  for (const listeId of lister) world.list(listeId)
  const random = createRandom(seed)
  const subjects: Subjects = {
    person: pool(personer, random, personnummer),
    organisasjon: pool(personer, random, organisasjonsnummer),
    referanse: pool(personer, random, referanse),
    uuid: pool(personer, random, uuid),
  }
  /** How many nøkler each list has named. */
  const named = new Map<string, number>()

  function tilstand(): Tilstand {
    const drawn = random()
    if (drawn < slettet) return 'slettet'
    if (drawn < slettet + ingenData) return 'ingen_data'
    return drawn < slettet + ingenData + skjermet ? 'skjermet' : 'data'
  }

  return (hendelser) => {
    for (let i = 0; i < hendelser; i += 1) {
      const listeId = lister[integer(random, 0, lister.length - 1)] ?? ''
      const { liste, saertrekk } = world.list(listeId)
      const known = named.get(listeId) ?? 0
      const again = known > 0 && random() < gjentatt
      const place = again ? integer(random, 0, known - 1) : known
      if (!again) named.set(listeId, known + 1)
      world.add(listeId, {
        ...nokkel(liste, katalog, saertrekk.subjekt, subjects, place),
        tilstand: tilstand(),
      })
    }
  }
}

/** The nøkkel with that number in its list: all subjects of the first period, then of the next. */
function nokkel(
  liste: Liste,
  katalog: Katalog,
  subjekt: Saertrekk['subjekt'],
  subjects: Subjects,
  place: number,
): Pick<NyHendelse, 'identifikator' | 'gjelderPeriode' | 'typeSkattepliktig' | 'andreFelt'> {
  const size = subjects.person.length
  const kind = subjekt === 'begge' ? (place % 5 === 0 ? 'organisasjon' : 'person') : subjekt
  const identifikator = subjects[kind][place % size] ?? ''
  const gjelderPeriode =
    liste.felt.gjelderPeriode === null ? null : periode(liste, katalog, Math.floor(place / size))
  return {
    identifikator,
    gjelderPeriode,
    ...(liste.id === 'naeringsspesifikasjon'
      ? { typeSkattepliktig: kind === 'organisasjon' ? UPERSONLIG : PERSONLIG }
      : {}),
    ...(kind === 'uuid'
      ? { andreFelt: `{"matrikkelUnikIdentifikator":${3_000_000 + place},"kommunenummer":"0301"}` }
      : {}),
  }
}

function periode(liste: Liste, katalog: Katalog, number: number): string {
  const monthly = liste.oppslag.some((id) => katalog.oppslag.get(id)?.periode === 'maaned')
  if (!monthly) return String(FIRST_YEAR + (number % YEARS))
  const month = number % (YEARS * 12)
  const year = FIRST_YEAR + Math.floor(month / 12)
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}`
}

function pool(size: number, random: Random, make: (random: Random) => string): readonly string[] {
  const made = new Set<string>()
  while (made.size < size) made.add(make(random))
  return [...made]
}

function everyFollowable(katalog: Katalog): string[] {
  return [...new Set(STIER.flatMap((stier) => followable(katalog, stier)))]
}
