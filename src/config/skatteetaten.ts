/** Which Skatteetaten: its environment, its addresses, and how they are written. */
import { STIER, type Stier } from '../domain/katalog.ts'
import { apiAddress, hostNames, type HttpHosts } from './addresses.ts'
import type { Reader } from './env.ts'
import { oneOf, textSetting } from './setting.ts'
import { choice } from './values.ts'

const MILJOER = ['test', 'prod'] as const
export type Miljoe = (typeof MILJOER)[number]

export const SKATTEETATEN_SETTINGS = [
  textSetting(
    'SKATTEETATEN_MILJOE',
    oneOf(MILJOER),
    "Skatteetaten's environment. Decides the addresses of the APIs and of Maskinporten. Required unless `SKATTEETATEN_URL` is set.",
  ),
  textSetting(
    'SKATTEETATEN_URL',
    'a full URL',
    "The APIs' address, where it is not that of `SKATTEETATEN_MILJOE`. `{vert}` stands for the API's host label; the paths of 2022 have one shared host and no `{vert}`.",
  ),
  textSetting(
    'SKATTEETATEN_STIER',
    oneOf(STIER),
    'The form of the addresses: one host per API (2024), or a shared host with long paths (2022).',
    '2024',
  ),
  textSetting(
    'TILLAT_HTTP_TIL',
    'host names separated by commas',
    'Hosts that may be reached without encryption, as a simulator in a network of its own. Not in production. Of all others http is refused, but for this machine.',
  ),
  textSetting(
    'KATALOG_FIL',
    'the path of a JSON file',
    'Adds hendelseslister and oppslagstjenester to the katalog, or overrides fields of those in it.',
  ),
]

const DEFAULT_URLS: Readonly<Record<Stier, Readonly<Record<Miljoe, string>>>> = {
  '2024': {
    test: 'https://{vert}.api.skatteetaten-test.no',
    prod: 'https://{vert}.api.skatteetaten.no',
  },
  '2022': { test: 'https://api-test.sits.no', prod: 'https://api.skatteetaten.no' },
}

/** Each is undefined where it was wrong; `miljoe` is null where the URL alone says it. */
export type SkatteetatenRead = {
  readonly miljoe: Miljoe | null | undefined
  readonly httpHosts: HttpHosts
  readonly stier: Stier | undefined
  readonly url: string | undefined
}

export function readSkatteetaten(read: Reader): SkatteetatenRead {
  const miljoe = read.optional('SKATTEETATEN_MILJOE', choice(MILJOER))
  const httpHosts = readHttpHosts(read, miljoe)
  const stier = read.value('SKATTEETATEN_STIER', choice(STIER))
  const given = read.optional('SKATTEETATEN_URL', apiAddress(stier, httpHosts))
  const common = { miljoe, httpHosts, stier }
  if (given !== null) return { ...common, url: given }

  if (miljoe === null) {
    read.note(
      `SKATTEETATEN_MILJOE is not set: must be ${oneOf(MILJOER)}, unless SKATTEETATEN_URL is set`,
    )
    return { ...common, miljoe: undefined, url: undefined }
  }
  if (miljoe === undefined || stier === undefined) return { ...common, url: undefined }
  const url = DEFAULT_URLS[stier][miljoe]
  read.show('SKATTEETATEN_URL', url)
  return { ...common, url }
}

function readHttpHosts(read: Reader, miljoe: Miljoe | null | undefined): HttpHosts {
  const hosts = read.optional('TILLAT_HTTP_TIL', hostNames)
  if (hosts && miljoe === 'prod') {
    read.note('TILLAT_HTTP_TIL is set: must not be with SKATTEETATEN_MILJOE=prod')
  }
  return hosts ?? new Set()
}
