/** What runs for a konsument's lists of inntektsmottakere: they are ordered when the plan says so. */
import type { FulgteInntektsmottakere } from '../config/config.ts'
import type { LeasedLoop } from '../operate/lease-keeper.ts'
import { nextRun } from '../operate/schedule.ts'
import { endOtherLists, orderLists } from '../store/inntektsmottakere.ts'
import { type LoopParts, plannedLoop } from './supervised.ts'

/**
 * When the loop starts, lists that are new in the setting are ordered, and those whose time came
 * while nothing ran: a plan of once a month must not wait for the next one.
 */
export function inntektsmottakereLoop(
  parts: LoopParts,
  konsument: string,
  fulgt: FulgteInntektsmottakere | undefined,
): LeasedLoop {
  const { config, outside, bells, log } = parts
  const { pool } = outside
  const plan = config.inntektsmottakerePlan
  const opplysningspliktige = fulgt?.opplysningspliktige ?? []

  async function order(all: boolean): Promise<void> {
    const now = new Date()
    const next = nextRun(plan)
    const ordered = await orderLists(pool, { konsument, opplysningspliktige, all, now, next })
    if (ordered === 0n) return
    log.info({ konsument, ordered }, 'lists of inntektsmottakere ordered')
    if (fulgt) bells.api(fulgt.oppslag.oppslag.vert, konsument).ring()
  }

  return plannedLoop(
    parts,
    `inntektsmottakere:${konsument}`,
    plan,
    () => order(true),
    async () => {
      const ended = await endOtherLists(pool, konsument, opplysningspliktige)
      if (ended > 0n)
        log.warn({ konsument, ended }, 'lists of inntektsmottakere are followed no more')
      await order(false)
    },
  )
}
