/** `watch remove`: who is followed no longer, with or without what is stored about them. */
import { effectLine } from '../../operate/commands/effect.ts'
import { importAll } from '../../operate/commands/import.ts'
import { bevakingOf } from '../../operate/commands/watch-lines.ts'
import { watchRemove } from '../../store/drift.ts'
import { type Call, type Command } from './command.ts'
import { withDatabase } from './database.ts'
import { fileWord, tableOf } from './input.ts'
import { DRY_RUN, isDryRun, KONSUMENT, konsumentOf } from './options.ts'

const USAGE = 'FILE|- [--slett] [--konsument K] [--dry-run]'

export const watchRemoveCommand: Command = {
  name: 'watch remove',
  usage: USAGE,
  about: [
    'take identifikatorer off the watch list, altogether or each in its period; what is stored',
    'about them stays, or is erased with --slett',
  ],
  options: { slett: { type: 'boolean' }, ...KONSUMENT, ...DRY_RUN },
  parse: (given) => {
    const path = fileWord(given, USAGE)
    const options = {
      konsument: konsumentOf(given),
      erase: given.values['slett'] === true,
      dryRun: isDryRun(given),
    }
    return (call) => remove(call, path, options)
  },
}

type Options = { readonly konsument: string; readonly erase: boolean; readonly dryRun: boolean }

function remove(call: Call, path: string, { konsument, erase, dryRun }: Options): Promise<boolean> {
  return withDatabase(call, async (pool) => {
    const { lines, wrong, isWhole } = await importAll(
      tableOf(path, bevakingOf),
      async (rows) => {
        const effect = await watchRemove(pool, konsument, rows, erase, dryRun)
        call.print(effectLine(effect, { rows: `removed of ${rows.length}`, dryRun }))
      },
      call.print,
      call.signal,
    )
    call.print(`${lines} lines`)
    return isWhole && wrong === 0
  })
}
