/**
 * A small world for model-based tests: a list of events and a truth that each event changes, and
 * replicas that read, look up and settle in any order, each with what it has in hand.
 */
import type { Hendelse } from '../../src/domain/hendelse.ts'
import { EGEN, type Sekvensnummer } from '../../src/domain/ids.ts'
import { nokkelText, type VentendeOppslag } from '../../src/domain/nokkel.ts'
import type { Opplysningssvar } from '../../src/domain/svar.ts'
import { after } from '../../src/domain/page.ts'
import { nextLookUps } from '../../src/store/next-look-ups.ts'
import { loadPosisjon } from '../../src/store/position.ts'
import type { Pool } from '../../src/store/pool.ts'
import { settle } from '../../src/store/settle.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, nummer, OPPSLAG, page } from '../support/builders.ts'
import { KEY } from '../support/rows.ts'

export type World = {
  readonly events: Hendelse[]
  /** By identifikator: how many events there have been about it, and whether the data is there. */
  readonly truth: Map<string, { version: number; isGone: boolean }>
}

/** What one process has in its memory, and loses when it is killed. */
export type Replica = {
  page: { readonly fra: Sekvensnummer; readonly hendelser: readonly Hendelse[] } | undefined
  inFlight: VentendeOppslag[]
  answers: { readonly nokkel: VentendeOppslag; readonly svar: Opplysningssvar }[]
}

export function newWorld(): World {
  return { events: [], truth: new Map() }
}

export function newReplica(): Replica {
  return { page: undefined, inFlight: [], answers: [] }
}

export function addEvent(world: World, identifikator: string, isGone: boolean, gap: number): void {
  const last = world.events.at(-1)?.sekvensnummer ?? 0n
  world.events.push(hendelse(last + BigInt(gap), { identifikator }))
  const before = world.truth.get(identifikator)?.version ?? 0
  world.truth.set(identifikator, { version: before + 1, isGone })
}

/** The version of the truth that an event told of. */
export function versionAt(world: World, identifikator: string, upTo: bigint): number {
  const told = world.events.filter(
    (event) => event.identifikator === identifikator && event.sekvensnummer <= upTo,
  )
  return told.length
}

export async function readPage(pool: Pool, world: World, replica: Replica, size: number) {
  const fra = (await loadPosisjon(pool, KEY))?.neste ?? nummer(1)
  const hendelser = world.events.filter((event) => event.sekvensnummer >= fra).slice(0, size)
  replica.page = { fra, hendelser }
}

/** Stores what was read, however long ago that was. */
export async function storeRead(pool: Pool, replica: Replica): Promise<void> {
  if (replica.page === undefined || replica.page.hendelser.length === 0) return
  const { fra, hendelser } = replica.page
  await storePage(pool, page(fra, hendelser, { neste: after(fra, hendelser) }))
}

/** As the resolver does: what it has in hand it does not take again. */
export async function takeDue(pool: Pool, replica: Replica, count: number): Promise<void> {
  const inHand = [...replica.inFlight, ...replica.answers.map(({ nokkel }) => nokkel)]
  const known = new Set(inHand.map(nokkelText))
  const due = await nextLookUps(pool, [{ konsument: EGEN, oppslag: [OPPSLAG], known: 0 }], count)
  replica.inFlight.push(...due.filter((nokkel) => !known.has(nokkelText(nokkel))))
}

/** The API decides now what it answers; when that is settled is another matter. */
export function answer(world: World, replica: Replica, which: number): void {
  const [nokkel] = replica.inFlight.splice(which % Math.max(replica.inFlight.length, 1), 1)
  if (nokkel === undefined) return
  const truth = world.truth.get(nokkel.identifikator)
  const svar: Opplysningssvar =
    truth === undefined || truth.isGone
      ? { kind: 'slettet' }
      : { kind: 'data', data: `{"version": ${truth.version}}` }
  replica.answers.push({ nokkel, svar })
}

export async function settleAll(pool: Pool, replica: Replica): Promise<void> {
  const batch = replica.answers.splice(0)
  await settle(
    pool,
    batch.map((one) => ({ kind: 'answered', ...one })),
    0,
  )
}
