/** The right answer to a call, as the world is at this moment. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Katalog, Oppslag } from '../../src/domain/katalog.ts'
import type { Clock } from './clock.ts'
import { avslag, intet } from './feilkoder.ts'
import { pageReply, startReply } from './list-answers.ts'
import type { Maskinporten } from './maskinporten/maskinporten.ts'
import { dataOf } from './oppslag-data.ts'
import { html, type Reply } from './reply.ts'
import type { Route } from './routes.ts'
import { createSistePeriode } from './siste-periode.ts'
import type { World } from './world.ts'

export type Answers = (
  route: Route,
  headers: IncomingHttpHeaders,
  query: string,
  korrelasjonsid: string | undefined,
) => Reply

export type AnswerDeps = {
  readonly katalog: Katalog
  readonly world: World
  readonly maskinporten: Maskinporten
  readonly clock: Clock
}

export function createAnswers({ katalog, world, maskinporten, clock }: AnswerDeps): Answers {
  const sistePeriode = createSistePeriode(katalog, world.truth, () =>
    new Date(clock.now()).getUTCFullYear(),
  )
  return (route, headers, query, korrelasjonsid) => {
    if (route.kind === 'annet') {
      if (route.feilkoder === undefined) return html(404)
      return avslag(route.feilkoder, 'ukjent-url', korrelasjonsid)
    }

    const entry = route.kind === 'oppslag' ? route.oppslag : route.liste
    const token = maskinporten.tokenOf(headers.authorization)
    if (token === undefined) return avslag(entry.feilkoder, 'ikke-autentisert', korrelasjonsid)
    if (!entry.scopes.some((scope) => token.scopes.has(scope))) {
      return avslag(entry.feilkoder, 'ingen-tilgang', korrelasjonsid)
    }
    if (!acceptsJson(headers.accept))
      return avslag(entry.feilkoder, 'format', korrelasjonsid, entry.id)

    switch (route.kind) {
      case 'liste':
        return pageReply(world, { liste: route.liste, query, korrelasjonsid })
      case 'start': {
        const today = new Date(clock.now()).toISOString().slice(0, 10)
        return startReply(world, { liste: route.liste, query, korrelasjonsid }, today)
      }
      case 'oppslag':
        return lookUp(route, korrelasjonsid)
    }
  }

  function lookUp(
    { oppslag, stier, identifikator, gjelderPeriode }: Extract<Route, { kind: 'oppslag' }>,
    korrelasjonsid: string | undefined,
  ): Reply {
    if (!isPeriode(oppslag, gjelderPeriode)) {
      return avslag(oppslag.feilkoder, 'ugyldig', korrelasjonsid)
    }
    const sannhet = world.truth.read(oppslag, identifikator, gjelderPeriode)
    if (oppslag.gir === 'siste_periode') {
      return sistePeriode(identifikator, sannhet, stier, korrelasjonsid)
    }
    const data = dataOf(oppslag.id, { identifikator, gjelderPeriode }, sannhet)
    if (data !== null) return { status: 200, body: data, sannhet }
    const tilstand = sannhet.tilstand === 'slettet' ? 'slettet' : 'ingen_data'
    return { ...intet(oppslag, tilstand, korrelasjonsid), sannhet }
  }
}

/** One year or one month; a list's events about either are looked up the same way. */
function isPeriode({ periode }: Oppslag, text: string): boolean {
  switch (periode) {
    case 'aar':
      return /^\d{4}$/.test(text)
    case 'maaned':
      return /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(text)
    case 'ingen':
      return true
  }
}

/** No Accept at all means JSON, as documented. XML is not spoken here. */
function acceptsJson(accept: string | undefined): boolean {
  return accept === undefined || /json|\*\/\*|application\/\*/.test(accept)
}
