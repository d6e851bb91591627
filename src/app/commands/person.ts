/** `export`, `forget` and `ref`: all that is held about persons, as JSON; erased; and what the log calls them. */
import { effectLine } from '../../operate/commands/effect.ts'
import { importAll } from '../../operate/commands/import.ts'
import { identifikatorOf } from '../../operate/commands/person-lines.ts'
import { exportPersons, forgetPersons, refsOf } from '../../store/person.ts'
import type { Pool } from '../../store/pool.ts'
import { type Call, type Command, type Given, noWords, requiredText } from './command.ts'
import { withDatabase } from './database.ts'
import { checkedPath, tableOf } from './input.ts'
import { DRY_RUN, isDryRun, KONSUMENT, optionalText } from './options.ts'

const FILE = '--identifikator-fil FILE|-'
const PERSONS = { 'identifikator-fil': { type: 'string' } } as const

export const exportCommand: Command = {
  name: 'export',
  usage: `${FILE} [--konsument K]`,
  about: [
    'print every row that is held about the persons of a file, one a line, as JSON: a line for',
    'each person. It is recorded that it was asked',
  ],
  options: { ...PERSONS, ...KONSUMENT },
  parse: (given) => {
    const path = pathOf(given)
    const konsument = optionalText(given, 'konsument')
    return (call) =>
      forEach(call, path, async (pool, persons) => {
        for (const json of await exportPersons(pool, persons, konsument)) call.print(json)
      })
  },
}

export const forgetCommand: Command = {
  name: 'forget',
  usage: `${FILE} [--konsument K] [--dry-run]`,
  about: [
    'erase every row about the persons of a file, for all konsumenter or for one; that it was',
    'done stays in folger.glemt, without saying about whom',
  ],
  options: { ...PERSONS, ...KONSUMENT, ...DRY_RUN },
  parse: (given) => {
    const path = pathOf(given)
    const konsument = optionalText(given, 'konsument')
    const dryRun = isDryRun(given)
    return (call) =>
      forEach(call, path, async (pool, persons) => {
        const effect = await forgetPersons(pool, persons, konsument, dryRun)
        call.print(effectLine(effect, { rows: 'rows erased', dryRun }))
      })
  },
}

export const refCommand: Command = {
  name: 'ref',
  usage: FILE,
  about: ['print what the log calls the persons of a file, in its order'],
  options: PERSONS,
  parse: (given) => {
    const path = pathOf(given)
    return (call) =>
      forEach(call, path, async (pool, persons) => {
        for (const ref of await refsOf(pool, persons)) call.print(ref)
      })
  },
}

/** @throws UsageError */
function pathOf(given: Given): string {
  noWords(given)
  return checkedPath(requiredText(given, 'identifikator-fil', FILE))
}

function forEach(
  call: Call,
  path: string,
  work: (pool: Pool, identifikatorer: readonly string[]) => Promise<void>,
): Promise<boolean> {
  const withAll = async (pool: Pool): Promise<boolean> => {
    const { wrong, isWhole } = await importAll(
      tableOf(path, identifikatorOf),
      (rows) => work(pool, [...new Set(rows.map(({ identifikator }) => identifikator))]),
      call.complain,
      call.signal,
    )
    return isWhole && wrong === 0
  }
  return withDatabase(call, withAll)
}
