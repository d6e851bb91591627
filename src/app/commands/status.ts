/** `status`: how the following goes, as the status page tells it. */
import { statusOf } from '../../operate/status/status.ts'
import { renderJson, renderText } from '../../operate/status/text.ts'
import { loadStatus } from '../../store/status.ts'
import { followedOf } from '../status.ts'
import { type Command, noWords } from './command.ts'
import { withDatabase } from './database.ts'

export const statusCommand: Command = {
  name: 'status',
  usage: '[--json]',
  about: [
    'what an operator should do now, then each list and each API: what the status page shows;',
    'exit code 1 when something is to be done now',
  ],
  options: { json: { type: 'boolean' } },
  parse: (given) => {
    noWords(given)
    return (call) =>
      withDatabase(call, async (pool) => {
        const followed = followedOf(call.config, call.version)
        const status = statusOf(await loadStatus(pool), followed, null)
        const lines = given.values['json'] === true ? [renderJson(status)] : renderText(status)
        for (const line of lines) call.print(line)
        return !status.todo.some(({ urgency }) => urgency === 'now')
      })
  },
}
