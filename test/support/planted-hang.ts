/**
 * Loaded before the program (`NODE_OPTIONS=--import=...`): at the first SIGUSR2 the follower of a list
 * hangs for ever, at each later one six minutes pass at once.
 */
import { Client } from 'pg'

const SIX_MINUTES = 6 * 60_000

let passedMs = 0
let isHanging = false
process.on('SIGUSR2', () => {
  if (isHanging) passedMs += SIX_MINUTES
  isHanging = true
})

const now = performance.now.bind(performance)
performance.now = () => now() + passedMs

const query: unknown = Reflect.get(Client.prototype, 'query')
Reflect.set(Client.prototype, 'query', function (this: unknown, ...args: unknown[]): unknown {
  // What the follower, and it alone, asks before each page.
  const isFollower = typeof args[0] === 'string' && args[0].includes('isReadable')
  if (isHanging && isFollower) {
    process.stdout.write('the follower hangs\n')
    return new Promise(() => undefined)
  }
  if (typeof query !== 'function') throw new TypeError('pg has changed')
  return Reflect.apply(query, this, args)
})
