/**
 * Faults on order: which calls, how many of them, and what happens to each.
 *
 * The first fault that matches a call and has some left is used up by it. A share is drawn by the
 * seed, so that the same calls in the same order fail alike.
 */
import { z } from 'zod'
import { matches, type Kall, type Match } from './match.ts'
import { createRandom } from './random.ts'

const type = <Type extends string>(name: Type) => ({ type: z.literal(name) })
const status = z.int().min(200).max(599)

export const faultSchema = z.discriminatedUnion('type', [
  /** Any answer in place of the right one; the default body is empty. */
  z.strictObject({
    ...type('answer'),
    status,
    body: z.string().default(''),
    contentType: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  /** The documented error body; with status 200 it is a fault of its own. */
  z.strictObject({ ...type('feil'), status, kode: z.string() }),
  /** A gateway's page. */
  z.strictObject({ ...type('html'), status }),
  /** 429 or 503; `retryAfter` is the header's text, whatever it may be. */
  z.strictObject({ ...type('wait'), status, retryAfter: z.string().optional() }),
  z.strictObject({ ...type('redirect'), location: z.string() }),
  /** A JSON object of about that many bytes. */
  z.strictObject({ ...type('huge'), bytes: z.int().positive() }),
  /** The first half of the right body, as if it were all of it. */
  z.strictObject(type('truncated')),
  /** The first half of the right body under the whole one's content-length, then the end. */
  z.strictObject(type('wrong-length')),
  /** The right body, a byte at a time. */
  z.strictObject({ ...type('drip'), everyMs: z.number().min(0) }),
  /** The right body compressed, unasked; or that many spaces, which compress to next to nothing. */
  z.strictObject({ ...type('gzip'), bytes: z.int().positive().optional() }),
  /** The connection is reset before any answer. */
  z.strictObject(type('reset')),
  /** No answer ever. */
  z.strictObject(type('silence')),
])
export type Fault = Readonly<z.input<typeof faultSchema>>

export const faultOptionsSchema = z.strictObject({
  /** How many calls it befalls; default: every one. */
  times: z.int().positive().optional(),
  /** The share of the matching calls; default: all. */
  share: z.number().min(0).max(1).optional(),
  /** How many matching calls go free first. */
  after: z.int().min(0).optional(),
})
export type FaultOptions = Readonly<z.infer<typeof faultOptionsSchema>>

export type OrderedFault = {
  /** How many calls it has befallen. */
  readonly hits: () => number
  readonly end: () => void
}

export type Faults = {
  readonly add: (match: Match, fault: Fault, options?: FaultOptions) => OrderedFault
  readonly clear: () => void
  /** The fault for this call, used up by it. */
  readonly take: (kall: Kall) => Fault | undefined
}

type Order = { match: Match; fault: Fault; left: number; free: number; share: number; hits: number }

export function createFaults(seed: number): Faults {
  const random = createRandom(seed)
  const orders = new Set<Order>()

  function befalls(order: Order, kall: Kall): boolean {
    if (order.left === 0 || !matches(order.match, kall)) return false
    if (order.free > 0) {
      order.free -= 1
      return false
    }
    return order.share >= 1 || random() < order.share
  }

  return {
    add(match, fault, { times = Number.POSITIVE_INFINITY, share = 1, after = 0 } = {}) {
      const order = { match, fault, left: times, free: after, share, hits: 0 }
      orders.add(order)
      return { hits: () => order.hits, end: () => void orders.delete(order) }
    },
    clear: () => orders.clear(),
    take(kall) {
      for (const order of orders) {
        if (!befalls(order, kall)) continue
        order.left -= 1
        order.hits += 1
        return order.fault
      }
      return undefined
    },
  }
}
