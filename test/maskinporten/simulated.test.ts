/** Against the simulator's Maskinporten, which looks at everything that the real one is known to look at. */
import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { configOf } from '../support/config.ts'
import { EGEN } from '../../src/domain/ids.ts'
import { readPkcs12 } from '../../src/lib/pkcs12.ts'
import { createTokens, type TokenDeps } from '../../src/maskinporten/tokens.ts'
import { createHttp } from '../../src/skatteetaten/client.ts'
import { type Certificate, createCertificate } from '../simulator/maskinporten/certificate.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { start } from '../simulator/support.ts'
import { faultOf, isFault } from '../skatteetaten/faults.ts'

const NEVER = new AbortController().signal
const HOUR = 3_600_000
const FULLMAKT = { konsument: EGEN, scope: 'skatteetaten:summertskattegrunnlag' }
const START = '/skatteoppgjoerhendelser/v1/hendelser/start'
const P12 = join(import.meta.dirname, '../lib/pkcs12/3des.p12')

type Env = Readonly<Record<string, string>>

/** Tokens as a daemon with the simulator's settings, changed so, would get them. */
function tokensOf(simulator: Simulator, changes: Env = {}, deps: Partial<TokenDeps> = {}) {
  const { maskinporten } = configOf({ ...simulator.settings(), ...changes })
  assert.ok(maskinporten)
  const http = createHttp({ connectionsPerOrigin: 5 })
  const { token } = createTokens(maskinporten, { ...http, ...deps })
  return {
    ask: (rejected: string | null = null) => token(FULLMAKT, rejected, NEVER),
    [Symbol.asyncDispose]: http.close,
  }
}

/** Whether the simulated API takes a token. */
async function opens(simulator: Simulator, token: string): Promise<boolean> {
  const authorization = `Bearer ${token}`
  const response = await fetch(`${simulator.url}${START}`, { headers: { authorization } })
  await response.arrayBuffer()
  return response.status !== 401
}

function tokenCalls(simulator: Simulator): number {
  return simulator.calls.count({ kind: 'token' })
}

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'hendelsesfolger-token-'))
  return {
    write: async (name: string, text: string) => {
      await writeFile(join(path, name), text)
      return join(path, name)
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  }
}

function registered(simulator: Simulator): Certificate {
  const { clientId, orgnr } = simulator.klient
  const certificate = createCertificate({
    orgnr,
    issuer: createCertificate({ orgnr: '310000000' }),
  })
  simulator.maskinporten.clients.addCertificate(clientId, certificate.pem)
  return certificate
}

/** Settings of a key, made for a simulator. */
const FORMS: Readonly<Record<string, (simulator: Simulator) => Promise<Env> | Env>> = {
  'a JWK': () => ({}),
  'a JWK with RS384': () => ({ MASKINPORTEN_CLIENT_ALG: 'RS384' }),
  'a JWK with RS512': () => ({ MASKINPORTEN_CLIENT_ALG: 'RS512' }),
  'a PEM and its kid': ({ klient }) => ({
    MASKINPORTEN_CLIENT_JWK: '',
    MASKINPORTEN_CLIENT_PEM: createPrivateKey({ format: 'jwk', key: JSON.parse(klient.jwk) })
      .export({ type: 'pkcs8', format: 'pem' })
      .toString(),
    MASKINPORTEN_CLIENT_KID: klient.kid,
  }),
  'a PEM and its certificate': (simulator) => {
    const { pem, privateKeyPem } = registered(simulator)
    return {
      MASKINPORTEN_CLIENT_JWK: '',
      MASKINPORTEN_CLIENT_PEM: privateKeyPem,
      MASKINPORTEN_CLIENT_X5C: pem,
    }
  },
  'a PKCS#12 file': async ({ maskinporten, klient }) => {
    const [own = ''] = importedChain(await readFile(P12))
    maskinporten.clients.addCertificate(klient.clientId, own)
    return {
      MASKINPORTEN_CLIENT_JWK: '',
      MASKINPORTEN_CLIENT_PKCS12_FILE: P12,
      MASKINPORTEN_CLIENT_PASSWORD: 'hemmelig-ÆØÅ',
    }
  },
  'the token sidecar': ({ sidecarUrl }) => ({ NAIS_TOKEN_ENDPOINT: sidecarUrl }),
}

function importedChain(file: Buffer): readonly string[] {
  return readPkcs12(file, 'hemmelig-ÆØÅ').certificates.map(String)
}

for (const [form, settingsOf] of Object.entries(FORMS)) {
  test(`${form} gives a token that the API takes`, async () => {
    await using simulator = await start()
    await using tokens = tokensOf(simulator, await settingsOf(simulator))
    assert.ok(await opens(simulator, await tokens.ask()))
  })
}

test('a token from the sidecar that is refused is replaced, although the sidecar kept it', async () => {
  await using simulator = await start()
  await using tokens = tokensOf(simulator, { NAIS_TOKEN_ENDPOINT: simulator.sidecarUrl })
  const refused = await tokens.ask()
  simulator.maskinporten.revokeAll()

  const renewed = await tokens.ask(refused)

  assert.ok(await opens(simulator, renewed))
  assert.equal(simulator.calls.count({ kind: 'sidecar' }), 2)
})

test('a key that is replaced in its file and at Maskinporten while we run costs nothing', async () => {
  await using simulator = await start()
  await using files = await folder()
  const { clients } = simulator.maskinporten
  const file = await files.write('jwk', simulator.klient.jwk)
  await using tokens = tokensOf(simulator, {
    MASKINPORTEN_CLIENT_JWK: '',
    MASKINPORTEN_CLIENT_JWK_FILE: file,
  })
  const old = await tokens.ask()

  const { jwk } = await clients.addKey(simulator.klient.clientId)
  await files.write('jwk', jwk)
  clients.expireKey(simulator.klient.clientId, simulator.klient.kid)

  assert.ok(await opens(simulator, await tokens.ask(old)))
  assert.equal(tokenCalls(simulator), 2)
})

for (const [what, retire] of [
  ['expires', ({ clientId, kid }, clients) => clients.expireKey(clientId, kid)],
  ['is removed', ({ clientId, kid }, clients) => clients.get(clientId)?.keys.delete(kid)],
] as const satisfies readonly (readonly [
  string,
  (klient: Simulator['klient'], clients: Simulator['maskinporten']['clients']) => unknown,
])[]) {
  test(`when the first key ${what} while we run the next one takes over`, async () => {
    await using simulator = await start()
    const { klient, maskinporten } = simulator
    const next = await maskinporten.clients.addKey(klient.clientId)
    const used: string[] = []
    await using tokens = tokensOf(
      simulator,
      { MASKINPORTEN_NEXT_CLIENT_JWK: next.jwk },
      { onKeyUsed: (avtrykk) => used.push(avtrykk) },
    )
    const old = await tokens.ask()

    retire(klient, maskinporten.clients)

    const second = await tokens.ask(old)
    assert.ok(await opens(simulator, second))
    await tokens.ask(second)
    // One with the first, one that is refused, and then with the next alone.
    assert.equal(tokenCalls(simulator), 4)
    assert.equal(new Set(used).size, 2)
  })
}

for (const [words, off] of [
  ['ahead', HOUR],
  ['behind', -HOUR],
] as const) {
  test(`with our clock an hour ${words} there are tokens all the same`, async () => {
    await using simulator = await start()
    const now = (): number => simulator.clock.now() + off
    await using tokens = tokensOf(simulator, {}, { now })

    const first = await tokens.ask()
    assert.ok(await opens(simulator, first))
    assert.ok(await opens(simulator, await tokens.ask(first)))
    // The first grant is refused; what was learnt serves for the next.
    assert.equal(tokenCalls(simulator), 3)
  })
}

test('a clock that is set back does not make a token last longer', async () => {
  await using simulator = await start()
  let [wall, elapsed] = [Date.now(), 0]
  await using tokens = tokensOf(simulator, {}, { now: () => wall, elapsed: () => elapsed })
  const first = await tokens.ask()

  wall -= HOUR
  elapsed += 600_000

  assert.notEqual(await tokens.ask(), first)
})

test('while Maskinporten is down for an hour the token is used to its end, and the next call after gets one', async () => {
  await using simulator = await start({ tokenLifetimeSeconds: 600 })
  let elapsed = 0
  await using tokens = tokensOf(simulator, {}, { elapsed: () => elapsed })
  const first = await tokens.ask()
  const down = simulator.faults.add({ kind: 'token' }, { type: 'reset' })

  for (; elapsed < 600_000; elapsed += 1_000) assert.equal(await tokens.ask(), first)
  // In its last half minute it is asked for anew now and then, not at each of the thirty calls.
  assert.ok(tokenCalls(simulator) - 1 < 15, `${tokenCalls(simulator)} calls`)
  for (; elapsed < HOUR; elapsed += 60_000) {
    isFault(await faultOf(tokens.ask()), 'NO_TOKEN', /no answer from/)
  }
  down.end()

  assert.ok(await opens(simulator, await tokens.ask()))
})
