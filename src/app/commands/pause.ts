/** `pause` and `resume`: a list, an API, or everything. */
import { effectLine } from '../../operate/commands/effect.ts'
import { pause, type PauseTarget, resume } from '../../store/drift.ts'
import { type Command, type Given, noWords, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { DRY_RUN, isDryRun, KONSUMENT, optionalText } from './options.ts'

const TARGET = '--liste L | --api A | --alt'
const TARGET_OPTIONS = {
  liste: { type: 'string' },
  api: { type: 'string' },
  alt: { type: 'boolean' },
  ...KONSUMENT,
  ...DRY_RUN,
} as const

export const pauseCommand: Command = {
  name: 'pause',
  usage: `${TARGET} [--konsument K] [--dry-run]`,
  about: [
    'read that list no more, call that API no more, or neither for anything, until resume; what',
    'is in flight is finished, and a restart changes nothing',
  ],
  options: TARGET_OPTIONS,
  parse: (given) => {
    const target = targetOf(given)
    const dryRun = isDryRun(given)
    return (call) =>
      withDatabase(call, async (pool) => {
        call.print(effectLine(await pause(pool, target, dryRun), { rows: 'pauses', dryRun }))
        return true
      })
  },
}

export const resumeCommand: Command = {
  name: 'resume',
  usage: `${TARGET} [--konsument K] [--dry-run]; --api A --accept-deletions`,
  about: [
    'end pauses; with --accept-deletions store the wave of deletions or "no data" for which that',
    'API was stopped',
  ],
  options: { ...TARGET_OPTIONS, 'accept-deletions': { type: 'boolean' } },
  parse: (given) => {
    const target = targetOf(given)
    const dryRun = isDryRun(given)
    const accept = given.values['accept-deletions'] === true
    if (accept && target.api === null) throw new UsageError('--accept-deletions is for one --api')
    return (call) =>
      withDatabase(call, async (pool) => {
        const effect = await resume(pool, target, accept, dryRun)
        call.print(effectLine(effect, { rows: accept ? 'waves accepted' : 'pauses ended', dryRun }))
        return effect.rows > 0n
      })
  },
}

/** @throws UsageError unless one of the three is given */
function targetOf(given: Given): PauseTarget {
  noWords(given)
  const target = {
    liste: optionalText(given, 'liste'),
    api: optionalText(given, 'api'),
    all: given.values['alt'] === true,
    konsument: optionalText(given, 'konsument'),
  }
  const said = [target.liste !== null, target.api !== null, target.all].filter(Boolean).length
  if (said !== 1) throw new UsageError(`one of these: ${TARGET}`)
  return target
}
