/**
 * The newest income year of a person: what a test has said of it, else the newest year that any
 * yearly oppslag has data of. No event tells when it changes.
 */
import { yearlyAboutPersons } from '../../src/domain/first-loading.ts'
import type { Katalog, Stier } from '../../src/domain/katalog.ts'
import { feil, type Reply } from './reply.ts'
import type { Sannhet, Truth } from './truth.ts'

export const SISTE = 'sistetilgjengeligeskatteoppgjoer'

/** So many years back it is looked for one. */
const YEARS = 15

export type SistePeriode = (
  identifikator: string,
  said: Sannhet,
  stier: Stier,
  korrelasjonsid: string | undefined,
) => Reply

export function createSistePeriode(
  katalog: Katalog,
  truth: Truth,
  thisYear: () => number,
): SistePeriode {
  const ids = new Set(yearlyAboutPersons([...katalog.oppslag.values()]))
  const yearly = [...katalog.oppslag.values()].filter(({ id }) => ids.has(id))

  function newest(identifikator: string): string | undefined {
    const last = thisYear()
    const years = Array.from({ length: YEARS }, (_, back) => String(last - back))
    return years.find((year) =>
      yearly.some((oppslag) => truth.read(oppslag, identifikator, year).tilstand === 'data'),
    )
  }

  return (identifikator, said, stier, korrelasjonsid) => {
    if (said.data !== undefined) return { status: 200, body: said.data, sannhet: said }
    if (said.tilstand === 'skjermet') {
      const body = JSON.stringify({ personidentifikator: identifikator, skjermet: true })
      return { status: 200, body, sannhet: said }
    }
    const year = said.versjon > 0 ? undefined : newest(identifikator)
    if (year === undefined) return { ...nothing(stier, korrelasjonsid), sannhet: said }
    return { status: 200, body: sisteJson(identifikator, year), sannhet: said }
  }
}

/** In the shape of the documented example. */
export function sisteJson(identifikator: string, year: string): string {
  return JSON.stringify({
    personidentifikator: identifikator,
    ressursId: 'skattegrunnlag',
    sisteTilgjengeligePeriode: year,
  })
}

/** The codes were renumbered; the newer ones came with the newer address. */
function nothing(stier: Stier, korrelasjonsid: string | undefined): Reply {
  const kode = stier === '2024' ? 'TD-004' : 'TD-005'
  return feil(404, kode, 'Fant ikke data for gitt identifikator', korrelasjonsid)
}
