import { CHANGING } from './bugs/changing.ts'
import { DELEGATING } from './bugs/delegating.ts'
import { FIRST_LOADING } from './bugs/first-loading.ts'
import { FOLLOWING_LISTS } from './bugs/following-lists.ts'
import { LOOKING_UP } from './bugs/looking-up.ts'
import { READING } from './bugs/reading.ts'
import { PROTECTING } from './bugs/protecting.ts'
import { RUNNING } from './bugs/running.ts'
import { STORING } from './bugs/storing.ts'
import { WATCHING } from './bugs/watching.ts'
import type { PlantedBug } from './planted-bug.ts'

/** All of them, promise by promise. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...STORING,
  ...LOOKING_UP,
  ...DELEGATING,
  ...PROTECTING,
  ...CHANGING,
  ...READING,
  ...RUNNING,
  ...WATCHING,
  ...FOLLOWING_LISTS,
  ...FIRST_LOADING,
].toSorted((one, other) => numberOf(one) - numberOf(other))

function numberOf({ promise }: PlantedBug): number {
  return Number(promise.slice(1))
}
