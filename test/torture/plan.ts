/**
 * What is broken, in which order and with which waits: endless lists of faults drawn from the seed,
 * carried out side by side by break.ts. Pure: the same seed gives the same plan.
 */
import type { Fault, FaultOptions } from '../simulator/faults.ts'
import type { Latency } from '../simulator/delays.ts'
import type { Match } from '../simulator/match.ts'
import { createRandom, hash, integer, type Random } from '../simulator/random.ts'

/**
 * How far a daemon shall have come before it is hit: how it starts is as good a target as its work.
 * `working`: it has just stored a page. `calling`: one of them has calls in flight.
 */
export type Aim = 'started' | 'serving' | 'following' | 'working' | 'calling'

export type ProcessFault = {
  /** `lose`: a kill whose connections to Postgres stay open, as when the machine is lost. */
  readonly kind: 'kill' | 'lose' | 'stop' | 'freeze'
  readonly replica: number
  readonly aim: Aim
  /** Milliseconds after it has come that far. */
  readonly afterMs: number
  /** How many are frozen at once: all but one, at most. */
  readonly count: number
  /** How long: longer than the lease of 2.5 s. */
  readonly forMs: number
}

export type NetworkFault = {
  readonly waitMs: number
  /** The APIs with Maskinporten, or the way of that replica to Postgres. */
  readonly target: 'api' | number
  readonly forMs: number
} & (
  | { readonly kind: 'slow'; readonly latencyMs: number }
  | { readonly kind: 'reset'; readonly share: number }
  | { readonly kind: 'stall' }
  /** The next COMMIT gets no reply. `reaches`: whether Postgres gets it. */
  | { readonly kind: 'cut commit'; readonly reaches: boolean }
)

export type UpstreamFault = {
  readonly waitMs: number
  readonly forMs: number
} & (
  | {
      readonly kind: 'storm'
      readonly match: Match
      readonly fault: Fault
      readonly options: FaultOptions
    }
  /** All slots are taken, and events come in while their nøkler are looked up. */
  | { readonly kind: 'slow'; readonly latencyMs: Latency }
)

export type Crash = {
  readonly waitMs: number
  readonly kind: 'immediate shutdown' | 'killed backend'
}

export type Termination = {
  readonly waitMs: number
  /** Of the daemons' connections. */
  readonly share: number
}

const AIMS: Readonly<Record<ProcessFault['kind'], Readonly<Partial<Record<Aim, number>>>>> = {
  kill: { started: 55, following: 33, working: 12 },
  lose: { working: 50, calling: 50 },
  stop: { serving: 40, following: 30, working: 30 },
  freeze: { calling: 100 },
}

/** The look-ups that a page has caused are soon made. */
const LATEST_MS: Readonly<Record<Aim, number>> = {
  started: 700,
  serving: 600,
  following: 800,
  working: 300,
  calling: 0,
}

export function* processFaults(seed: number, replicas: number): Generator<ProcessFault> {
  const random = createRandom(hash(`${seed} processes`))
  // One alone does nothing while it is frozen; of several another one takes its loops over.
  const freeze = replicas === 1 ? 2 : 10
  for (;;) {
    const kind = weighted<ProcessFault['kind']>(random, { kill: 89, lose: 2, stop: 5, freeze })
    const aim = weighted<Aim>(random, AIMS[kind])
    yield {
      kind,
      replica: integer(random, 0, replicas - 1),
      aim,
      afterMs: integer(random, 0, LATEST_MS[aim]),
      count: integer(random, 1, Math.max(1, replicas - 1)),
      forMs: integer(random, 3_500, 5_000),
    }
  }
}

export function* networkFaults(seed: number, replicas: number): Generator<NetworkFault> {
  const random = createRandom(hash(`${seed} network`))
  for (;;) {
    const waitMs = integer(random, 200, 1_500)
    const target = random() < 0.4 ? 'api' : integer(random, 0, replicas - 1)
    const kind = weighted<NetworkFault['kind']>(random, {
      slow: 25,
      reset: 30,
      stall: 7,
      'cut commit': target === 'api' ? 0 : 60,
    })
    switch (kind) {
      case 'slow':
        yield {
          kind,
          waitMs,
          target,
          forMs: integer(random, 300, 2_000),
          latencyMs: integer(random, 5, 120),
        }
        break
      case 'reset':
        yield { kind, waitMs, target, forMs: 0, share: 0.2 + random() * 0.8 }
        break
      case 'stall':
        yield { kind, waitMs, target, forMs: integer(random, 500, 4_500) }
        break
      case 'cut commit':
        yield { kind, waitMs, target, forMs: 0, reaches: random() < 0.7 }
    }
  }
}

const STORMS: readonly Fault[] = [
  { type: 'wait', status: 503 },
  { type: 'wait', status: 503, retryAfter: '1' },
  { type: 'wait', status: 429, retryAfter: '1' },
  { type: 'wait', status: 429 },
  { type: 'html', status: 500 },
  { type: 'html', status: 502 },
  { type: 'html', status: 404 },
  { type: 'html', status: 200 },
  { type: 'truncated' },
  { type: 'wrong-length' },
  { type: 'reset' },
]

// No call takes longer than the lease: a frozen process would keep it open for as long as it is
// frozen, and no lease of 2.5 s can keep the five for such calls.
export function* upstreamFaults(seed: number): Generator<UpstreamFault> {
  const random = createRandom(hash(`${seed} upstream`))
  for (;;) {
    const waitMs = integer(random, 1_000, 4_000)
    if (random() < 0.5) {
      const min = integer(random, 100, 400)
      const latencyMs = { min, max: 2 * min }
      yield { kind: 'slow', waitMs, forMs: integer(random, 2_000, 6_000), latencyMs }
      continue
    }
    const calls = { oppslag: 60, liste: 30, token: 10 }
    yield {
      kind: 'storm',
      waitMs,
      forMs: integer(random, 500, 2_000),
      match: { kind: weighted<'oppslag' | 'liste' | 'token'>(random, calls) },
      fault: STORMS[integer(random, 0, STORMS.length - 1)] ?? { type: 'reset' },
      options: { share: 0.3 + random() * 0.7 },
    }
  }
}

export function* crashes(seed: number): Generator<Crash> {
  const random = createRandom(hash(`${seed} crashes`))
  for (;;) {
    yield {
      waitMs: integer(random, 1_500, 6_000),
      kind: weighted(random, { 'immediate shutdown': 70, 'killed backend': 30 }),
    }
  }
}

export function* terminations(seed: number): Generator<Termination> {
  const random = createRandom(hash(`${seed} terminations`))
  for (;;) yield { waitMs: integer(random, 2_000, 10_000), share: 0.2 + random() * 0.8 }
}

function weighted<Name extends string>(
  random: Random,
  weights: Readonly<Partial<Record<Name, number>>>,
): Name {
  const entries: [Name, number][] = []
  for (const name in weights) entries.push([name, weights[name] ?? 0])
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [name, weight] of entries) {
    left -= weight
    if (left < 0) return name
  }
  throw new Error('there is nothing to choose from')
}
