/**
 * What a hendelsesliste answers: pages of events, and the first number from a date on.
 *
 * `fraSekvensnummer` is inclusive and `antall` counts events; both are demanded, as by the service
 * of 2018 (the published schema leaves it open). Numbers are written exactly, up to 2^63 - 1.
 */
import { MAX_SEKVENSNUMMER } from '../../src/domain/ids.ts'
import type { Liste } from '../../src/domain/katalog.ts'
import { firstFrom, tidspunkt, type Oppforing } from './event-log.ts'
import { avslag, ingenHendelser } from './feilkoder.ts'
import type { Reply } from './reply.ts'
import type { World } from './world.ts'

type Question = {
  readonly liste: Liste
  readonly query: string
  readonly korrelasjonsid: string | undefined
}

export function pageReply(world: World, { liste, query, korrelasjonsid }: Question): Reply {
  const parameters = new URLSearchParams(query)
  const from = wholeNumber(parameters.get('fraSekvensnummer'))
  const count = wholeNumber(parameters.get('antall'))
  if (from === undefined || count === undefined) {
    return avslag(liste.feilkoder, 'ugyldig', korrelasjonsid)
  }

  const { events, hook, saertrekk } = world.list(liste.id)
  const first = firstFrom(events, from)
  const size = Math.min(Number(count), saertrekk.maksAntall)
  const end = saertrekk.vindu ? firstFrom(events, from + count) : first + size
  const page = events.slice(first, end)
  const shown = hook === undefined ? page : hook(page)

  if (shown.length > 0) {
    const entries = shown.map((event) => entry(liste, saertrekk.utvidet, event))
    return { status: 200, body: `{"hendelser":[${entries.join(',')}]}` }
  }
  switch (saertrekk.tomSide) {
    case '200-tom':
      return { status: 200, body: '{"hendelser":[]}' }
    case '200-uten-hendelser':
      return { status: 200, body: '{}' }
    case '404':
      return ingenHendelser(liste, korrelasjonsid)
  }
}

/** @param today ISO date; a later `dato` is refused */
export function startReply(
  world: World,
  { liste, query, korrelasjonsid }: Question,
  today: string,
): Reply {
  const dato = new URLSearchParams(query).get('dato')
  if (dato !== null && (!isDate(dato) || dato > today)) {
    return avslag(liste.feilkoder, 'ugyldig', korrelasjonsid)
  }
  const from = dato === null ? Number.NEGATIVE_INFINITY : Date.parse(dato) / 1000
  const first = world.list(liste.id).events.find(({ registrert }) => registrert >= from)
  if (first === undefined) return ingenHendelser(liste, korrelasjonsid)
  return { status: 200, body: `{"sekvensnummer":${first.sekvensnummer}}` }
}

function entry({ felt }: Liste, utvidet: boolean, event: Oppforing): string {
  if (event.json !== undefined) return event.json
  let text = `{"sekvensnummer":${event.sekvensnummer}`
  text += `,"${felt.identifikator}":${JSON.stringify(event.identifikator)}`
  if (felt.gjelderPeriode !== null) {
    text += `,"${felt.gjelderPeriode}":${JSON.stringify(event.gjelderPeriode)}`
  }
  if (utvidet) {
    text += `,"registreringstidspunkt":${JSON.stringify(tidspunkt(event))}`
    text += `,"${felt.hendelsetype}":${JSON.stringify(event.hendelsetype)}`
  }
  if (event.typeSkattepliktig !== undefined) {
    text += `,"typeSkattepliktig":${JSON.stringify(event.typeSkattepliktig)}`
  }
  if (event.andreFelt !== undefined && event.andreFelt !== '{}') {
    text += `,${event.andreFelt.slice(1, -1)}`
  }
  return `${text}}`
}

function wholeNumber(text: string | null): bigint | undefined {
  if (text === null || !/^\d{1,19}$/.test(text)) return undefined
  const value = BigInt(text)
  return value > 0n && value <= MAX_SEKVENSNUMMER ? value : undefined
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const milliseconds = Date.parse(text)
  // Date.parse lets 31 February roll over into March.
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(text)
}
