/**
 * The least that can be done with five calls in flight: the loop of bare-loop.ts, on the nøkler of a
 * simulator. What it comes to is what the machine gives at that moment.
 */
import { join } from 'node:path'
import { z } from 'zod'
import { EGEN } from '../../src/domain/ids.ts'
import { lookUpAddress } from '../../src/skatteetaten/address.ts'
import { startChild } from './child.ts'
import { configOf } from '../../test/support/config.ts'
import { SLOTS } from './follow.ts'
import { bearer } from './peer.ts'
import { OPPSLAG, type Simulated } from './simulated.ts'

export type BareRun = {
  readonly calls: number
  readonly wallMs: number
  readonly cpuSeconds: number
  /** Mean time of a call as the caller sees it: from asking to the last byte read. */
  readonly callMs: number
  /** As in Run: what the simulator measured for these calls. */
  readonly meanMs: number
}

const RESULT = z.object({ wallMs: z.number(), callMs: z.number(), cpuSeconds: z.number() })

/** @param calls how many nøkler to look up, each once */
export async function bareLoop(simulated: Simulated, calls: number): Promise<BareRun> {
  await simulated.reset()
  const stdin = JSON.stringify(await callsTo(simulated, calls))
  await using child = startChild({ script: join(import.meta.dirname, 'bare-loop.ts'), stdin })
  const [line] = await child.said(/^\{.*\}$/)
  const { meanMs } = await simulated.lookUps()
  return { calls, meanMs, ...RESULT.parse(JSON.parse(line)) }
}

async function callsTo({ settings, twin }: Simulated, calls: number) {
  const config = configOf(settings)
  const [fulgt] = config.lister.flatMap(({ oppslag }) => oppslag)
  if (!fulgt) throw new Error('no oppslag is followed')
  const { oppslag, rettighetspakke } = fulgt

  const urls = twin
    .truth(OPPSLAG)
    .take(calls)
    .map((row) => {
      const nokkel = { ...row, konsument: EGEN }
      return new URL(lookUpAddress(config.skatteetaten, oppslag, rettighetspakke, nokkel, OPPSLAG))
    })
    .toArray()
  return {
    slots: SLOTS,
    origin: urls[0]?.origin,
    headers: { authorization: `Bearer ${await bearer(settings)}`, accept: 'application/json' },
    paths: urls.map(({ pathname, search }) => pathname + search),
  }
}
