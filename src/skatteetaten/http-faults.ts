/** What undici's errors mean, by their codes: never by their messages, which may hold the URL. */
import { tlsFault } from '../lib/tls-fault.ts'

/** Such as `ECONNREFUSED`, `UND_ERR_SOCKET` or `CERT_HAS_EXPIRED`. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/** The parser's own errors, and headers without end: something answers, but it is not an API. */
export function isGarbled(code: string): boolean {
  return /^HPE_|^HTTPParserError$|^UND_ERR_HEADERS_OVERFLOW$/.test(code)
}

/** Why nothing came: what follows "no answer from" an address. */
export function whyUnreachable(error: Error): string {
  // undici gives no code of its own for it; these words of its hold nothing else.
  const [, proxyStatus] = /^Proxy response \((\d+)\) !== 200/.exec(error.message) ?? []
  if (proxyStatus !== undefined) {
    return `: the proxy answered ${proxyStatus} to CONNECT. Check HTTPS_PROXY with its user and password, and what the proxy lets through`
  }
  const code = codeOf(error)
  const tls = tlsFault(code)
  return tls === undefined ? ` (${code})` : `: ${tls} (${code})`
}
