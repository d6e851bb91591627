/** A contender of bench/peers/ as a process, with the same environment for all. */
import { join } from 'node:path'
import { EGEN } from '../../src/domain/ids.ts'
import { createTokens } from '../../src/maskinporten/tokens.ts'
import { addressTemplate } from '../../src/skatteetaten/address.ts'
import { createHttp } from '../../src/skatteetaten/client.ts'
import { type Child, startChild } from './child.ts'
import { configOf } from '../../test/support/config.ts'
import { NODE_FLAGS } from './daemon.ts'
import { LISTE, OPPSLAG, type Simulated } from './simulated.ts'

/** @param name of a file in bench/peers/ */
export function startPeer(name: string) {
  return async (databaseUrl: string, simulated: Simulated): Promise<Child> =>
    startChild({
      script: join(import.meta.dirname, '../peers', `${name}.ts`),
      nodeFlags: NODE_FLAGS,
      env: { DATABASE_URL: databaseUrl, ...(await addresses(simulated)) },
    })
}

async function addresses({ settings }: Simulated): Promise<Record<string, string>> {
  const config = configOf(settings)
  const [fulgt] = config.lister
  const [first] = fulgt?.oppslag ?? []
  if (!fulgt || !first) throw new Error('no oppslag is followed')
  const oppslag = addressTemplate(config.skatteetaten, first.oppslag, OPPSLAG)
    .replace('{rettighetspakke}', first.rettighetspakke ?? '')
    // The list of the bench has months.
    .replace(/\{fraOgMed\}|\{tilOgMed\}/g, '{gjelderPeriode}')
  return {
    LISTE_URL: addressTemplate(config.skatteetaten, fulgt.liste, LISTE),
    OPPSLAG_URL: oppslag,
    TOKEN: await bearer(settings),
  }
}

/** A token for the followed oppslag, and for its list where they have one scope, as here. */
export async function bearer(settings: Readonly<Record<string, string>>): Promise<string> {
  const config = configOf(settings)
  const scope = config.lister[0]?.oppslag[0]?.scope ?? ''
  const http = createHttp({ connectionsPerOrigin: 1 })
  if (config.maskinporten === null) throw new Error('the settings ask for no tokens')
  const { token } = createTokens(config.maskinporten, http)
  try {
    return await token({ konsument: EGEN, scope }, null, new AbortController().signal)
  } finally {
    await http.close()
  }
}
