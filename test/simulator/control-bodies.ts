/** The bodies of the control calls. */
import { z } from 'zod'
import { faultOptionsSchema, faultSchema } from './faults.ts'
import { mottakerlisteSchema } from './inntektsmottakere.ts'
import { matchSchema } from './match.ts'
import { TILSTANDER } from './truth.ts'

const share = z.number().min(0).max(1).optional()

/** Events to add; see NyHendelse. A sekvensnummer, as text, places the event. */
export const eventsBody = z.array(
  z.strictObject({
    liste: z.string(),
    sekvensnummer: z
      .string()
      .regex(/^\d{1,19}$/)
      .optional(),
    identifikator: z.string().nullable(),
    gjelderPeriode: z.string().nullish(),
    hendelsetype: z.string().nullish(),
    typeSkattepliktig: z.string().optional(),
    registreringstidspunkt: z.string().optional(),
    andreFelt: z.string().optional(),
    json: z.string().optional(),
    tilstand: z.enum(TILSTANDER).optional(),
    data: z.string().optional(),
    uendret: z.boolean().optional(),
  }),
)

export const flowBody = z.strictObject({
  hendelser: z.int().positive(),
  seed: z.int().optional(),
  lister: z.array(z.string()).min(1).optional(),
  personer: z.int().positive().optional(),
  gjentatt: share,
  slettet: share,
  ingenData: share,
  skjermet: share,
})

export const faultBody = faultOptionsSchema.extend({
  match: matchSchema.default({}),
  fault: faultSchema,
})

/** What an organisation has delegated to the simulator's client from now on; none: it takes it back. */
export const delegationBody = z.strictObject({
  orgnr: z.string().regex(/^\d{9}$/),
  scopes: z.array(z.string()),
})

/** Who is on an employer's list of inntektsmottakere from now on. */
export const employBody = mottakerlisteSchema.extend({
  opplysningspliktig: z.string().regex(/^\d{9}$/),
})

export const latencyBody = z.strictObject({
  latency: z.union([
    z.number().min(0),
    z.strictObject({ min: z.number().min(0), max: z.number().min(0) }),
  ]),
  match: matchSchema.optional(),
})
