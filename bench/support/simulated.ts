/**
 * The simulated Skatteetaten as a process of its own, with the events of one list, and a twin of it
 * in this process: the same seed and options make the same world, so what is true, and which events
 * there are, is known here at no cost to the process that answers.
 */
import { join } from 'node:path'
import { z } from 'zod'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { type Simulator, startSimulator } from '../../test/simulator/simulator.ts'
import { type Child, startChild } from './child.ts'

/**
 * One list with one oppslag: all look-ups then share one API's five slots, and one bound holds. The
 * two are on hosts of their own, so the calls to the oppslag are counted apart.
 */
export const LISTE = 'inntekt'
export const OPPSLAG = 'inntekt'

export type SimulatedOptions = {
  /** A third of them are about a nøkkel named before. */
  readonly hendelser: number
  readonly latensMs: number
}

export type LookUpCalls = {
  readonly calls: number
  readonly highestInFlight: number
  /** From a call's arrival to its last byte. */
  readonly meanMs: number
}

export type Simulated = AsyncDisposable & {
  readonly child: Child
  readonly twin: Simulator
  /** Different nøkler: the look-ups that a follower makes which has read all events first. */
  readonly nokler: number
  readonly settings: Readonly<Record<string, string>>
  readonly lookUps: () => Promise<LookUpCalls>
  /** Forgets the calls so far. */
  readonly reset: () => Promise<void>
}

const SEED = 1
/** Of whom each has 72 months: more nøkler than any question asks for. */
const PERSONER = 2_000

const SETTINGS = z.record(z.string(), z.string())
const SUMMARY = z.object({ calls: z.number(), highestInFlight: z.number(), meanMs: z.number() })
const CALLS = z.object({ apis: z.record(z.string(), SUMMARY) })

const NO_CALLS: LookUpCalls = { calls: 0, highestInFlight: 0, meanMs: 0 }

/** The simulator in this process, with the same events and the same truth; nobody asks it. */
export async function startTwin(hendelser: number): Promise<Simulator> {
  const twin = await startSimulator({ katalog: loadKatalog(), seed: SEED })
  twin.populate({ hendelser, personer: PERSONER, lister: [LISTE] })
  return twin
}

export async function startSimulated({
  hendelser,
  latensMs,
}: SimulatedOptions): Promise<Simulated> {
  const twin = await startTwin(hendelser)
  const vert = twin.katalog.oppslag.get(OPPSLAG)?.vert ?? ''

  const options = {
    port: 0,
    seed: SEED,
    hendelser,
    personer: PERSONER,
    lister: LISTE,
    'latens-ms': latensMs,
  }
  const child = startChild({
    script: join(import.meta.dirname, '../../test/simulator/main.ts'),
    args: Object.entries(options).map(([name, value]) => `--${name}=${value}`),
  })
  const [, url] = await child.said(/simulated at (\S+),/)
  const control = async (path: string, method = 'GET'): Promise<unknown> => {
    const answer = await fetch(`${url}/_simulator/${path}`, { method })
    return answer.json()
  }

  return {
    child,
    twin,
    nokler: [...twin.truth(OPPSLAG)].length,
    settings: { ...SETTINGS.parse(await control('settings')), HENDELSESLISTER: LISTE },
    lookUps: async () => CALLS.parse(await control('calls')).apis[vert] ?? NO_CALLS,
    reset: async () => void (await control('reset', 'POST')),
    async [Symbol.asyncDispose]() {
      await child[Symbol.asyncDispose]()
      await twin[Symbol.asyncDispose]()
    },
  }
}
