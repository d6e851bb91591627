/** A bell: those who wait for work are woken when there may be some. */

export type Bell = {
  /** Wakes those who wait; if nobody does, the next wait returns at once. */
  readonly ring: () => void
  /**
   * Resolves at the next ring, after `ms`, or when `signal` aborts; never rejects.
   *
   * @returns whether it was rung
   */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<boolean>
}

export function createBell(): Bell {
  let rung = false
  let wake: (() => void) | undefined

  return {
    ring() {
      rung = true
      wake?.()
    },
    async wait(ms, signal) {
      if (!rung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
          signal.addEventListener('abort', wake, { once: true })
        })
        if (wake !== undefined) signal.removeEventListener('abort', wake)
        wake = undefined
      }
      const wasRung = rung
      rung = false
      return wasRung
    },
  }
}
