/** From a request to what is sent: the path that every call takes. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Answers } from './answer.ts'
import type { Calls } from './calls.ts'
import type { Clock } from './clock.ts'
import { CONTROL, type Control } from './control.ts'
import type { Delays } from './delays.ts'
import type { Faults } from './faults.ts'
import type { LookUps } from './look-ups.ts'
import type { Maskinporten } from './maskinporten/maskinporten.ts'
import type { Sidecar } from './maskinporten/sidecar.ts'
import type { Kall } from './match.ts'
import { feil, html, type Reply } from './reply.ts'
import { readBody } from './request-body.ts'
import type { Route, Router } from './routes.ts'
import { replacement, send, sendWith } from './send.ts'

export type HandlerDeps = {
  readonly route: Router
  readonly answer: Answers
  readonly calls: Calls
  readonly lookUps: LookUps
  readonly faults: Faults
  readonly delays: Delays
  readonly maskinporten: Maskinporten
  readonly sidecar: Sidecar
  readonly clock: Clock
  readonly control: Control
}

const MASKINPORTEN = '/maskinporten'
const POSTS: Readonly<Record<string, 'token' | 'sidecar'>> = {
  '/token': 'token',
  '/sidecar': 'sidecar',
}

export function createHandler(deps: HandlerDeps): RequestListener {
  const { route, answer, calls, lookUps, faults, delays, maskinporten, sidecar, clock, control } =
    deps

  return (request, response) => {
    const [path, query] = split(request.url ?? '/')
    const served = path.startsWith(CONTROL)
      ? control(request, response, path, query)
      : path.startsWith(`${MASKINPORTEN}/`)
        ? serveMaskinporten(request, response, path.slice(MASKINPORTEN.length))
        : serveApi(request, response, path, query)
    served.catch((error: unknown) => {
      if (!response.headersSent) send(response, feil(500, 'DAS-001', String(error)))
    })
  }

  async function serveApi(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: string,
  ): Promise<void> {
    const meant = route(path, query)
    const konsument = maskinporten.tokenOf(request.headers.authorization)?.konsument
    const kall = callOf(meant, konsument ?? '', request.headers['korrelasjonsid'])
    const right = () =>
      request.method === 'GET'
        ? answer(meant, request.headers, query, kall.korrelasjonsid)
        : html(405)
    if (meant.kind !== 'oppslag') {
      await serve(kall, response, right)
      return
    }
    const { oppslag, identifikator, gjelderPeriode } = meant
    lookUps.asked(oppslag, identifikator, gjelderPeriode)
    const sent = await serve(kall, response, right)
    if (sent?.sannhet !== undefined) {
      lookUps.answered(oppslag, identifikator, gjelderPeriode, sent.sannhet)
    }
  }

  async function serveMaskinporten(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    const post = request.method === 'POST' ? POSTS[path] : undefined
    const kall = { ...NOTHING, kind: post ?? 'annet', vert: 'maskinporten' } as const
    response.setHeader('date', new Date(clock.now()).toUTCString())
    await serve({ ...kall }, response, async () => {
      if (post === undefined) return maskinporten.metadata(path) ?? html(404)
      const form = new URLSearchParams(await readBody(request))
      return post === 'token' ? maskinporten.token(form) : sidecar(form)
    })
  }

  /** @returns the answer, where it went out as it should */
  async function serve(
    kall: Kall,
    response: ServerResponse,
    right: () => Reply | Promise<Reply>,
  ): Promise<Reply | undefined> {
    const began = performance.now()
    response.once('close', () => {
      kall.status = response.headersSent ? response.statusCode : 0
      calls.end(kall, performance.now() - began)
    })
    calls.begin(kall)

    const fault = faults.take(kall)
    const other = fault === undefined ? undefined : replacement(fault, kall.korrelasjonsid)
    const reply = other ?? (await right())
    await delays.before(kall)
    if (response.destroyed) return undefined
    if (kall.korrelasjonsid !== undefined) response.setHeader('korrelasjonsid', kall.korrelasjonsid)
    if (fault !== undefined) {
      sendWith(fault, response, reply)
      return undefined
    }
    send(response, reply)
    return reply
  }
}

const NOTHING = {
  vert: '',
  id: '',
  identifikator: '',
  gjelderPeriode: '',
  konsument: '',
  korrelasjonsid: undefined,
  status: 0,
}

function callOf(route: Route, konsument: string, header: string | string[] | undefined): Kall {
  const korrelasjonsid = typeof header === 'string' ? header : undefined
  const call = { ...NOTHING, kind: route.kind, vert: route.vert, konsument, korrelasjonsid }
  if (route.kind === 'annet') return call
  if (route.kind !== 'oppslag') return { ...call, id: route.liste.id }
  const { oppslag, identifikator, gjelderPeriode } = route
  return { ...call, id: oppslag.id, identifikator, gjelderPeriode }
}

function split(url: string): [path: string, query: string] {
  const mark = url.indexOf('?')
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
}
