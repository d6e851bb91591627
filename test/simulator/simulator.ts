/**
 * A faithful fake of Skatteetaten's hendelseslister and oppslagstjenester, and of Maskinporten,
 * over HTTP on one port.
 *
 * in:   a katalog: every list and oppslag of it that has an address is served, in both forms
 * out:  answers as documented, from a world that the test scripts; a record of all calls
 *
 * 1. What is random is drawn from the seed: the same script gives the same world and faults.
 * 2. A look-up's answer is decided when the call arrives, and carries the versjon it is of.
 */
import { createServer } from 'node:http'
import type { Hendelse } from '../../src/domain/hendelse.ts'
import type { Katalog } from '../../src/domain/katalog.ts'
import { createAnswers } from './answer.ts'
import { createCalls, type Calls } from './calls.ts'
import { createClock, type Clock } from './clock.ts'
import { createControl } from './control.ts'
import { createDelays, type Delays, type Latency } from './delays.ts'
import { createFaults, type Faults } from './faults.ts'
import { close, listen } from './listening.ts'
import { createLookUps, type LookUps } from './look-ups.ts'
import { sharedKey, type Klient } from './maskinporten/clients.ts'
import { createMaskinporten, type Maskinporten } from './maskinporten/maskinporten.ts'
import { createSidecar } from './maskinporten/sidecar.ts'
import { createNokler } from './nokler.ts'
import { createFlow, type FlowOptions } from './populate.ts'
import { createHandler } from './handler.ts'
import { createRouter } from './routes.ts'
import { createSettings, type Settings, type SettingsOptions } from './settings.ts'
import { truthRows, type TruthRow } from './truth-rows.ts'
import { createWorld, type World } from './world.ts'

export type SimulatorOptions = {
  readonly katalog: Katalog
  /** 0, the default: any free port. */
  readonly port?: number | undefined
  /** Default: 127.0.0.1. */
  readonly host?: string | undefined
  /** The address that callers use, where it is not that of `host` and `port`. */
  readonly url?: string | undefined
  readonly seed?: number | undefined
  /** Of lists and oppslag; default: none. */
  readonly latencyMs?: Latency | undefined
  /** When the first events are registered. Default: 2024-01-01T00:00:00Z. */
  readonly start?: string | undefined
  readonly tokenLifetimeSeconds?: number | undefined
  /** The private key of `klient`; default: one made for this process. */
  readonly klientJwk?: string | undefined
}

export type Simulator = AsyncDisposable & {
  readonly url: string
  readonly katalog: Katalog
  readonly world: World
  readonly calls: Calls
  readonly lookUps: LookUps
  readonly faults: Faults
  readonly maskinporten: Maskinporten
  /** The token endpoint of a sidecar that has `klient`'s key: NAIS_TOKEN_ENDPOINT. */
  readonly sidecarUrl: string
  readonly clock: Clock
  /** A registered client that may have every scope. */
  readonly klient: Klient
  readonly setLatency: Delays['setLatency']
  readonly hold: Delays['hold']
  /** Adds events by seed, and returns what adds more of the same. */
  readonly populate: (
    options: FlowOptions & { readonly hendelser: number },
  ) => (hendelser: number) => void
  /** What tables should hold: a row per oppslag that has an address, and nøkkel. */
  readonly truth: (oppslagId?: string) => Generator<TruthRow>
  readonly events: (listeId: string) => Generator<Hendelse>
  readonly settings: (options?: SettingsOptions) => Settings
}

/** @throws the error of `listen`, such as EADDRINUSE */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { katalog, host = '127.0.0.1', seed = 1, start = '2024-01-01T00:00:00Z' } = options
  const server = createServer({ keepAliveTimeout: 60_000 })
  const port = await listen(server, options.port ?? 0, host)
  const url = options.url ?? `http://${host}:${port}`

  const clock = createClock()
  const nokler = createNokler()
  const world = createWorld({ katalog, seed, start }, nokler)
  const calls = createCalls()
  const lookUps = createLookUps(nokler)
  const faults = createFaults(seed)
  const delays = createDelays(seed, options.latencyMs ?? 0)
  const maskinporten = createMaskinporten({
    url,
    scopes: scopesOf(katalog),
    clock,
    faults,
    lifetimeSeconds: options.tokenLifetimeSeconds ?? 599,
  })
  const klient = await maskinporten.clients.register({
    clientId: 'simulert-klient',
    jwk: options.klientJwk ?? (await sharedKey()),
  })

  const simulator: Simulator = {
    url,
    katalog,
    world,
    calls,
    lookUps,
    faults,
    maskinporten,
    sidecarUrl: `${maskinporten.issuer}sidecar`,
    clock,
    klient,
    setLatency: delays.setLatency,
    hold: delays.hold,
    populate({ hendelser, ...flowOptions }) {
      const flow = createFlow(world, katalog, { seed, ...flowOptions })
      flow(hendelser)
      return flow
    },
    truth: (oppslagId) => truthRows(world, katalog, oppslagId),
    events: world.events,
    settings: (settingsOptions) =>
      createSettings(
        {
          url,
          katalog,
          klient,
          wellKnownUrl: maskinporten.wellKnownUrl,
          startdato: start.slice(0, 10),
        },
        settingsOptions,
      ),
    async [Symbol.asyncDispose]() {
      delays.releaseAll()
      await close(server)
    },
  }

  const control = createControl(simulator)
  const route = createRouter(katalog)
  const answer = createAnswers({ katalog, world, maskinporten, clock })
  server.on(
    'request',
    createHandler({
      route,
      answer,
      calls,
      lookUps,
      faults,
      delays,
      maskinporten,
      sidecar: createSidecar({ issuer: maskinporten.issuer, klient }, clock),
      clock,
      control,
    }),
  )
  return simulator
}

function scopesOf({ lister, oppslag }: Katalog): string[] {
  return [...new Set([...lister.values(), ...oppslag.values()].flatMap(({ scopes }) => scopes))]
}
