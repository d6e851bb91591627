/** The key that our grants are signed with, as the settings give it. */

/** Maskinporten takes these three (docs.digdir.no, "JWT grant"). */
export const ALGORITHMS = ['RS256', 'RS384', 'RS512'] as const
export type Algorithm = (typeof ALGORITHMS)[number]

/** A text that nothing may repeat. */
export type Secret = {
  /** The setting that it is, for messages. */
  readonly setting: string
  readonly text: string
  /** Where it was read and is read again, because it may be replaced; null: in a variable. */
  readonly file: string | null
}

export type ClientKey = KeyForm & {
  /** Null: as the JWK itself says, or RS256. */
  readonly alg: Algorithm | null
  /** Of a PEM or a PKCS#12 file that has one. */
  readonly password: Secret | null
}

export type KeyForm =
  /** A private JWK's JSON, with its kid. */
  | { readonly kind: 'jwk'; readonly jwk: Secret }
  /** A private key in PEM, registered by its kid or by its certificate, whose chain `x5c` is. */
  | {
      readonly kind: 'pem'
      readonly pem: Secret
      readonly registered: { readonly kid: string } | { readonly x5c: Secret }
    }
  /** A PKCS#12 file with key and certificates: in base64, or with a byte in each character. */
  | { readonly kind: 'pkcs12'; readonly pkcs12: Secret }
