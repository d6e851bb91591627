/**
 * Answers and faults on their way into the tables: one transaction at a time, with all that have
 * come in meanwhile.
 *
 * Between two it waits for as long as the last took, unless so many answers wait that no call begins:
 * a busy Postgres then gets fewer and larger ones, an idle one has each answer at once.
 */
import type { Svar } from '../domain/svar.ts'
import { createBell } from '../lib/bell.ts'
import type { Settlement } from '../store/settle.ts'

export type Settling = {
  readonly add: (ended: Settlement<Svar>) => void
  /** Whether so many answers wait for Postgres that no call should begin. */
  readonly isFull: () => boolean
  /** Resolves when nothing is left, or settling has failed. */
  readonly finished: () => Promise<void>
}

export type SettlingDeps = {
  readonly settle: (batch: readonly Settlement<Svar>[]) => Promise<unknown>
  readonly onSettled: (batch: readonly Settlement<Svar>[]) => void
  /** Settling has failed; nothing more is settled. */
  readonly onFailure: (error: unknown) => void
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
}

/** Answers that may wait for Postgres. Each was a call that would have to be made again. */
const MOST = 250

/** In characters, of all the data that waits: a thousand answers of ordinary size are half of it. */
const MOST_DATA = 4_000_000

/** The most that an answer waits for others to be settled with. */
const MAX_WAIT_MS = 50

/** @param hurry aborts when answers are to be settled without waiting for others */
export function createSettling(
  { settle, onSettled, onFailure, now }: SettlingDeps,
  hurry: AbortSignal,
): Settling {
  let waiting: Settlement<Svar>[] = []
  let dataWaiting = 0
  let running: Promise<void> | undefined
  const full = createBell()

  async function settleAll(): Promise<void> {
    try {
      while (waiting.length > 0) {
        const batch = waiting
        waiting = []
        dataWaiting = 0
        const began = now()
        await settle(batch)
        onSettled(batch)
        await full.wait(Math.min(now() - began, MAX_WAIT_MS), hurry)
      }
      running = undefined
    } catch (error) {
      onFailure(error)
    }
  }

  const isFull = (): boolean => waiting.length >= MOST || dataWaiting >= MOST_DATA

  return {
    add(ended) {
      waiting.push(ended)
      dataWaiting += dataOf(ended)
      if (isFull()) full.ring()
      running ??= settleAll()
    },
    isFull,
    finished: async () => running,
  }
}

function dataOf(ended: Settlement<Svar>): number {
  if (ended.kind !== 'answered') return 0
  switch (ended.svar.kind) {
    case 'data':
      return ended.svar.data.length
    case 'inntektsmottakere':
      return ended.svar.mottakere.identifikatorer.length * 11
    case 'siste_periode':
    case 'slettet':
    case 'ingen_data':
      return 0
  }
}
