/**
 * The simulated Skatteetaten as a process of its own, with the events of one list, and a twin of it
 * in this process: the same seed and the same script make the same world, so what is true, and which
 * events there are, is known here at no cost to the process that answers.
 */
import { join } from 'node:path'
import { z } from 'zod'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import type { FlowOptions } from '../../test/simulator/populate.ts'
import { type Simulator, startSimulator } from '../../test/simulator/simulator.ts'
import { type Child, startChild } from './child.ts'

/**
 * One list with one oppslag: all look-ups then share one API's five slots, and one bound holds. The
 * two are on hosts of their own, so the calls to the oppslag are counted apart.
 */
export const LISTE = 'inntekt'
export const OPPSLAG = 'inntekt'

export type SimulatedOptions = {
  /** Default: LISTE. */
  readonly lister?: readonly string[]
  /** The events that are there from the start. */
  readonly hendelser: number
  /** Different subjects: each has 72 months. Default: more nøkler than any question asks for. */
  readonly personer?: number
  /** Share of the events that are about a nøkkel named before. Default: a third. */
  readonly gjentatt?: number
  /** Of lists and oppslag alike. */
  readonly latensMs: number
}

export type LookUpCalls = {
  readonly calls: number
  readonly highestInFlight: number
  /** From a call's arrival to its last byte. */
  readonly meanMs: number
  /** Calls that no newer event was the reason for. */
  readonly withoutNews: number
}

export type Simulated = AsyncDisposable & {
  readonly child: Child
  readonly twin: Simulator
  readonly url: string
  /** Different nøkler: the look-ups that a follower makes which has read all events first. */
  readonly nokler: number
  readonly settings: Readonly<Record<string, string>>
  readonly lookUps: () => Promise<LookUpCalls>
  /** Calls so far to the API of that host label; pages and look-ups are on hosts of their own. */
  readonly callsTo: (vert: string) => Promise<number>
  /** Adds an event about each of them at once. @returns their numbers */
  readonly publish: (
    liste: string,
    nokler: readonly { readonly identifikator: string; readonly gjelderPeriode: string }[],
  ) => Promise<readonly bigint[]>
  /** Forgets the calls so far. */
  readonly reset: () => Promise<void>
  /** Asks the simulator's control; its paths are at `/_simulator/help`. */
  readonly control: (method: string, path: string, body?: unknown) => Promise<unknown>
}

type Flow = FlowOptions & { readonly hendelser: number }

const SEED = 1
const PERSONER = 2_000

const SETTINGS = z.record(z.string(), z.string())
const SUMMARY = z.object({ calls: z.number(), highestInFlight: z.number(), meanMs: z.number() })
const CALLS = z.object({ apis: z.record(z.string(), SUMMARY), oppslagUtenNytt: z.number() })

const NO_CALLS = { calls: 0, highestInFlight: 0, meanMs: 0 }

/** The simulator in this process, with the same events and the same truth; nobody asks it. */
export async function startTwin(options: Partial<SimulatedOptions>): Promise<Simulator> {
  const twin = await startSimulator({ katalog: loadKatalog(), seed: SEED })
  const { hendelser } = options
  if (hendelser !== undefined && hendelser > 0) twin.populate(flowOf({ ...options, hendelser }))
  return twin
}

function flowOf({
  hendelser,
  personer = PERSONER,
  lister = [LISTE],
  gjentatt,
}: Omit<SimulatedOptions, 'latensMs'>): Flow {
  return {
    hendelser,
    seed: SEED,
    personer,
    lister,
    ...(gjentatt === undefined ? {} : { gjentatt }),
  }
}

export async function startSimulated(options: SimulatedOptions): Promise<Simulated> {
  const { lister = [LISTE], hendelser, latensMs } = options
  await using closing = new AsyncDisposableStack()
  const twin = closing.use(await startTwin(options))
  const child = closing.use(startSimulatorProcess(latensMs))
  const [, url = ''] = await child.said(/simulated at (\S+),/)

  const control: Simulated['control'] = async (method, path, body) => {
    const answer = await fetch(`${url}/_simulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`the simulator refused ${method} ${path}`)
    return answer.json()
  }
  const calls = async () => CALLS.parse(await control('GET', 'calls'))
  if (hendelser > 0) await control('POST', 'populate', flowOf(options))
  const vert = twin.katalog.oppslag.get(OPPSLAG)?.vert ?? ''
  const settings = SETTINGS.parse(await control('GET', 'settings'))

  const all = closing.move()
  return {
    child,
    twin,
    url,
    nokler: [...twin.truth(OPPSLAG)].length,
    settings: { ...settings, HENDELSESLISTER: lister.join(',') },
    control,
    async lookUps() {
      const { apis, oppslagUtenNytt } = await calls()
      return { ...(apis[vert] ?? NO_CALLS), withoutNews: oppslagUtenNytt }
    },
    callsTo: async (host) => (await calls()).apis[host]?.calls ?? 0,
    async publish(liste, nye) {
      await control(
        'POST',
        'events',
        nye.map((nokkel) => ({ ...nokkel, liste })),
      )
      return nye.map((nokkel) => twin.world.add(liste, nokkel))
    },
    reset: async () => void (await control('POST', 'reset')),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

function startSimulatorProcess(latensMs: number): Child {
  return startChild({
    script: join(import.meta.dirname, '../../test/simulator/main.ts'),
    args: ['--port=0', `--seed=${SEED}`, '--hendelser=0', `--latens-ms=${latensMs}`],
  })
}
