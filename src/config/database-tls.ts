/**
 * How the connection to Postgres is protected. What the URL says goes before NAIS' variables of the
 * same database, and those before PGSSLMODE and its like.
 *
 * node-postgres would take require and verify-ca for verify-full, and not read PGSSLROOTCERT at all:
 * so it is told what to check, and never sees these parameters of a URL.
 */
import { type DatabaseTls, SSLMODES } from '../domain/database.ts'
import { certificatesIn, privateKeyIn } from '../lib/pem.ts'
import { isComplete, type Parse, quoted, type Reader } from './env.ts'
import { oneOf, type Setting, textSetting } from './setting.ts'
import { choice } from './values.ts'

const CERTIFICATES = 'the path of a file with certificates in PEM'
const KEY = 'the path of a file with a private key in PEM, without a password'

const PG_SETTINGS = {
  sslmode: textSetting(
    'PGSSLMODE',
    oneOf(SSLMODES),
    'How the connection is protected, where the URL has no `sslmode`: not at all (disable); encrypted, with whoever answers (require); with a certificate of `PGSSLROOTCERT` (verify-ca); and one for the host asked for (verify-full). Not set: not at all.',
  ),
  sslrootcert: textSetting(
    'PGSSLROOTCERT',
    `${CERTIFICATES}, or system`,
    'Whose certificates are trusted, where the URL has no `sslrootcert`. Required with verify-ca. Not set, or system: the public authorities.',
  ),
  sslcert: textSetting(
    'PGSSLCERT',
    CERTIFICATES,
    'The certificate that we show, where the URL has no `sslcert`.',
  ),
  sslkey: textSetting('PGSSLKEY', KEY, 'Its key, where the URL has no `sslkey`.'),
}

type Part = keyof typeof PG_SETTINGS
const PARTS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'] as const satisfies Part[]

export const DATABASE_TLS_SETTINGS: readonly Setting[] = [
  ...Object.values(PG_SETTINGS),
  ...Object.values(PG_SETTINGS).map(({ name, form }) =>
    textSetting(naisName('NAIS_DATABASE_<X>', name), form, `As \`${name}\`.`),
  ),
]

/** PGSSLMODE is NAIS_DATABASE_<X>_SSLMODE there. */
function naisName(prefix: string, pgName: string): string {
  return `${prefix}_${pgName.slice('PG'.length)}`
}

/** Asks node-postgres for what is done here always. */
const WITHOUT_EFFECT = 'uselibpqcompat'

/** Where the connection was read, which is where its protection is read as well. */
export type TlsOrigin = {
  /** The variable with its URL. */
  readonly name: string
  readonly url: string | null
  /** The start of NAIS' variables for it. */
  readonly naisPrefix: string | null
}

export function readDatabaseTls(read: Reader, origin: TlsOrigin): DatabaseTls | undefined {
  const parameters = origin.url === null ? new URLSearchParams() : new URL(origin.url).searchParams
  const unknown = [...parameters.keys()].find(
    (key) => key.startsWith('ssl') && !PARTS.some((known) => known === key),
  )
  if (unknown !== undefined) {
    read.note(`${origin.name}: its parameter ${unknown} is not supported: use ${oneOf(PARTS)}`)
    return undefined
  }

  function part<T>(which: Part, parse: Parse<T>): T | null | undefined {
    const setting = PG_SETTINGS[which]
    const text = parameters.get(which)
    if (text !== null) {
      const parsed = parse(text, setting, null)
      if ('value' in parsed) return parsed.value
      read.note(`${origin.name}: its ${which}=${quoted(text)}: ${parsed.problem}`)
      return undefined
    }
    const { naisPrefix } = origin
    const nais = naisPrefix === null ? null : naisName(naisPrefix, setting.name)
    return nais !== null && read.isSet(nais)
      ? read.optional(naisName('NAIS_DATABASE_<X>', setting.name), parse, nais)
      : read.optional(setting.name, parse)
  }

  return tlsOf(read, {
    mode: part('sslmode', sslmode),
    rootCert: part('sslrootcert', (text, ...rest) =>
      text === SYSTEM.path ? { value: SYSTEM } : pathOf(read, hasCertificates)(text, ...rest),
    ),
    cert: part('sslcert', pathOf(read, hasCertificates)),
    key: part('sslkey', pathOf(read, hasKey)),
  })
}

const SYSTEM = { path: 'system', text: '' }

type File = { readonly path: string; readonly text: string }
type Fields = {
  readonly mode: DatabaseTls['mode'] | null | undefined
  readonly rootCert: File | null | undefined
  readonly cert: File | null | undefined
  readonly key: File | null | undefined
}

function tlsOf(read: Reader, fields: Fields): DatabaseTls | undefined {
  if (!isComplete(fields)) return undefined
  const { mode, rootCert, cert, key } = fields
  const problems = [
    mode === null && (rootCert ?? cert ?? key) !== null
      ? `PGSSLMODE is not set, but a certificate for the database is: must be ${oneOf(SSLMODES)}`
      : null,
    mode === 'verify-ca' && (rootCert === null || rootCert === SYSTEM)
      ? `PGSSLROOTCERT is not set: sslmode=verify-ca must have ${CERTIFICATES}, because everybody can get a certificate of the public authorities`
      : null,
    rootCert === SYSTEM && mode === 'require'
      ? 'PGSSLROOTCERT=system: must be with sslmode=verify-full, because everybody can get a certificate of the public authorities'
      : null,
    (cert === null) !== (key === null)
      ? `${cert === null ? 'PGSSLCERT' : 'PGSSLKEY'} is not set: a certificate that we show and its key go together`
      : null,
    cert !== null && key !== null && !isKeyOf(key.text, cert.text)
      ? `PGSSLKEY=${key.path}: is the key of another certificate than ${cert.path}`
      : null,
  ].filter((problem) => problem !== null)
  for (const problem of problems) read.note(problem)
  if (problems.length > 0) return undefined

  return {
    mode: mode ?? 'disable',
    rootCert: rootCert === null || rootCert === SYSTEM ? null : rootCert.path,
    client: cert === null || key === null ? null : { cert: cert.path, key: key.path },
  }
}

const sslmode: Parse<DatabaseTls['mode']> = (text, setting, file) =>
  text === 'prefer' || text === 'allow'
    ? { problem: `would give up encryption where it fails: must be ${setting.form}` }
    : choice(SSLMODES)(text, setting, file)

/** The path of a file that can be read and holds what it should. */
function pathOf(read: Reader, isRight: (text: string) => boolean): Parse<File> {
  return (path, { form }) => {
    const content = read.file(path)
    if ('problem' in content) return content
    const text = content.value
    return isRight(text) ? { value: { path, text } } : { problem: `must be ${form}` }
  }
}

function hasCertificates(text: string): boolean {
  return text.includes('-----BEGIN CERTIFICATE') && certificatesIn(text) !== null
}

function hasKey(text: string): boolean {
  return privateKeyIn(text, null) !== null
}

function isKeyOf(keyText: string, certText: string): boolean {
  const key = privateKeyIn(keyText, null)
  return key !== null && certificatesIn(certText)?.[0]?.checkPrivateKey(key) === true
}

/** The URL as node-postgres may see it. */
export function withoutTls(url: string): string {
  const stripped = new URL(url)
  for (const name of [...PARTS, WITHOUT_EFFECT]) stripped.searchParams.delete(name)
  return stripped.search === new URL(url).search ? url : stripped.href
}
