/** What `hendelsesfolger restored` does: the change feed begins anew after a restore of the database. */
import { noteRestored } from '../../store/change-feed.ts'
import { createPool } from '../../store/pool.ts'
import { type Command, noWords } from './command.ts'

export const restoredCommand: Command = {
  name: 'restored',
  usage: '',
  about: [
    'once after a restore of the database, before the daemon starts: readers of',
    'the change feed are told to read the tables anew',
  ],
  options: {},
  parse: (given) => {
    noWords(given)
    return async ({ config, print }) => {
      const { connection } = config.database
      const pool = createPool({ connection, max: 1, onIdleError: () => undefined })
      try {
        await noteRestored(pool)
        print('the change feed begins anew: its readers are told to read the tables anew')
        return true
      } finally {
        await pool.end()
      }
    }
  },
}
