/** The clients that the simulated Maskinporten knows: their keys, certificates and rights. */
import { X509Certificate } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWK } from 'jose'

export type Key = { readonly kid: string; readonly publicJwk: JWK; expired: boolean }

export type Client = {
  readonly clientId: string
  readonly orgnr: string
  readonly keys: Map<string, Key>
  /** SHA-256 of each registered certificate. */
  readonly certificates: Set<string>
  /** Scopes registered on the client. */
  readonly scopes: ReadonlySet<string>
  /** Scopes that their owner has granted the organisation. */
  readonly granted: ReadonlySet<string>
  /** Which scopes each customer has delegated to the organisation. */
  readonly delegated: Map<string, ReadonlySet<string>>
}

/** What a client's own side holds. */
export type Klient = {
  readonly clientId: string
  readonly orgnr: string
  readonly kid: string
  /** The private key: a JWK as JSON text. */
  readonly jwk: string
}

export type Registration = {
  readonly clientId?: string
  /** Default: a synthetic organisasjonsnummer. */
  readonly orgnr?: string
  /** Default: every scope of the katalog; `granted` the same as `scopes`. */
  readonly scopes?: readonly string[]
  readonly granted?: readonly string[]
  /** A private RSA JWK as JSON text; default: a new one. */
  readonly jwk?: string | undefined
}

export type Clients = {
  readonly register: (registration?: Registration) => Promise<Klient>
  /** Gives a client one more key; the old ones stay valid. */
  readonly addKey: (clientId: string, jwk?: string) => Promise<Klient>
  readonly expireKey: (clientId: string, kid: string) => void
  readonly addCertificate: (clientId: string, pem: string) => void
  readonly delegate: (clientId: string, consumerOrgnr: string, scopes: readonly string[]) => void
  readonly get: (clientId: string) => Client | undefined
}

const ORGNR = '310977101'

export function createClients(allScopes: readonly string[]): Clients {
  const clients = new Map<string, Client>()
  let registered = 0

  function known(clientId: string): Client {
    const client = clients.get(clientId)
    if (client === undefined) throw new Error(`no client ${clientId} is registered`)
    return client
  }

  async function addKey(clientId: string, jwk?: string): Promise<Klient> {
    const client = known(clientId)
    const text = jwk ?? (await newKey())
    const { kid, n, e } = publicParts(text)
    client.keys.set(kid, { kid, publicJwk: { kty: 'RSA', n, e }, expired: false })
    return { clientId, orgnr: client.orgnr, kid, jwk: text }
  }

  return {
    addKey,
    async register({ clientId, orgnr = ORGNR, scopes = allScopes, granted = scopes, jwk } = {}) {
      registered += 1
      const id = clientId ?? `simulert-klient-${registered}`
      clients.set(id, {
        clientId: id,
        orgnr,
        keys: new Map(),
        certificates: new Set(),
        scopes: new Set(scopes),
        granted: new Set(granted),
        delegated: new Map(),
      })
      return addKey(id, jwk)
    },
    expireKey(clientId, kid) {
      const key = known(clientId).keys.get(kid)
      if (key === undefined) throw new Error(`the client has no key ${kid}`)
      key.expired = true
    },
    addCertificate(clientId, pem) {
      known(clientId).certificates.add(new X509Certificate(pem).fingerprint256)
    },
    delegate(clientId, consumerOrgnr, scopes) {
      known(clientId).delegated.set(consumerOrgnr, new Set(scopes))
    },
    get: (clientId) => clients.get(clientId),
  }
}

let shared: Promise<string> | undefined

/** One key for the default client of every simulator in this process: keys take long to make. */
export function sharedKey(): Promise<string> {
  shared ??= newKey()
  return shared
}

/** A private RSA key as a JWK in JSON text, with kid and alg. */
async function newKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const kid = crypto.randomUUID()
  return JSON.stringify({ ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' })
}

function publicParts(jwk: string): { kid: string; n: string; e: string } {
  const parsed: unknown = JSON.parse(jwk)
  if (typeof parsed === 'object' && parsed !== null) {
    const { kid, n, e }: { kid?: unknown; n?: unknown; e?: unknown } = parsed
    if (typeof kid === 'string' && typeof n === 'string' && typeof e === 'string') {
      return { kid, n, e }
    }
  }
  throw new Error('a client key is an RSA JWK with a kid')
}
