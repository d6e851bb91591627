/**
 * Events that never end: changes, deletions, "no data", data that comes back, events about nothing
 * new, and numbers that appear late. A few nøkler are named again and again, so that events keep
 * coming in while their look-ups are in flight.
 */
import { sleep } from '../../src/lib/abort.ts'
import { organisasjonsnummer, personnummer } from '../simulator/identifikator.ts'
import { createRandom, hash, integer, type Random } from '../simulator/random.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { NyHendelse, World } from '../simulator/world.ts'

/** One with five oppslag, one with two; one with months for periods; two without a 410. */
export const LISTER = ['skatteoppgjoer', 'inntekt', 'tilleggsskatt', 'skattemelding-fastsatt']

const SUBJECTS = 250
const HOT = 4
const EVERY_MS = 100

export type Trickle = {
  readonly identifikatorer: readonly string[]
  /** Whether that number was passed over first, and appeared later. */
  readonly isLate: (liste: string, nummer: bigint) => boolean
  /** Adds events until `signal` aborts. */
  readonly run: (signal: AbortSignal) => Promise<void>
}

export function createTrickle(
  { world }: Simulator,
  { seed, perSecond }: { readonly seed: number; readonly perSecond: number },
): Trickle {
  const random = createRandom(hash(`${seed} trickle`))
  const persons = Array.from({ length: SUBJECTS }, () => personnummer(random))
  const organisations = Array.from({ length: HOT }, () => organisasjonsnummer(random))

  const lates = new Set<string>()

  function addOne(): void {
    const liste = LISTER[integer(random, 0, LISTER.length - 1)] ?? ''
    const isCompany = liste === 'tilleggsskatt' && random() < 0.2
    const subjects = isCompany ? organisations : persons
    const last = random() < 0.5 ? HOT - 1 : subjects.length - 1
    const identifikator = subjects[integer(random, 0, last)] ?? ''
    const year = integer(random, 2022, 2023)
    const hendelse: NyHendelse = {
      identifikator,
      gjelderPeriode: liste === 'inntekt' ? `${year}-05` : String(year),
      ...whatHappens(random),
    }
    const late = random() < 0.02 ? unusedNumber(world, liste) : undefined
    if (late === undefined) {
      world.add(liste, hendelse)
      return
    }
    lates.add(`${liste} ${late}`)
    world.addAt(liste, late, hendelse)
  }

  return {
    identifikatorer: [...persons, ...organisations],
    isLate: (liste, nummer) => lates.has(`${liste} ${nummer}`),
    async run(signal) {
      let due = 0
      while (!signal.aborted) {
        for (due += (perSecond * EVERY_MS) / 1_000; due >= 1; due -= 1) addOne()
        await sleep(EVERY_MS, signal)
      }
    },
  }
}

/** Few deletions: many would be a wave, which the daemon does not believe (P8). */
function whatHappens(random: Random): Pick<NyHendelse, 'tilstand' | 'uendret'> {
  const drawn = random()
  if (drawn < 0.07) return { tilstand: 'slettet' }
  if (drawn < 0.12) return { tilstand: 'ingen_data' }
  return drawn < 0.27 ? { uendret: true } : {}
}

/** A number that was passed over a while ago. */
function unusedNumber(world: World, liste: string): bigint | undefined {
  const recent = world.list(liste).events.slice(-20)
  for (const [at, { sekvensnummer }] of recent.entries()) {
    const next = recent[at + 1]?.sekvensnummer
    if (next !== undefined && next > sekvensnummer + 1n) return sekvensnummer + 1n
  }
  return undefined
}
