/** The environment that points the daemon at a simulator. */
import type { Katalog, Stier } from '../../src/domain/katalog.ts'
import type { Klient } from './maskinporten/clients.ts'

export type SettingsOptions = {
  /** Which address form to use. Default: 2024, one host per API. */
  readonly stier?: Stier | undefined
  /** Default: every list that can be followed in that form. */
  readonly lister?: readonly string[] | undefined
}

export type Settings = Readonly<Record<string, string>>

export function createSettings(
  at: {
    readonly url: string
    readonly katalog: Katalog
    readonly klient: Klient
    readonly wellKnownUrl: string
    readonly startdato: string
  },
  { stier = '2024', lister }: SettingsOptions = {},
): Settings {
  const followed = lister ?? followable(at.katalog, stier)
  return {
    SKATTEETATEN_URL: stier === '2024' ? `${at.url}/{vert}` : at.url,
    SKATTEETATEN_STIER: stier,
    MASKINPORTEN_WELL_KNOWN_URL: at.wellKnownUrl,
    MASKINPORTEN_CLIENT_ID: at.klient.clientId,
    MASKINPORTEN_CLIENT_JWK: at.klient.jwk,
    // Any package is served.
    RETTIGHETSPAKKE: 'ssb',
    STARTDATO: at.startdato,
    HENDELSESLISTER: followed.join(','),
  }
}

/** The lists that have an address in that form, as has at least one of their oppslag. */
export function followable({ lister, oppslag }: Katalog, stier: Stier): string[] {
  return [...lister.values()]
    .filter((liste) => liste.adresser[stier] !== null)
    .filter((liste) => liste.oppslag.some((id) => oppslag.get(id)?.adresser[stier]))
    .map(({ id }) => id)
}
