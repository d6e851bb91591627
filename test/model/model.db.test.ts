import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Pool } from '../../src/store/pool.ts'
import { freshDatabase } from '../support/postgres.ts'
import { following } from '../support/rows.ts'
import { check, nothingSeen, type Seen } from './invariants.ts'
import {
  addEvent,
  answer,
  newReplica,
  newWorld,
  readPage,
  type Replica,
  settleAll,
  storeRead,
  takeDue,
  type World,
} from './world.ts'

type Real = {
  readonly pool: Pool
  readonly world: World
  readonly replicas: Replica[]
  readonly seen: Seen
}

type Step = (real: Real) => Promise<unknown>

/** One step by name, checked afterwards; the model is the world itself. */
class Command implements fc.AsyncCommand<object, Real> {
  readonly name: string
  readonly step: Step

  constructor(name: string, step: Step) {
    this.name = name
    this.step = step
  }

  check = (): boolean => true

  async run(_model: object, real: Real): Promise<void> {
    await this.step(real)
    await check(real.pool, real.world, real.seen)
  }

  toString = (): string => this.name
}

function replicaOf({ replicas }: Real, which: number): Replica {
  return replicas[which] ?? newReplica()
}

const which = fc.nat({ max: 1 })

const event = fc
  .record({
    id: fc.nat({ max: 1 }),
    isGone: fc.nat({ max: 3 }).map((n) => n === 0),
    gap: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ id, isGone, gap }) => ({
    name: `event about ${id}${isGone ? ', gone' : ''}`,
    step: ({ world }: Real) => Promise.resolve(addEvent(world, `key ${id}`, isGone, gap)),
  }))

/** Published, read and stored at once, as it is most of the time. */
const arrives = fc.tuple(event, which).map(([published, r]) => ({
  name: `${published.name}, stored by ${r}`,
  step: async (real: Real) => {
    await published.step(real)
    await readPage(real.pool, real.world, replicaOf(real, r), 10)
    await storeRead(real.pool, replicaOf(real, r))
  },
}))

const read = fc
  .record({ which, size: fc.integer({ min: 1, max: 6 }) })
  .map(({ which: r, size }) => ({
    name: `${r} reads ${size}`,
    step: (real: Real) => readPage(real.pool, real.world, replicaOf(real, r), size),
  }))

const store = which.map((r) => ({
  name: `${r} stores`,
  step: (real: Real) => storeRead(real.pool, replicaOf(real, r)),
}))

const take = fc
  .record({ which, count: fc.integer({ min: 1, max: 4 }) })
  .map(({ which: r, count }) => ({
    name: `${r} takes ${count}`,
    step: (real: Real) => takeDue(real.pool, replicaOf(real, r), count),
  }))

const answers = fc.record({ which, at: fc.nat() }).map(({ which: r, at }) => ({
  name: `the API answers ${r}`,
  step: (real: Real) => Promise.resolve(answer(real.world, replicaOf(real, r), at)),
}))

const settles = which.map((r) => ({
  name: `${r} settles`,
  step: (real: Real) => settleAll(real.pool, replicaOf(real, r)),
}))

const dies = which.map((r) => ({
  name: `${r} is killed`,
  step: (real: Real) => {
    real.replicas[r] = newReplica()
    return Promise.resolve()
  },
}))

function settledTwice({ replicas: [one, other] }: Real): ReadonlySet<string> {
  return inAnswersOf(one).intersection(inAnswersOf(other))
}

function inAnswersOf(replica: Replica | undefined): Set<string> {
  return new Set(replica?.answers.map(({ nokkel }) => nokkel.identifikator))
}

const atOnce = fc.tuple(fc.oneof(store, settles), fc.oneof(store, settles)).map(([one, other]) => ({
  name: `${one.name} while ${other.name}`,
  step: (real: Real) => {
    real.seen.settledTwice = settledTwice(real)
    return Promise.all([one.step(real), other.step(real)])
  },
}))

const commands = fc.commands(
  [event, arrives, arrives, read, store, take, take, answers, answers, settles, dies, atOnce].map(
    (arbitrary) => arbitrary.map(({ name, step }) => new Command(name, step)),
  ),
  { maxCommands: 60, size: 'max' },
)

test(
  'P1-P5, P9: any interleaving of events, pages, look-ups, answers, replicas and kills keeps the promises',
  {
    timeout: 110_000,
  },
  async () => {
    await using db = await freshDatabase()
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        await db.pool.query(`
        truncate folger.posisjon, folger.hendelse, folger.ventende_oppslag, skatt.opplysning,
                 skatt.endring, folger.oppslagslogg`)
        await following(db.pool)
        const real: Real = {
          pool: db.pool,
          world: newWorld(),
          replicas: [newReplica(), newReplica()],
          seen: nothingSeen(),
        }
        await fc.asyncModelRun(() => ({ model: {}, real }), steps)
      }),
      { numRuns: Number(process.env['MODEL_RUNS'] ?? 40) },
    )
  },
)
