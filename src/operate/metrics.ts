/**
 * The metrics of one process: what the loops count, and what is read when Prometheus asks.
 *
 * in:   calls from app/, which wraps what it hands to the stages: they know nothing of metrics
 * out:  Prometheus' text format
 *
 * P12: labels are lists, APIs, reasons and outcomes; no method here takes an identifikator.
 */
import { Fault } from '../domain/errors.ts'
import type { Fullmakt } from '../domain/konsument.ts'
import type { VentendeOppslag } from '../domain/nokkel.ts'
import type { CallMade } from '../store/settle.ts'
import type { Settled } from '../store/store-answers.ts'
import type { PageStored } from '../store/store-page.ts'
import { COUNTED, READ } from './metric-definitions.ts'
import { counterOf, createRegistry, gaugeOf, histogramOf } from './prometheus.ts'
import type { Status } from './status/status.ts'
import { statusGauges } from './status-metrics.ts'

export type Metrics = {
  /** Counts and times the pages of a list. */
  readonly countingPages: <Args extends unknown[], Page>(
    liste: string,
    read: (...args: Args) => Promise<Page>,
  ) => (...args: Args) => Promise<Page>
  readonly strangersSeen: (liste: string, strangers: number) => void
  readonly pageStored: (liste: string, stored: PageStored) => void
  /** Times the look-ups of an API, and tells how many are in flight. */
  readonly timingLookUps: <Args extends unknown[], Svar>(
    api: string,
    lookUp: (...args: Args) => Promise<Svar>,
  ) => (...args: Args) => Promise<Svar>
  readonly slots: (api: string, slots: number) => void
  /** Look-ups whose outcome is committed. */
  readonly settled: (api: string, calls: readonly CallMade[], settled: Settled) => void
  readonly lease: (loop: string, isHeld: boolean) => void
  readonly loopFailed: (loop: string) => void
  readonly tokenGiven: (fullmakt: Fullmakt, lifetimeMs: number) => void
  /** @param kode Maskinporten's, such as MP-121; undefined where it gave none */
  readonly tokenRefused: (fullmakt: Fullmakt, kode: string | undefined) => void
  /** Since the start. */
  readonly totals: () => Totals
  readonly expose: (readings: Readings) => Promise<Exposition>
}

/** What is read when Prometheus asks. */
export type Readings = {
  readonly isReady: boolean
  /** Loops that hang. */
  readonly overdue: readonly string[]
  readonly connections: Connections
  /** Null: no key of ours is in use. */
  readonly signingKey: SigningKeyInUse | null
  readonly status: Status
}

/** By its thumbprint, and when it was first seen, in milliseconds since 1970. */
export type SigningKeyInUse = { readonly avtrykk: string; readonly firstSeenMs: number }

/** Connections to Postgres; `waiting` are those who wait for one. */
export type Connections = {
  readonly total: number
  readonly idle: number
  readonly waiting: number
  readonly max: number
}

export type Totals = {
  readonly hendelser: number
  readonly oppslag: number
  readonly endringer: number
}

export type Exposition = { readonly contentType: string; readonly text: string }

export type Clock = {
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
  /** Milliseconds since 1970. */
  readonly date: () => number
}

export function createMetrics(version: string, { now, date }: Clock): Metrics {
  const registry = createRegistry()
  const setStatus = statusGauges(registry)
  const pages = counterOf(registry, COUNTED.pages)
  const pageSeconds = histogramOf(registry, COUNTED.pageSeconds)
  const hendelser = counterOf(registry, COUNTED.hendelser)
  const strangers = counterOf(registry, COUNTED.strangers)
  const coalesced = counterOf(registry, COUNTED.coalesced)
  const oppslag = counterOf(registry, COUNTED.oppslag)
  const oppslagSeconds = histogramOf(registry, COUNTED.oppslagSeconds)
  const inFlight = gaugeOf(registry, COUNTED.inFlight)
  const slots = gaugeOf(registry, COUNTED.slots)
  const svar = counterOf(registry, COUNTED.svar)
  const registreringSeconds = histogramOf(registry, COUNTED.registreringSeconds)
  const receivedSeconds = histogramOf(registry, COUNTED.receivedSeconds)
  const leases = gaugeOf(registry, COUNTED.leases)
  const loopFailures = counterOf(registry, COUNTED.loopFailures)
  const tokenExpiry = gaugeOf(registry, COUNTED.tokenExpiry)
  const tokenFailures = counterOf(registry, COUNTED.tokenFailures)
  const loopsOverdue = gaugeOf(registry, READ.loopsOverdue)
  const ready = gaugeOf(registry, READ.ready)
  const connections = gaugeOf(registry, READ.connections)
  const connectionsMax = gaugeOf(registry, READ.connectionsMax)
  const signingKeyFirstSeen = gaugeOf(registry, READ.signingKeyFirstSeen)
  gaugeOf(registry, READ.buildInfo).set({ version }, 1)

  const totals = { hendelser: 0, oppslag: 0, endringer: 0 }

  function noteStored({ liste, mottattMs, registrertMs }: VentendeOppslag): void {
    if (liste === null) return
    receivedSeconds.observe({ liste }, Math.max(date() - mottattMs, 0) / 1_000)
    if (registrertMs === null) return
    registreringSeconds.observe({ liste }, Math.max(date() - registrertMs, 0) / 1_000)
  }

  return {
    countingPages:
      (liste, read) =>
      async (...args) => {
        const began = now()
        try {
          const page = await read(...args)
          pages.inc({ liste, utfall: 'ok' })
          return page
        } catch (error) {
          // Told to stop: that is no outcome of the list.
          if (error instanceof Fault) pages.inc({ liste, utfall: error.code })
          throw error
        } finally {
          pageSeconds.observe({ liste }, (now() - began) / 1_000)
        }
      },
    strangersSeen: (liste, count) => strangers.inc({ liste }, count),
    pageStored: (liste, stored) => {
      hendelser.inc({ liste }, stored.inserted)
      totals.hendelser += stored.inserted
      coalesced.inc({ liste }, stored.coalesced)
    },
    timingLookUps:
      (api, lookUp) =>
      async (...args) => {
        const began = now()
        inFlight.inc({ api })
        try {
          return await lookUp(...args)
        } finally {
          inFlight.dec({ api })
          oppslagSeconds.observe({ api }, (now() - began) / 1_000)
        }
      },
    slots: (api, number) => {
      slots.set({ api }, number)
      inFlight.inc({ api }, 0)
    },
    settled: (api, calls, settled) => {
      totals.oppslag += calls.length
      totals.endringer += settled.ny + settled.endret + settled.slettet
      for (const { nokkel, utfall } of calls) {
        oppslag.inc({ api, aarsak: nokkel.aarsak, utfall })
        if (utfall === 'data' || utfall === 'slettet') noteStored(nokkel)
      }
      for (const [resultat, number] of Object.entries(settled)) {
        if (number > 0) svar.inc({ api, resultat }, number)
      }
    },
    lease: (loop, isHeld) => leases.set({ loop }, isHeld ? 1 : 0),
    loopFailed: (loop) => loopFailures.inc({ loop }),
    tokenGiven: ({ konsument, scope }, lifetimeMs) =>
      tokenExpiry.set({ konsument, scope }, (date() + lifetimeMs) / 1_000),
    tokenRefused: ({ konsument }, kode = 'none') => tokenFailures.inc({ konsument, kode }),
    totals: () => ({ ...totals }),
    async expose({
      isReady,
      overdue,
      connections: { total, idle, waiting, max },
      signingKey,
      status,
    }) {
      ready.set(isReady ? 1 : 0)
      loopsOverdue.set(overdue.length)
      connections.set({ state: 'in_use' }, total - idle)
      connections.set({ state: 'idle' }, idle)
      connections.set({ state: 'waiting' }, waiting)
      connectionsMax.set(max)
      signingKeyFirstSeen.reset()
      if (signingKey !== null) {
        signingKeyFirstSeen.set({ avtrykk: signingKey.avtrykk }, signingKey.firstSeenMs / 1_000)
      }
      setStatus(status)
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}
