/** Who we are to Maskinporten, and where it is. */
import { webAddress } from './addresses.ts'
import { type ClientKey, readClientKey, readNextKey } from './client-key.ts'
import { isComplete, type Reader } from './env.ts'
import { perKonsument, secretSetting, textSetting } from './setting.ts'
import type { Miljoe } from './skatteetaten.ts'
import { matching } from './values.ts'

/** An address is null where it is to be found at the well-known URL, which is null if not needed. */
export type MaskinportenConfig = {
  readonly clientId: string
  readonly key: ClientKey
  /** Tried when Maskinporten refuses the first. */
  readonly nextKey: ClientKey | null
  readonly wellKnownUrl: string | null
  readonly issuer: string | null
  readonly tokenEndpoint: string | null
}

export const MASKINPORTEN_SETTINGS = [
  textSetting(
    'MASKINPORTEN_CLIENT_ID',
    "the client's id in Maskinporten",
    'Who asks for tokens. Required.',
  ),
  secretSetting(
    'MASKINPORTEN_CLIENT_JWK',
    'a private RSA key as JWK with a kid, or MASKINPORTEN_CLIENT_PEM with MASKINPORTEN_CLIENT_X5C instead',
    'The key that the client is registered with. Required unless there is a certificate.',
  ),
  secretSetting(
    'MASKINPORTEN_NEXT_CLIENT_JWK',
    'a private RSA key as JWK with a kid',
    'The key that is to replace the other: tried when Maskinporten refuses that one.',
  ),
  secretSetting(
    'MASKINPORTEN_CLIENT_PEM',
    'a private RSA key in PEM, without a password',
    'The key of an enterprise certificate, instead of a JWK.',
  ),
  // A secret, because a file with a chain often has the key in it as well.
  secretSetting(
    'MASKINPORTEN_CLIENT_X5C',
    'certificates in PEM, or base64 DER separated by commas, our own first',
    "The enterprise certificate's chain. Required with `MASKINPORTEN_CLIENT_PEM`.",
  ),
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

/** @param miljoe null: none is set, and so no address is known; undefined: that is a problem already */
export function readMaskinporten(
  read: Reader,
  miljoe: Miljoe | null | undefined,
): MaskinportenConfig | undefined {
  const issuer = read.optional('MASKINPORTEN_ISSUER', webAddress)
  const tokenEndpoint = read.optional('MASKINPORTEN_TOKEN_ENDPOINT', webAddress)
  const given = read.optional('MASKINPORTEN_WELL_KNOWN_URL', webAddress)
  const isNeeded = given === null && (issuer === null || tokenEndpoint === null)
  const fields = {
    clientId: read.value('MASKINPORTEN_CLIENT_ID', matching(/^[\w.:-]+$/)),
    key: readClientKey(read),
    nextKey: readNextKey(read),
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
