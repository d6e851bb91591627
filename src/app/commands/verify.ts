/** `verify`: a list is read again, and compared with what is stored. */
import { sekvensnummer } from '../../domain/ids.ts'
import { onBehalfOf } from '../../domain/konsument.ts'
import type { ExpectedKilde } from '../../follow/source.ts'
import { verify } from '../../operate/commands/verify.ts'
import { loadPosisjon } from '../../store/position.ts'
import type { Pool } from '../../store/pool.ts'
import { nextStored } from '../../store/rereads.ts'
import { firstStored, lackingOf } from '../../store/verify.ts'
import { keyOf, targetsOf } from '../reading.ts'
import { type Call, type Command, noWords, requiredText } from './command.ts'
import { withDatabase } from './database.ts'
import { KONSUMENT, numberOf, optionalText } from './options.ts'
import { followedLists, openReading } from './reading.ts'

const USAGE = '--liste L [--fra N] [--konsument K]'

export const verifyCommand: Command = {
  name: 'verify',
  usage: USAGE,
  about: [
    'read the events of a list again, look nothing up, and tell what the tables lack: events that',
    'are not stored, nøkler without an answer that neither wait nor are parked',
  ],
  options: { liste: { type: 'string' }, fra: { type: 'string' }, ...KONSUMENT },
  parse: (given) => {
    noWords(given)
    const liste = requiredText(given, 'liste', USAGE)
    const fra = optionalText(given, 'fra')
    const from = fra === null ? null : numberOf(fra, 'fra')
    const konsument = optionalText(given, 'konsument')
    return (call) =>
      withDatabase(call, async (pool) => {
        await using closing = new AsyncDisposableStack()
        const reading = openReading(call, closing)
        let isWhole = true
        for (const kilde of followedLists(call, liste, konsument)) {
          const readPage = reading.page(kilde)
          isWhole = (await verifyOne(call, pool, kilde, readPage, from)) && isWhole
        }
        return isWhole
      })
  },
}

async function verifyOne(
  { config, print, signal }: Call,
  pool: Pool,
  kilde: ExpectedKilde,
  readPage: ReturnType<ReturnType<typeof openReading>['page']>,
  from: bigint | null,
): Promise<boolean> {
  const key = keyOf(kilde)
  const what = `${key.liste}${onBehalfOf(key.konsument)}`
  const posisjon = await loadPosisjon(pool, key)
  if (posisjon === null) {
    print(`${what}: it has no posisjon yet, there is nothing to compare`)
    return true
  }
  const first = await firstStored(pool, key)
  const deps = {
    readPage,
    lackingOf: (hendelser: Parameters<typeof lackingOf>[3]) =>
      lackingOf(pool, key, targetsOf(config, kilde), hendelser),
    nextStored: (above: Parameters<typeof nextStored>[2]) => nextStored(pool, key, above),
    print,
  }
  const range = {
    what,
    from: from === null ? (first ?? posisjon.neste) : sekvensnummer(from),
    to: posisjon.neste,
    firstStored: first,
  }
  return verify(deps, range, signal)
}
