/**
 * Lists of inntektsmottakere: no event tells about them. A test says who is on one, and may change it
 * while the simulator runs.
 */
import { z } from 'zod'
import { integer, type Random } from './random.ts'
import { personnummer } from './identifikator.ts'
import type { World } from './world.ts'

export const INNTEKTSMOTTAKERE = 'inntektsmottakere'

const maaned = z.string().regex(/^\d{4}-\d{2}$/)

export const mottakerlisteSchema = z.strictObject({
  /** The agreement's months. Default: from 2021-01, and no end. */
  fraOgMed: maaned.nullable().optional(),
  tilOgMed: maaned.nullable().optional(),
  /** Null: somebody whose number is kept back. */
  personer: z.array(z.string().nullable()),
})
export type Mottakerliste = z.infer<typeof mottakerlisteSchema>

/** The body that the API answers with, in the shape of its documented example. */
export function mottakerlisteJson(
  opplysningspliktig: string,
  { fraOgMed = '2021-01', tilOgMed = null, personer }: Mottakerliste,
): string {
  return JSON.stringify({
    ...called(opplysningspliktig),
    ...(fraOgMed !== null && { fraOgMed }),
    ...(tilOgMed !== null && { tilOgMed }),
    inntektsmottaker: personer.map((personidentifikator) =>
      personidentifikator === null ? { skjermet: true } : { personidentifikator },
    ),
  })
}

/** The answer about a shielded list: the call's own parameters and no more. */
export function skjermetJson(opplysningspliktig: string): string {
  return JSON.stringify({ ...called(opplysningspliktig), skjermet: true })
}

function called(opplysningspliktig: string) {
  return { opplysningspliktig: { norskIdentifikator: opplysningspliktig } }
}

/** The employer's list is this from now on. */
export function employ(world: World, opplysningspliktig: string, liste: Mottakerliste): void {
  const data = mottakerlisteJson(opplysningspliktig, liste)
  world.set(INNTEKTSMOTTAKERE, { identifikator: opplysningspliktig }, { data })
}

/** A list that nobody has said anything of. */
export function madeUpListe(opplysningspliktig: string, random: Random): string {
  const personer = Array.from({ length: integer(random, 1, 9) }, () => personnummer(random))
  return mottakerlisteJson(opplysningspliktig, { personer })
}
