/** `set-position`: a list is read on from another number. */
import { effectLine } from '../../operate/commands/effect.ts'
import { setPosition } from '../../store/drift.ts'
import { type Command, type Given, noWords, requiredText, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { DRY_RUN, isDryRun, KONSUMENT, konsumentOf, numberOf } from './options.ts'

const USAGE =
  '--liste L --sekvensnummer N [--hopp-over] [--ny-liste | --samme-liste] [--konsument K] [--dry-run]'

export const setPositionCommand: Command = {
  name: 'set-position',
  usage: USAGE,
  about: [
    'read a list on from another number; skipping numbers must be said (--hopp-over), and of a list',
    'in gap whether it was set up anew (its stored events are forgotten) or is the same still',
  ],
  options: {
    liste: { type: 'string' },
    sekvensnummer: { type: 'string' },
    'hopp-over': { type: 'boolean' },
    'ny-liste': { type: 'boolean' },
    'samme-liste': { type: 'boolean' },
    ...KONSUMENT,
    ...DRY_RUN,
  },
  parse: (given) => {
    noWords(given)
    const move = {
      konsument: konsumentOf(given),
      liste: requiredText(given, 'liste', USAGE),
      to: numberOf(requiredText(given, 'sekvensnummer', USAGE), 'sekvensnummer'),
      skip: given.values['hopp-over'] === true,
      isNewList: isNewList(given),
    }
    const dryRun = isDryRun(given)
    return (call) =>
      withDatabase(call, async (pool) => {
        const effect = await setPosition(pool, move, dryRun)
        call.print(effectLine(effect, { rows: 'posisjoner set', dryRun }))
        return true
      })
  },
}

function isNewList({ values }: Given): boolean | null {
  const [isNew, isSame] = [values['ny-liste'] === true, values['samme-liste'] === true]
  if (isNew && isSame) throw new UsageError('--ny-liste or --samme-liste, not both')
  return isNew || isSame ? isNew : null
}
