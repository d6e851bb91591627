/**
 * Plants bugs, each one in a copy of the checkout, and has the test that must tell of it run there:
 * `npm run promises -- --help`.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { startTestServer } from '../support/test-server.ts'
import { type Checkout, copyCheckout } from './checkout.ts'
import type { PlantedBug } from './planted-bug.ts'
import { PLANTED_BUGS } from './planted-bugs.ts'
import { runTests } from './run-tests.ts'
import { whyNotRed } from './verdict.ts'

const HELP = `Usage: npm run promises [-- --only P3]

Breaks each promise on purpose, in a copy of the checkout, and requires that its test goes red; and
that all these tests are green without it.

  --only P3   the bugs of that promise; may be given more than once
  --show      print how each test failed

Exit codes: 0 all as it should be; 1 a bug stays green, or fits no more; 2 wrong command line;
130 stopped by Ctrl-C.
`

type Wanted = { readonly bugs: readonly PlantedBug[]; readonly show: boolean }

/** @returns null where help is wanted */
function readCommandLine(args: readonly string[]): Wanted | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true },
      show: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return null
  const { only, show } = values
  const unknown = only?.find((name) => !PLANTED_BUGS.some(({ promise }) => promise === name))
  if (unknown !== undefined) throw new Error(`--only=${unknown}: there is no such promise`)
  return { bugs: PLANTED_BUGS.filter(({ promise }) => only?.includes(promise) ?? true), show }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** @returns whether all of the tests pass where nothing is planted */
async function areGreen(
  { path }: Checkout,
  bugs: readonly PlantedBug[],
  signal: AbortSignal,
): Promise<boolean> {
  const wanted = bugs.map(({ test }) => test)
  const { tests } = await runTests(path, wanted, signal)
  const wrong = wanted.filter(({ name }) => tests.get(name)?.ok !== true)
  for (const { file, name } of wrong) {
    print(`without any bug it ${tests.has(name) ? 'is red' : 'did not run'}: ${file}, "${name}"`)
    print(tests.get(name)?.report ?? '')
  }
  return wrong.length === 0
}

/** @returns whether its test is red as it should be */
async function isRed(
  { path, plant }: Checkout,
  bug: PlantedBug,
  show: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const { promise, lost, file, test } = bug
  try {
    await using _planted = await plant(bug)
    const run = await runTests(path, [test], signal)
    const problem = whyNotRed(run, test.name)
    if (problem !== null) throw new Error(`${test.file}, "${test.name}" ${problem}`)
    print(`${promise.padEnd(3)} red as it should be: ${lost}`)
    if (show) print(run.tests.get(test.name)?.report ?? '')
    return true
  } catch (error) {
    signal.throwIfAborted()
    print(`${promise.padEnd(3)} NOT RED: ${lost}`)
    print(`    ${file}: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

/** @returns whether everything is as it should be */
async function keepPromises({ bugs, show }: Wanted, signal: AbortSignal): Promise<boolean> {
  process.env['TEST_DATABASE_URL'] ??= (await startTestServer()).url
  await using copies = new AsyncDisposableStack()
  const left = [...bugs]
  let red = 0

  /** Takes one bug after the other, in a copy of its own. */
  async function work(checkout: Checkout): Promise<void> {
    for (let bug = left.shift(); bug !== undefined; bug = left.shift()) {
      if (await isRed(checkout, bug, show, signal)) red += 1
    }
  }

  const checkouts: Checkout[] = []
  for (let lane = 0; lane < availableParallelism(); lane += 1) {
    checkouts.push(copies.use(await copyCheckout()))
  }
  const [first] = checkouts
  if (first === undefined || !(await areGreen(first, bugs, signal))) return false
  await Promise.all(checkouts.map(work))
  print(`${red} of ${bugs.length} planted bugs were found by their tests`)
  return red === bugs.length
}

async function main(): Promise<number> {
  let wanted: Wanted | null
  try {
    wanted = readCommandLine(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}. Try --help\n`)
    return 2
  }
  if (wanted === null) {
    print(HELP.trimEnd())
    return 0
  }
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  try {
    return (await keepPromises(wanted, stop.signal)) ? 0 : 1
  } catch (error) {
    if (!stop.signal.aborted) throw error
    return 130
  }
}

process.exit(await main())
