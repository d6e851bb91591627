/** Who we are to Maskinporten, and where it is. */
import type { ClientKey } from '../domain/client-key.ts'
import { EGEN } from '../domain/ids.ts'
import { type HttpHosts, webAddress } from './addresses.ts'
import {
  type CheckKey,
  CLIENT_KEY_SETTINGS,
  NEXT_KEY_SETTINGS,
  readClientKey,
  readNextKey,
} from './client-key.ts'
import { isComplete, type Reader } from './env.ts'
import { oneOf, perKonsument, textSetting } from './setting.ts'
import type { Miljoe } from './skatteetaten.ts'
import { choice, matching } from './values.ts'

const KILDER = ['grant', 'sidecar'] as const

/** An address is null where it is to be found at the well-known URL, which is null if not needed. */
export type MaskinportenConfig = {
  readonly clientId: string
} & (
  | {
      readonly kind: 'grant'
      readonly key: ClientKey
      /** Tried when Maskinporten refuses the first. */
      readonly nextKey: ClientKey | null
      readonly wellKnownUrl: string | null
      readonly issuer: string | null
      readonly tokenEndpoint: string | null
    }
  | { readonly kind: 'sidecar'; readonly url: string }
)

export const MASKINPORTEN_SETTINGS = [
  textSetting(
    'MASKINPORTEN_CLIENT_ID',
    "the client's id in Maskinporten",
    'Who asks for tokens. Required, with a sidecar as well: a posisjon is good for its client alone.',
  ),
  textSetting(
    'MASKINPORTEN_TOKENKILDE',
    oneOf(KILDER),
    'Where tokens come from: our own grants, signed with our key, or the token sidecar. By default the sidecar where `NAIS_TOKEN_ENDPOINT` is set, unless a setting of the key is that NAIS does not set by itself: `MASKINPORTEN_CLIENT_JWK_FILE`, or any of the others below.',
  ),
  textSetting('NAIS_TOKEN_ENDPOINT', 'a full URL', "The token sidecar's address. NAIS sets it."),
  ...CLIENT_KEY_SETTINGS,
  ...NEXT_KEY_SETTINGS,
  textSetting(
    'MASKINPORTEN_WELL_KNOWN_URL',
    'a full URL',
    "Where Maskinporten's addresses are read. By default that of `SKATTEETATEN_MILJOE`.",
  ),
  textSetting(
    'MASKINPORTEN_ISSUER',
    'a full URL',
    'The audience of our grants, where it is not that of the well-known URL.',
  ),
  textSetting(
    'MASKINPORTEN_TOKEN_ENDPOINT',
    'a full URL',
    'Where tokens are asked for, where it is not that of the well-known URL.',
  ),
  perKonsument(
    textSetting(
      'MASKINPORTEN_SCOPES',
      'scopes separated by spaces, such as skatteetaten:inntekt',
      'The scopes we have. Oppslag that none of them covers are left out. Not set: all are assumed.',
    ),
  ),
]

// docs.digdir.no, "Maskinporten well-known endpoints".
const WELL_KNOWN_URLS: Readonly<Record<Miljoe, string>> = {
  test: 'https://test.maskinporten.no/.well-known/oauth-authorization-server',
  prod: 'https://maskinporten.no/.well-known/oauth-authorization-server',
}

export type MaskinportenDeps = {
  /** Null: none is set, and so no address is known; undefined: that is a problem already. */
  readonly miljoe: Miljoe | null | undefined
  readonly httpHosts: HttpHosts
  readonly konsumenter: readonly string[]
  readonly checkKey: CheckKey
}

export function readMaskinporten(
  read: Reader,
  deps: MaskinportenDeps,
): MaskinportenConfig | undefined {
  const clientId = read.value('MASKINPORTEN_CLIENT_ID', matching(/^[\w.:-]+$/))
  const kind = readTokenkilde(read)
  if (kind === undefined) return undefined
  const source = kind === 'sidecar' ? readSidecar(read, deps) : readGrant(read, deps)
  return clientId === undefined || source === undefined ? undefined : { clientId, ...source }
}

function readTokenkilde(read: Reader): (typeof KILDER)[number] | undefined {
  const given = read.optional('MASKINPORTEN_TOKENKILDE', choice(KILDER))
  if (given !== null) return given
  const kind = read.isSet('NAIS_TOKEN_ENDPOINT') && !hasKeyOfItsOwn(read) ? 'sidecar' : 'grant'
  read.show('MASKINPORTEN_TOKENKILDE', kind)
  return kind
}

/** Whether somebody has set a key by hand: NAIS itself sets MASKINPORTEN_CLIENT_JWK, and no file of it. */
function hasKeyOfItsOwn(read: Reader): boolean {
  const byHand = [...CLIENT_KEY_SETTINGS, ...NEXT_KEY_SETTINGS].map(({ name }) => name)
  return read.names.some(
    (name) => name !== 'MASKINPORTEN_CLIENT_JWK' && byHand.includes(name.replace(/_FILE$/, '')),
  )
}

function readSidecar(read: Reader, { httpHosts, konsumenter }: MaskinportenDeps) {
  const url = read.value('NAIS_TOKEN_ENDPOINT', webAddress(httpHosts))
  const others = konsumenter.filter((konsument) => konsument !== EGEN)
  if (others.length > 0) {
    read.note(
      `MASKINPORTEN_TOKENKILDE=sidecar: must be grant with KONSUMENTER=${others.join(',')}, because the sidecar asks on our own behalf only`,
    )
    return undefined
  }
  return url === undefined ? undefined : { kind: 'sidecar' as const, url }
}

function readGrant(read: Reader, { miljoe, httpHosts, checkKey }: MaskinportenDeps) {
  const address = webAddress(httpHosts)
  const issuer = read.optional('MASKINPORTEN_ISSUER', address)
  const tokenEndpoint = read.optional('MASKINPORTEN_TOKEN_ENDPOINT', address)
  const given = read.optional('MASKINPORTEN_WELL_KNOWN_URL', address)
  const isNeeded = given === null && (issuer === null || tokenEndpoint === null)
  const fields = {
    kind: 'grant' as const,
    key: readClientKey(read, checkKey),
    nextKey: readNextKey(read, checkKey),
    wellKnownUrl: isNeeded ? wellKnownUrlOf(read, miljoe) : given,
    issuer,
    tokenEndpoint,
  }
  return isComplete(fields) ? fields : undefined
}

function wellKnownUrlOf(read: Reader, miljoe: Miljoe | null | undefined): string | undefined {
  if (miljoe === undefined) return undefined
  if (miljoe === null) {
    read.note(
      'MASKINPORTEN_WELL_KNOWN_URL is not set: SKATTEETATEN_URL does not say which Maskinporten, so give it, or MASKINPORTEN_ISSUER and MASKINPORTEN_TOKEN_ENDPOINT, or SKATTEETATEN_MILJOE',
    )
    return undefined
  }
  const url = WELL_KNOWN_URLS[miljoe]
  read.show('MASKINPORTEN_WELL_KNOWN_URL', url)
  return url
}
