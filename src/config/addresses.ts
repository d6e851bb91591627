/** The addresses of others: https, or http where the traffic never leaves this machine. */
import type { Stier } from '../domain/katalog.ts'
import { isLoopback } from '../lib/loopback.ts'
import type { Parse, Parsed } from './env.ts'

/** Hosts that may be reached by http although they are not this machine. */
export type HttpHosts = ReadonlySet<string>

/** An https URL without user, query or fragment; http on loopback only. Kept as it was written. */
export function webAddress(httpHosts: HttpHosts): Parse<string> {
  return (text) => checkWebAddress(text, text, httpHosts)
}

/**
 * The address of Skatteetaten's APIs, without a last slash: with {vert} for the host label in the
 * 2024 form, one shared host in that of 2022.
 */
export function apiAddress(stier: Stier | undefined, httpHosts: HttpHosts): Parse<string> {
  return (text) => {
    const [tried, value] = [text.replaceAll('{vert}', 'vert'), text.replace(/\/+$/, '')]
    const checked = checkWebAddress(tried, value, httpHosts)
    if ('problem' in checked) return checked
    if (/[{}]/.test(text.replaceAll('{vert}', ''))) {
      return { problem: 'may have no other variable than {vert}' }
    }
    const hasVert = text.includes('{vert}')
    if (stier === '2024' && !hasVert) {
      return {
        problem:
          'must have {vert} in place of the host label, such as https://{vert}.api.example.org: SKATTEETATEN_STIER=2024 has one host per API',
      }
    }
    if (stier === '2022' && hasVert) {
      return { problem: 'must be without {vert}: SKATTEETATEN_STIER=2022 has one shared host' }
    }
    return checked
  }
}

function checkWebAddress(text: string, value: string, httpHosts: HttpHosts): Parsed<string> {
  const url = URL.parse(text)
  if (url === null || !['https:', 'http:'].includes(url.protocol)) {
    return { problem: 'must be a full URL such as https://example.org' }
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !httpHosts.has(url.hostname)) {
    return { problem: 'must be https: http is for 127.0.0.1, ::1 and localhost only' }
  }
  if (url.username !== '' || url.password !== '') {
    return { problem: 'must be without a user name and password' }
  }
  if (url.search !== '' || url.hash !== '') return { problem: 'must be without ? and #' }
  return { value }
}

/** Host names separated by commas, in small letters. */
export const hostNames: Parse<HttpHosts> = (text, { form }) => {
  const names = text.split(',').map((name) => name.trim())
  return names.every((name) => /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name))
    ? { value: new Set(names) }
    : { problem: `must be ${form}` }
}

/** A Postgres URL; shown without its password and, of its parameters, with those for TLS alone. */
export const postgresUrl: Parse<string> = (text, { form }) => {
  const url = URL.parse(text)
  // A password with an unencoded / ? or # ends the host too early and leaves its @ further on.
  const rest = url === null ? '@' : url.pathname + url.search + url.hash
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || /[@#]/.test(rest)) {
    return { problem: `must be ${form}, with the password percent-encoded` }
  }
  if (url.password !== '') url.password = '***'
  const shown = [...url.searchParams].filter(([name]) => /^ssl(mode|rootcert|cert|key)$/.test(name))
  url.search = new URLSearchParams(shown).toString()
  return { value: text, shown: url.href }
}
