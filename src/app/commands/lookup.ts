/** `lookup`: these nøkler now, because an operator says so. */
import { effectLine } from '../../operate/commands/effect.ts'
import { importAll } from '../../operate/commands/import.ts'
import { lookUpNow, type WantedNokkel } from '../../store/drift.ts'
import { type Call, type Command, noWords, requiredText } from './command.ts'
import { withDatabase } from './database.ts'
import { tableOf } from './input.ts'
import { DRY_RUN, isDryRun, KONSUMENT, konsumentOf } from './options.ts'

const USAGE = '--nokler-fil FILE|- [--konsument K] [--dry-run]'

export const lookupCommand: Command = {
  name: 'lookup',
  usage: USAGE,
  about: [
    'look these nøkler up: lines of oppslag, identifikator and period (empty where the oppslag has',
    'none)',
  ],
  options: { 'nokler-fil': { type: 'string' }, ...KONSUMENT, ...DRY_RUN },
  parse: (given) => {
    noWords(given)
    const path = requiredText(given, 'nokler-fil', USAGE)
    const konsument = konsumentOf(given)
    const dryRun = isDryRun(given)
    return (call) => lookUp(call, path, konsument, dryRun)
  },
}

function lookUp(call: Call, path: string, konsument: string, dryRun: boolean): Promise<boolean> {
  return withDatabase(call, async (pool) => {
    const { wrong, isWhole } = await importAll(
      tableOf(path, nokkelOf),
      async (rows) => {
        const effect = await lookUpNow(pool, konsument, rows, dryRun)
        call.print(effectLine(effect, { rows: 'different nøkler', dryRun }))
      },
      call.print,
      call.signal,
    )
    return isWhole && wrong === 0
  })
}

function nokkelOf(cells: readonly string[]): WantedNokkel | string {
  const [oppslag = '', identifikator = '', gjelderPeriode = '', ...others] = cells
  if (others.some((cell) => cell !== ''))
    return 'more than an oppslag, an identifikator and a period'
  if (!/^[a-z][a-z0-9-]*$/.test(oppslag)) return 'the first cell is no oppslag'
  return identifikator === ''
    ? 'the identifikator is missing'
    : { oppslag, identifikator, gjelderPeriode }
}
