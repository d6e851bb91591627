/** `watch list --count`: how many are followed, and where they came from. */
import { countWatched } from '../../store/watch-list.ts'
import { type Command, noWords, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { KONSUMENT, optionalText } from './options.ts'

const USAGE = '--count [--konsument K]'

export const watchListCommand: Command = {
  name: 'watch list',
  usage: USAGE,
  about: ['how many are on the watch list, by konsument and by where they came from'],
  options: { count: { type: 'boolean' }, ...KONSUMENT },
  parse: (given) => {
    noWords(given)
    if (given.values['count'] !== true) {
      throw new UsageError(
        `identifikatorer are not printed: read folger.bevaking with SQL, or count them: ${USAGE}`,
      )
    }
    const konsument = optionalText(given, 'konsument')
    return (call) =>
      withDatabase(call, async (pool) => {
        const counts = await countWatched(pool, konsument)
        for (const { kilde, rows, identifikatorer, ...one } of counts) {
          call.print(
            `${one.konsument}: ${identifikatorer} identifikatorer in ${rows} rows from ${kilde}, added ${one.firstAt} to ${one.lastAt}`,
          )
        }
        if (counts.length === 0) call.print('nobody is on the watch list')
        return true
      })
  },
}
