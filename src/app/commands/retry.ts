/** `retry`: parked nøkler are looked up again. */
import { effectLine } from '../../operate/commands/effect.ts'
import { retryParked } from '../../store/drift.ts'
import { type Command, noWords, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { DRY_RUN, isDryRun, KONSUMENT, optionalText } from './options.ts'

const USAGE = '--parkert [--oppslag O] [--kode K] [--klasse C] [--konsument K] [--dry-run]'

export const retryCommand: Command = {
  name: 'retry',
  usage: USAGE,
  about: [
    'look parked nøkler up again: all, or those of an oppslag, a feilkode such as SSG-006, a class',
    'of fault such as SERVER_ERROR',
  ],
  options: {
    parkert: { type: 'boolean' },
    oppslag: { type: 'string' },
    kode: { type: 'string' },
    klasse: { type: 'string' },
    ...KONSUMENT,
    ...DRY_RUN,
  },
  parse: (given) => {
    noWords(given)
    if (given.values['parkert'] !== true) throw new UsageError(`--parkert is missing: ${USAGE}`)
    const choice = {
      oppslag: optionalText(given, 'oppslag'),
      kode: optionalText(given, 'kode'),
      klasse: optionalText(given, 'klasse'),
      konsument: optionalText(given, 'konsument'),
    }
    const dryRun = isDryRun(given)
    return (call) =>
      withDatabase(call, async (pool) => {
        const effect = await retryParked(pool, choice, dryRun)
        call.print(effectLine(effect, { rows: 'parked nøkler', dryRun }))
        return true
      })
  },
}
