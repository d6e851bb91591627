/** `reader add`, `remove` and `list`: whose rows a role sees in skatt. */
import { isOrganisasjonsnummer } from '../../domain/konsument.ts'
import { EGEN } from '../../domain/ids.ts'
import { effectLine } from '../../operate/commands/effect.ts'
import { addReader, listReaders, removeReader } from '../../store/roles.ts'
import { type Command, type Given, noWords, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { DRY_RUN, isDryRun, KONSUMENT, optionalText } from './options.ts'

const ADD = 'ROLE --konsument K|alle [--dry-run]'
const REMOVE = 'ROLE [--konsument K|alle] [--dry-run]'

export const readerAddCommand: Command = {
  name: 'reader add',
  usage: ADD,
  about: [
    'let a database role, and its members, read the rows of a konsument in skatt: egen, an',
    'organisasjonsnummer, or alle there are and will be. Until then it sees none',
  ],
  options: { ...KONSUMENT, ...DRY_RUN },
  parse: (given) => {
    const role = roleOf(given, ADD)
    const konsument = konsumentOf(given)
    if (konsument === null) throw new UsageError(`--konsument is missing: ${ADD}`)
    const dryRun = isDryRun(given)
    return (call) =>
      withDatabase(call, async (pool) => {
        const effect = await addReader(pool, { role, konsument }, dryRun)
        call.print(effectLine(effect, { rows: 'konsumenter given', dryRun }))
        return true
      })
  },
}

export const readerRemoveCommand: Command = {
  name: 'reader remove',
  usage: REMOVE,
  about: ['take from a role what reader add gave it: one konsument, or all'],
  options: { ...KONSUMENT, ...DRY_RUN },
  parse: (given) => {
    const role = roleOf(given, REMOVE)
    const konsument = konsumentOf(given)
    const dryRun = isDryRun(given)
    return (call) =>
      withDatabase(call, async (pool) => {
        const effect = await removeReader(pool, role, konsument, dryRun)
        call.print(effectLine(effect, { rows: 'konsumenter taken', dryRun }))
        return effect.rows > 0n
      })
  },
}

export const readerListCommand: Command = {
  name: 'reader list',
  usage: '',
  about: ['which roles read which konsumenter'],
  options: {},
  parse: (given) => {
    noWords(given)
    return (call) =>
      withDatabase(call, async (pool) => {
        for (const { role, konsument } of await listReaders(pool)) {
          call.print(`${role} ${konsument === '*' ? 'alle' : konsument}`)
        }
        return true
      })
  },
}

/** @throws UsageError */
function roleOf({ words }: Given, usage: string): string {
  const [role, ...others] = words
  if (role === undefined || others.length > 0) throw new UsageError(`one ROLE: ${usage}`)
  return role
}

/** @throws UsageError */
function konsumentOf(given: Given): string | null {
  const text = optionalText(given, 'konsument')
  if (text === null) return null
  if (text === 'alle') return '*'
  if (text === EGEN || isOrganisasjonsnummer(text)) return text
  throw new UsageError('--konsument is neither egen, an organisasjonsnummer, nor alle')
}
