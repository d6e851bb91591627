/** How the way to others is secured, as the settings say. */
import type { Secret } from './client-key.ts'

/** What we show to an API that asks who calls: a certificate and its key. */
export type ClientCertificate = {
  readonly password: Secret | null
} & (
  | { readonly kind: 'pem'; readonly certificate: Secret; readonly key: Secret }
  /** Both in a PKCS#12 file: in base64, or with a byte in each character. */
  | { readonly kind: 'pkcs12'; readonly pkcs12: Secret }
)

/** As everybody writes them: `http://user:password@proxy:8080`, and hosts that are reached without. */
export type Proxies = {
  readonly https: string | null
  readonly http: string | null
  readonly none: string
}

export type Transport = {
  /** Null: none is shown. */
  readonly clientCertificate: ClientCertificate | null
  /** PEM certificates of whom to trust; null: the public authorities. */
  readonly ca: Secret | null
}
