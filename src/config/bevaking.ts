/** Who is followed: everyone, or those on the watch list. */
import { isComplete, type Reader } from './env.ts'
import { oneOf, textSetting } from './setting.ts'
import { choice } from './values.ts'

const FOLG = ['alle', 'bevakede'] as const

export type BevakingConfig = {
  /** Whose events are looked up. All are stored, and all move the posisjon. */
  readonly folg: (typeof FOLG)[number]
}

export const BEVAKING_SETTINGS = [
  textSetting(
    'FOLG',
    oneOf(FOLG),
    'Whose events are looked up: those of everyone, or of those on the watch list. All events are stored and move the posisjon.',
    'alle',
  ),
]

export function readBevaking(read: Reader): BevakingConfig | undefined {
  const fields = { folg: read.value('FOLG', choice(FOLG)) }
  return isComplete(fields) ? fields : undefined
}
