/**
 * Breaks things by seed while daemons follow a simulated Skatteetaten, lets them heal, and says
 * which promises were broken.
 *
 * in:   how often what is broken, and a seed
 * out:  the violated promises in words; none when all held
 */
import { readFile } from 'node:fs/promises'
import { sleep } from '../../src/lib/abort.ts'
import { countOf } from '../support/rows.ts'
import { type Broken, breakThings, nothingBroken } from './break.ts'
import { catchUp } from './catch-up.ts'
import { type Held, holdFeed } from './hold-feed.ts'
import type { Options } from './options.ts'
import { progressLine, summary } from './report.ts'
import { setStage, type Stage } from './stage.ts'
import { verify } from './verify.ts'
import { verifyFeed } from './verify-feed.ts'
import { type FeedRow, readFeed } from './watch-feed.ts'
import { type Given, nothingGiven, readAsApp } from './watch-readers.ts'
import { watchFreshness, watchPosisjoner, watchTransactions } from './watch-tables.ts'

const PROGRESS_EVERY_MS = 5_000

/** Nothing may stand still for longer when the faults are over: an API's pause is 40 s at most. */
const PATIENCE_MS = 150_000

/** Rejects when `stop` aborts, after everything has been ended. */
export async function torture(
  options: Options,
  print: (line: string) => void,
  stop: AbortSignal,
): Promise<readonly string[]> {
  print(`seed ${options.seed}`)
  await using closing = new AsyncDisposableStack()
  const violations = new Set<string>()
  const violated = (text: string): void => {
    if (!violations.has(text)) print(text)
    violations.add(text)
  }
  const stage = await setStage(options, violated, closing)
  const { pool, simulator, trickle, replicas } = stage
  const broken = nothingBroken()
  const changes: FeedRow[] = []
  const app = nothingGiven()
  const held: Held = { times: 0, latestMs: 0 }

  const over = new AbortController()
  closing.defer(() => over.abort())
  const watchers = Promise.all([
    readFeed(pool, changes, violated, over.signal),
    readAsApp(pool, options.seed, app, violated, over.signal),
    holdFeed(pool, options.seed, held, violated, over.signal),
    watchPosisjoner(pool, simulator, trickle, violated, over.signal),
    watchFreshness(pool, simulator, violated, over.signal),
    watchTransactions(pool, violated, over.signal),
    tellProgress(() => progressLine(stage, options, broken, changes.length), print, over.signal),
  ])

  const began = performance.now()
  await breakWhileEventsCome(stage, options, broken, stop)
  const healed = performance.now()
  const left = await catchUp(pool, simulator, PATIENCE_MS, stop)
  const caughtUp = performance.now()
  stop.throwIfAborted()
  if (left !== null) violated(`P11: nothing moves any more: ${left}`)

  await Promise.all(replicas.map((replica) => replica.end()))
  await feedIsRead(stage, () => changes.length, stop)
  await feedIsRead(stage, () => app.given.size - app.owed.size, stop)
  over.abort()
  await watchers
  const found = [
    ...(await verify(pool, simulator)),
    ...(await verifyFeed(pool, simulator, changes)),
    ...verifyApp(app, changes),
    ...(await postgresLogHides(stage)),
  ]
  found.forEach(violated)

  const breakingMs = healed - began
  const catchingUpMs = caughtUp - healed
  const figures = { broken, changes: changes.length, app, held, breakingMs, catchingUpMs }
  summary(stage, figures).forEach(print)
  return [...violations]
}

async function breakWhileEventsCome(
  stage: Stage,
  options: Options,
  broken: Broken,
  stop: AbortSignal,
): Promise<void> {
  const { seconds } = options
  const enough =
    seconds === null ? stop : AbortSignal.any([stop, AbortSignal.timeout(seconds * 1_000)])
  const dry = new AbortController()
  const trickling = stage.trickle.run(AbortSignal.any([stop, dry.signal]))
  try {
    await breakThings(stage, options, broken, enough)
  } finally {
    dry.abort()
    await trickling
  }
}

async function tellProgress(
  progress: () => Promise<string>,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now()
  while (!signal.aborted) {
    await sleep(PROGRESS_EVERY_MS, signal)
    if (signal.aborted) return
    const elapsed = Math.round((performance.now() - began) / 1_000)
    print(`${String(elapsed).padStart(5)} s  ${await progress()}`)
  }
}

/** The daemons have ended: what they wrote becomes visible to the readers, in its turn. */
async function feedIsRead(
  { pool }: Stage,
  countRead: () => number,
  stop: AbortSignal,
): Promise<void> {
  const began = performance.now()
  while (performance.now() - began < PATIENCE_MS) {
    if (countRead() >= (await countOf(pool, 'skatt.endring'))) return
    await sleep(100, stop)
  }
}

/** P9. `changes`: all that there were, as the other reader got them. */
function verifyApp({ given, owed }: Given, changes: readonly FeedRow[]): readonly string[] {
  const missed = changes.filter(
    ({ transaksjon, endringsnummer }) => !given.has(`${transaksjon} ${endringsnummer}`),
  ).length
  return [
    ...(missed > 0 ? [`P9: ${missed} changes were given to none of the app's workers`] : []),
    ...(owed.size > 0 ? [`P9: ${owed.size} changes that a worker lost were not given again`] : []),
  ]
}

async function postgresLogHides({ postgres, leaks }: Stage): Promise<readonly string[]> {
  if (postgres === undefined) return []
  const found = leaks.in(await readFile(postgres.logFile, 'utf8'))
  return found > 0 ? [`P12: ${found} identifikatorer in Postgres' own log`] : []
}
