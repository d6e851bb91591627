/**
 * The least that can be done with five calls in flight: undici, five loops, nothing stored.
 *
 * stdin: the calls to make, as JSON. stdout: how long they took and what they cost.
 */
import { text } from 'node:stream/consumers'
import { Pool } from 'undici'
import { z } from 'zod'

const CALLS = z.object({
  slots: z.number(),
  origin: z.string(),
  headers: z.record(z.string(), z.string()),
  paths: z.array(z.string()),
})

const { slots, origin, headers, paths } = CALLS.parse(JSON.parse(await text(process.stdin)))
const pool = new Pool(origin, { connections: slots, pipelining: 1 })
const waiting = paths.values()

let callsMs = 0

async function slot(): Promise<void> {
  for (const path of waiting) {
    const asked = performance.now()
    const { statusCode, body } = await pool.request({ method: 'GET', path, headers })
    await body.text()
    callsMs += performance.now() - asked
    if (statusCode >= 500 || statusCode === 401) throw new Error(`answered ${statusCode}`)
  }
}

const cpuBefore = process.cpuUsage()
const began = performance.now()
await Promise.all(Array.from({ length: slots }, slot))
const wallMs = performance.now() - began
const { user, system } = process.cpuUsage(cpuBefore)
await pool.close()
const measured = { wallMs, callMs: callsMs / paths.length, cpuSeconds: (user + system) / 1e6 }
process.stdout.write(`${JSON.stringify(measured)}\n`)
