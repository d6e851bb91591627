/** The proxy, by the names that everybody uses for it, in capitals or small letters. */
import type { Proxies } from '../domain/transport.ts'
import { isComplete, type Parse, type Reader } from './env.ts'
import { secretSetting, textSetting } from './setting.ts'
import { anyText } from './values.ts'

const PROXY = 'a URL such as http://user:password@proxy:8080'

export const PROXY_SETTINGS = [
  secretSetting(
    'HTTPS_PROXY',
    PROXY,
    'The proxy to https addresses, reached by CONNECT. This machine itself is always reached without. Also in small letters, which then go first.',
  ),
  secretSetting(
    'HTTP_PROXY',
    PROXY,
    'The same to http addresses, and to https where `HTTPS_PROXY` is not set.',
  ),
  textSetting(
    'NO_PROXY',
    'host names separated by commas, or *',
    'Hosts that are reached without a proxy, with those below them: `example.org` is `api.example.org` as well.',
  ),
]

/** @returns null where there is none */
export function readProxies(read: Reader): Proxies | null | undefined {
  const fields = {
    https: read.optional('HTTPS_PROXY', proxy, written(read, 'HTTPS_PROXY')),
    http: read.optional('HTTP_PROXY', proxy, written(read, 'HTTP_PROXY')),
    none: read.optional('NO_PROXY', anyText, written(read, 'NO_PROXY')),
  }
  if (!isComplete(fields)) return undefined
  const { https, http, none } = fields
  return https === null && http === null ? null : { https, http, none: none ?? '' }
}

function written(read: Reader, name: string): string {
  const small = name.toLowerCase()
  return read.isSet(small) ? small : name
}

const proxy: Parse<string> = (text, { form }) => {
  const value = text.includes('://') ? text : `http://${text}`
  const url = URL.parse(value)
  const isBare = url !== null && url.pathname === '/' && url.search === '' && url.hash === ''
  if (!isBare || !['http:', 'https:'].includes(url.protocol)) return { problem: `must be ${form}` }
  if (url.password !== '') url.password = '***'
  return { value, shown: url.href }
}
