/** The bells by which those who store events wake those who look them up. */
import type { Config } from '../config/config.ts'
import { type Bell, createBell } from '../lib/bell.ts'

/** The bell of the resolver that looks up in this API for this konsument. */
export type Bells = (api: string, konsument: string) => Bell

/** Who shares an API's slots has one resolver, and so one bell: all of them, or each konsument its own. */
export function sharersOf({ samtidighetPer }: Config, konsument: string): string {
  return samtidighetPer === 'konsument' ? konsument : 'alle'
}

export function createBells(config: Config): Bells {
  const bells = new Map<string, Bell>()
  return (api, konsument) => {
    const name = `${api} ${sharersOf(config, konsument)}`
    const bell = bells.get(name) ?? createBell()
    bells.set(name, bell)
    return bell
  }
}
