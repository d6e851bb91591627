/**
 * The katalog's shape: everything that differs between hendelseslister and between
 * oppslagstjenester, as data. The entries are in katalog/; KATALOG_FIL adds to them or overrides
 * any field.
 */
import { z } from 'zod'

/** The two address forms: one host per API (2024), one shared host with long paths (2022). */
export const STIER = ['2024', '2022'] as const
export type Stier = (typeof STIER)[number]

/** Variables that a sti may use. `fraOgMed` and `tilOgMed` are the first and last month of gjelderPeriode. */
const STI_VARIABLES = [
  'rettighetspakke',
  'identifikator',
  'gjelderPeriode',
  'fraOgMed',
  'tilOgMed',
] as const
export type StiVariable = (typeof STI_VARIABLES)[number]

const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'small letters and digits with single hyphens')
  // The id is also a table's name with _ for -, and Postgres cuts names at 63 bytes.
  .max(60)

const vert = z.string().regex(/^[a-z][a-z0-9-]*$/, 'a host label: small letters, digits, hyphens')

const scope = z.string().regex(/^[a-z]+:[a-z0-9/._-]+$/, 'a scope such as skatteetaten:inntekt')

const kode = z.string().regex(/^[A-Z]+-\d{3}$/, 'a feilkode such as SSG-008')

const sti = z
  .string()
  .startsWith('/', 'a path that starts with /')
  .refine(
    (text) =>
      [...text.matchAll(/\{([^}]*)\}/g)].every(([, name]) =>
        STI_VARIABLES.some((known) => known === name),
      ),
    `only the variables {${STI_VARIABLES.join('}, {')}}`,
  )

const adresse = z.strictObject({
  sti,
  /** False where nobody has documented the path or been seen to use it: it is inferred. */
  bekreftet: z.boolean(),
})

/** Null: the path in that form is unknown, and is not guessed. */
const adresser = z.strictObject({ '2024': adresse.nullable(), '2022': adresse.nullable() })

/** A documented answer that is neither 200 with data nor a fault. */
const dokumentertSvar = z.strictObject({
  status: z.int().min(400).max(499),
  kode,
  betyr: z.enum(['slettet', 'ingen_data']),
})

export const oppslagSchema = z.strictObject({
  id,
  tittel: z.string().min(1),
  /** The API's host label. The five slots are counted per API: oppslag with one vert share them. */
  vert,
  /** Any one of these gives access; the first is asked for unless only another is granted. */
  scopes: z.array(scope).min(1),
  /** Names known from documentation. Not exhaustive, and their casing differs between APIs. */
  rettighetspakker: z.array(z.string().min(1)),
  adresser,
  /** Whether the nøkkel needs a gjelderPeriode to be looked up. */
  periode: z.enum(['aar', 'maaned', 'ingen']),
  /** Whose identifikator it takes; absent where that is not known. */
  om: z.enum(['personer', 'virksomheter', 'begge']).optional(),
  /** What it answers with, where that is no opplysning of a person: it has no table then. */
  gir: z.enum(['inntektsmottakere', 'siste_periode']).optional(),
  /** The letters before the number in this API's feilkoder, such as `SSG`. */
  feilkoder: z.string().regex(/^[A-Z]+$/),
  svar: z.array(dokumentertSvar),
  /** Document or code that the entry was read from. */
  kilde: z.string().min(1),
})
export type Oppslag = Readonly<z.infer<typeof oppslagSchema>>

export const listeSchema = z.strictObject({
  id,
  tittel: z.string().min(1),
  vert,
  /** Any one of these gives access to the list: it has no scope of its own. */
  scopes: z.array(scope).min(1),
  /** The path of `/hendelser`; the start service is the same path with `/start` after it. */
  adresser,
  /** The list's own names for the fields that form the nøkkel and for the type. */
  felt: z.strictObject({
    identifikator: z.string().min(1),
    gjelderPeriode: z.string().min(1).nullable(),
    hendelsetype: z.string().min(1),
  }),
  feilkoder: z.string().regex(/^[A-Z]+$/),
  /** Feilkoder that come with 404 and mean "no events from there on", not an error. */
  ingenHendelser: z.array(kode),
  /** The oppslagstjenester whose data the list's events are about. */
  oppslag: z.array(id).min(1),
  kilde: z.string().min(1),
})
export type Liste = Readonly<z.infer<typeof listeSchema>>

export type Katalog = {
  readonly lister: ReadonlyMap<string, Liste>
  readonly oppslag: ReadonlyMap<string, Oppslag>
}

/** An oppslagstjeneste's table: `skattemelding-utkast` is the table skatt.skattemelding_utkast. */
export function tableName(oppslagId: string): string {
  return oppslagId.replaceAll('-', '_')
}
