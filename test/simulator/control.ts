/**
 * Steers and reads a simulator that runs as its own process: JSON over HTTP under `/_simulator`.
 *
 * Long answers (truth, events, look-ups) have one JSON object a line. Numbers that may pass 2^53
 * are written as text.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { STIER } from '../../src/domain/katalog.ts'
import {
  delegationBody,
  employBody,
  eventsBody,
  faultBody,
  flowBody,
  latencyBody,
} from './control-bodies.ts'
import { employ } from './inntektsmottakere.ts'
import { json, type Reply } from './reply.ts'
import { readBody } from './request-body.ts'
import { send } from './send.ts'
import type { Simulator } from './simulator.ts'

export const CONTROL = '/_simulator'

export type Control = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
) => Promise<void>

/** What one control call asks for: its query and its parsed body. */
type Ask = { readonly query: URLSearchParams; readonly body: unknown }
type Action = (ask: Ask) => Reply | Iterable<unknown>

export function createControl(simulator: Simulator): Control {
  const actions = actionsOf(simulator)

  return async (request, response, path, query) => {
    const method = request.method ?? 'GET'
    const action = actions[`${method} ${path.slice(CONTROL.length)}`]
    if (action === undefined) {
      send(response, json({ kall: Object.keys(actions) }, path === `${CONTROL}/help` ? 200 : 404))
      return
    }
    const text = method === 'POST' ? await readBody(request) : ''
    const result = attempt(() =>
      action({ query: new URLSearchParams(query), body: text === '' ? {} : JSON.parse(text) }),
    )
    if ('status' in result) {
      send(response, result)
      return
    }
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    await pipeline(Readable.from(lines(result)), response)
  }
}

function actionsOf(simulator: Simulator): Readonly<Record<string, Action>> {
  const { world, calls, lookUps, faults, maskinporten, clock } = simulator
  const done = json({ ok: true })
  return {
    'GET /settings': ({ query }) => {
      const stier = z
        .enum(STIER)
        .optional()
        .parse(query.get('stier') ?? undefined)
      return json(simulator.settings({ stier }))
    },
    'GET /calls': () =>
      json({
        apis: calls.summary(),
        oppslagUtenNytt: lookUps.withoutNews(),
        korrelasjonsid: {
          repeated: calls.korrelasjonsid.repeated(),
          missing: calls.korrelasjonsid.missing(),
          last: calls.korrelasjonsid.last(20),
        },
      }),
    'GET /look-ups': () => lookUps.all(),
    'GET /truth': ({ query }) => simulator.truth(query.get('oppslag') ?? undefined),
    'GET /events': ({ query }) => simulator.events(world.list(query.get('liste') ?? '').liste.id),
    'POST /events': ({ body }) => {
      const added = eventsBody.parse(body).map(({ liste, sekvensnummer, ...hendelse }) => {
        if (sekvensnummer === undefined) return String(world.add(liste, hendelse))
        world.addAt(liste, BigInt(sekvensnummer), hendelse)
        return sekvensnummer
      })
      return json({ sekvensnummer: added })
    },
    'POST /inntektsmottakere': ({ body }) => {
      const { opplysningspliktig, ...liste } = employBody.parse(body)
      employ(world, opplysningspliktig, liste)
      return done
    },
    'POST /populate': ({ body }) => {
      simulator.populate(flowBody.parse(body))
      return done
    },
    'POST /faults': ({ body }) => {
      const { match, fault, ...options } = faultBody.parse(body)
      faults.add(match, fault, options)
      return done
    },
    'DELETE /faults': () => {
      faults.clear()
      return done
    },
    'POST /latency': ({ body }) => {
      const { latency, match } = latencyBody.parse(body)
      simulator.setLatency(latency, match)
      return done
    },
    'POST /reset': () => {
      calls.reset()
      lookUps.reset()
      return done
    },
    'POST /clock': ({ body }) => {
      clock.advance(z.strictObject({ advanceMs: z.number() }).parse(body).advanceMs)
      return done
    },
    'POST /delegations': ({ body }) => {
      const { orgnr, scopes } = delegationBody.parse(body)
      const { clientId } = simulator.klient
      if (scopes.length === 0) maskinporten.endDelegation(clientId, orgnr)
      else maskinporten.clients.delegate(clientId, orgnr, scopes)
      return done
    },
    'DELETE /tokens': () => {
      maskinporten.revokeAll()
      return done
    },
  }
}

/** A control call that can't be done is the caller's mistake, and says what was wrong. */
function attempt(act: () => Reply | Iterable<unknown>): Reply | Iterable<unknown> {
  try {
    return act()
  } catch (error) {
    const feil = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    return json({ feil }, 400)
  }
}

function* lines(items: Iterable<unknown>): Generator<string> {
  let text = ''
  for (const item of items) {
    text += `${JSON.stringify(item, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}\n`
    if (text.length < 64 * 1024) continue
    yield text
    text = ''
  }
  yield text
}
