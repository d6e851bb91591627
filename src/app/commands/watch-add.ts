/** `watch add` and `watch import`: a few whom somebody waits for now, and a file of any length. */
import { effectLine } from '../../operate/commands/effect.ts'
import { importAll } from '../../operate/commands/import.ts'
import { bevakingOf } from '../../operate/commands/watch-lines.ts'
import { watchAdd } from '../../store/drift.ts'
import { LANE } from '../../store/watch-list.ts'
import { type Call, type Command, type Given } from './command.ts'
import { withDatabase } from './database.ts'
import { fileWord, tableOf } from './input.ts'
import { DRY_RUN, isDryRun, KONSUMENT, konsumentOf } from './options.ts'

const USAGE = 'FILE|- [--konsument K] [--dry-run]'

export const watchAddCommand: Command = {
  name: 'watch add',
  usage: USAGE,
  about: [
    'put identifikatorer on the watch list, one a line, each with a period or none; events that',
    'are held about them are looked up before everything that waits from files and re-reads',
  ],
  options: { ...KONSUMENT, ...DRY_RUN },
  parse: (given) => command(given, { kilde: 'kommando', lane: LANE.live }),
}

export const watchImportCommand: Command = {
  name: 'watch import',
  usage: USAGE,
  about: ['the same for a file of any length; looked up when nothing live waits'],
  options: { ...KONSUMENT, ...DRY_RUN },
  parse: (given) => command(given, { kilde: 'fil', lane: LANE.lasting }),
}

type Origin = { readonly kilde: string; readonly lane: number }

function command(given: Given, origin: Origin): (call: Call) => Promise<boolean> {
  const path = fileWord(given, USAGE)
  const konsument = konsumentOf(given)
  const dryRun = isDryRun(given)
  return (call) => add(call, path, konsument, origin, dryRun)
}

function add(
  call: Call,
  path: string,
  konsument: string,
  origin: Origin,
  dryRun: boolean,
): Promise<boolean> {
  return withDatabase(call, async (pool) => {
    const total = { rows: 0n, hendelser: 0n, nokler: 0n, calls: 0n, estimateMs: 0 }
    const { lines, wrong, isWhole } = await importAll(
      tableOf(path, bevakingOf),
      async (rows) => {
        const effect = await watchAdd(pool, konsument, rows, origin, dryRun)
        total.rows += effect.rows
        total.nokler += effect.nokler
        total.calls += effect.calls
        total.estimateMs += effect.estimateMs
      },
      call.print,
      call.signal,
    )
    const words = { rows: `new of ${lines} lines`, dryRun }
    call.print(effectLine({ ...total, note: null }, words))
    return isWhole && wrong === 0
  })
}
