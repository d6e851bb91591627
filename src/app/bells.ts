/** The bells by which loops are woken: by those who store events, and by operators. */
import type { Config } from '../config/config.ts'
import { type Bell, createBell } from '../lib/bell.ts'

export type Bells = {
  /** Of the resolver that looks up in this API for this konsument. */
  readonly api: (api: string, konsument: string) => Bell
  /** Of those who read this list for this konsument. */
  readonly liste: (liste: string, konsument: string) => Bell
  /** Of those who read this list again for this konsument. */
  readonly reread: (liste: string, konsument: string) => Bell
  readonly ringAll: () => void
}

/** Who shares an API's slots has one resolver, and so one bell: all of them, or each konsument its own. */
export function sharersOf({ samtidighetPer }: Config, konsument: string): string {
  return samtidighetPer === 'konsument' ? konsument : 'alle'
}

export function createBells(config: Config): Bells {
  const bells = new Map<string, Bell>()
  function bell(name: string): Bell {
    const known = bells.get(name) ?? createBell()
    bells.set(name, known)
    return known
  }
  return {
    api: (api, konsument) => bell(`api ${api} ${sharersOf(config, konsument)}`),
    liste: (liste, konsument) => bell(`liste ${liste} ${konsument}`),
    reread: (liste, konsument) => bell(`gjenlesing ${liste} ${konsument}`),
    ringAll() {
      for (const one of bells.values()) one.ring()
    },
  }
}
