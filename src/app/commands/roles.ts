/** `roles`: the SQL for a DBA, where we may not make roles ourselves. */
import { rolesSql } from '../../operate/commands/roles-sql.ts'
import { missingMigrations } from '../../store/migrate.ts'
import { missingRoles } from '../../store/roles.ts'
import { type Command, noWords } from './command.ts'
import { withConnection } from './database.ts'

export const rolesCommand: Command = {
  name: 'roles',
  usage: '',
  about: [
    'print the SQL by which a DBA makes the roles that readers, operators and the daemon are',
    'given; changes nothing',
  ],
  options: {},
  parse: (given) => {
    noWords(given)
    return (call) =>
      withConnection(call, async (pool) => {
        const facts = {
          missing: await missingRoles(pool),
          isMigrated: (await missingMigrations(pool)).length === 0,
        }
        for (const line of rolesSql(facts)) call.print(line)
        return true
      })
  },
}
