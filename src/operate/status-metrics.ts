/** What Postgres knows, as gauges: each time from scratch, so that what is gone is gone. */
import { STORED } from './metric-definitions.ts'
import { gaugeOf, type Registry } from './prometheus.ts'
import type { ApiStatus, ListeStatus, Status } from './status/status.ts'

const TILSTANDER = ['leser', 'ajour', 'feil', 'pauset', 'gap'] as const

type Sample = { readonly labels: Readonly<Record<string, string>>; readonly value: number | null }

/** @returns sets them all; a value that is not known is absent */
export function statusGauges(registry: Registry): (status: Status) => void {
  const gauges = new Map(
    Object.values(STORED).map((definition) => [
      definition.name,
      gaugeOf<string>(registry, definition),
    ]),
  )

  function set({ name }: { readonly name: string }, samples: readonly Sample[]): void {
    const gauge = gauges.get(name)
    gauge?.reset()
    // One without labels would be 0 now.
    gauge?.remove({})
    for (const { labels, value } of samples) if (value !== null) gauge?.set(labels, value)
  }

  return (status) => {
    // What was known before Postgres went away is not what is.
    const isKnown = status.databaseFault === null && status.readMs !== null
    const nowMs = status.readMs ?? 0
    const lister = isKnown
      ? status.lister.filter(({ isFollowed, tilstand }) => isFollowed && tilstand !== 'ny')
      : []
    const apier = isKnown ? status.apier : []
    const of = (value: (row: ListeStatus) => number | null): readonly Sample[] =>
      lister.map((row) => ({ labels: listeLabels(row), value: value(row) }))

    const isUp = status.databaseFault === null ? (isKnown ? 1 : null) : 0
    set(STORED.databaseUp, [{ labels: {}, value: isUp }])
    set(
      STORED.posisjon,
      of(({ neste }) => Number(neste)),
    )
    set(
      STORED.head,
      of(({ hode }) => Number(hode)),
    )
    set(
      STORED.lagEvents,
      of(({ hode, neste }) => Math.max(Number(hode - neste + 1n), 0)),
    )
    set(
      STORED.lagSeconds,
      of((row) => lagSeconds(row, nowMs)),
    )
    set(
      STORED.tilstand,
      lister.flatMap((row) =>
        TILSTANDER.map((tilstand) => ({
          labels: { ...listeLabels(row), tilstand },
          value: row.tilstand === tilstand ? 1 : 0,
        })),
      ),
    )
    set(
      STORED.caughtUp,
      of(({ tilstand }) => (tilstand === 'ajour' ? 1 : 0)),
    )
    set(
      STORED.lastSuccess,
      of(({ lestMs }) => seconds(lestMs)),
    )
    set(
      STORED.lastRegistrering,
      of(({ registrertMs }) => seconds(registrertMs)),
    )
    set(
      STORED.reflectedUntil,
      of(({ gjenspeilerTilMs }) => seconds(gjenspeilerTilMs)),
    )
    set(
      STORED.planInterval,
      of(({ planMs }) => seconds(planMs)),
    )
    set(
      STORED.ventende,
      of(({ ventende }) => Number(ventende)),
    )
    set(
      STORED.oldestAge,
      of(({ eldsteVentendeMs }) => since(eldsteVentendeMs, nowMs)),
    )
    set(
      STORED.parkert,
      (isKnown ? status.parkert : []).map(({ konsument, oppslag, feilklasse, antall }) => ({
        labels: { konsument, oppslag, feilklasse },
        value: Number(antall),
      })),
    )
    set(
      STORED.dueFor,
      apier.map((row) => ({ labels: apiLabels(row), value: since(row.forfaltMs, nowMs) ?? 0 })),
    )
    set(
      STORED.apiPaused,
      apier.flatMap((row) => [
        { labels: { ...apiLabels(row), by: 'fault' }, value: row.tilstand === 'pauset' ? 1 : 0 },
        { labels: { ...apiLabels(row), by: 'operator' }, value: row.pausetAv === null ? 0 : 1 },
      ]),
    )
    set(
      STORED.deletionWave,
      apier.map((row) => ({
        labels: apiLabels(row),
        value: row.tilstand === 'holder slettinger tilbake' ? 1 : 0,
      })),
    )
    const heldSince = isKnown ? (status.feed?.sidenMs ?? nowMs) : null
    set(STORED.feedHeld, [{ labels: {}, value: since(heldSince, nowMs) }])
  }
}

function listeLabels({ konsument, liste }: ListeStatus): Record<string, string> {
  return { konsument, liste }
}

function apiLabels({ konsument, api }: ApiStatus): Record<string, string> {
  return { konsument, api }
}

function lagSeconds({ ajourMs, registrertMs }: ListeStatus, nowMs: number): number | null {
  if (ajourMs === null && registrertMs === null) return null
  return since(Math.max(ajourMs ?? 0, registrertMs ?? 0), nowMs)
}

function since(ms: number | null, nowMs: number): number | null {
  return ms === null ? null : Math.max((nowMs - ms) / 1_000, 0)
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1_000
}
