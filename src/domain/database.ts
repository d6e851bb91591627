/** How Postgres is reached, as the settings say. */

export type Connection = (
  | { readonly kind: 'url'; readonly url: string }
  | {
      readonly kind: 'parts'
      readonly host: string
      readonly port: number
      readonly database: string
      readonly user: string
      readonly password: string | null
    }
) & {
  /** Not given: not encrypted. */
  readonly tls?: DatabaseTls
}

/** Least to most that is checked (Postgres' documentation, "SSL Support" of libpq). */
export const SSLMODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const

/**
 * - `disable`: not encrypted.
 * - `require`: encrypted, with whoever answers; with a `rootCert` the same as verify-ca.
 * - `verify-ca`: the server's certificate is from one of `rootCert`; its name may be any.
 * - `verify-full`: and it is for the host that was asked for.
 */
export type DatabaseTls = {
  readonly mode: (typeof SSLMODES)[number]
  /** The path of PEM certificates that are trusted; null: the public authorities. */
  readonly rootCert: string | null
  /** The paths of our own certificate and its key in PEM; null: we show none. */
  readonly client: { readonly cert: string; readonly key: string } | null
}
