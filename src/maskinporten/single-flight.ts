/** One flight at a time: whoever wants the same result joins the one that is under way. */

/**
 * A caller whose signal aborts leaves; the flight goes on for the others, and is given up when the
 * last has left. What fails, fails for all who waited; the next caller starts anew.
 */
export function singleFlight<Result>(
  fly: (signal: AbortSignal) => Promise<Result>,
): (signal: AbortSignal) => Promise<Result> {
  type Flight = {
    readonly result: Promise<Result>
    readonly stop: AbortController
    waiting: number
  }
  let current: Flight | undefined

  function start(): Flight {
    const stop = new AbortController()
    return { result: fly(stop.signal), stop, waiting: 0 }
  }

  return async (signal) => {
    signal.throwIfAborted()
    const flight = (current ??= start())
    flight.waiting += 1
    try {
      return await unlessAborted(flight.result, signal)
    } finally {
      flight.waiting -= 1
      if (flight.waiting === 0) {
        if (current === flight) current = undefined
        flight.stop.abort()
      }
    }
  }
}

async function unlessAborted<Result>(
  result: Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(signal.reason)
  signal.addEventListener('abort', stop)
  try {
    return await Promise.race([result, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
