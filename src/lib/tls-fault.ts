/** What is wrong when a TLS connection does not come about, by the code that Node gives it. */

const CERTIFICATE_FAULTS: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host'],
  ['CERT_REVOKED', 'its certificate is revoked'],
])

/** Those of OpenSSL's verification that say: nobody we trust has signed it. */
const UNTRUSTED = /^(DEPTH_ZERO_)?SELF_SIGNED_CERT|^UNABLE_TO_|^CERT_(UNTRUSTED|SIGNATURE_FAILURE)/

/** @returns half a sentence about the other side; undefined where the code is not one of TLS */
export function tlsFault(code: string): string | undefined {
  if (UNTRUSTED.test(code)) return 'its certificate is from an authority that is not trusted'
  if (/^ERR_SSL_\w*(CERTIFICATE|UNKNOWN_CA)/.test(code)) return 'it does not accept our certificate'
  if (/^ERR_(SSL|TLS)_/.test(code)) return CERTIFICATE_FAULTS.get(code) ?? 'TLS failed'
  return CERTIFICATE_FAULTS.get(code)
}
