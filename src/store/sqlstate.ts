/**
 * What Postgres' errors mean to us, by SQLSTATE (documentation, appendix A), as data.
 *
 * None of them ends the process (P13): a loop that met one starts again with growing waits. The
 * kinds tell what an operator should do about it, and which error is the fault of one value.
 */
import { tlsFault } from '../lib/tls-fault.ts'

/**
 * - `passing`: wait: the server is restarting, full, busy or read-only for now.
 * - `value`: this value can't be stored; others can (P10).
 * - `setup`: somebody must change something: rights, password, schema, or a bug of ours.
 */
export type DatabaseFaultKind = 'passing' | 'value' | 'setup'

type Row = {
  /** The first characters of the SQLSTATE. */
  readonly prefix: string
  readonly kind: DatabaseFaultKind
  readonly advice: string
}

const COMES_BACK = 'It is tried again by itself'

/** The longest prefix that fits decides. */
export const DATABASE_FAULTS = rowsOf([
  { prefix: '53100', kind: 'passing', advice: 'The disk is full: make room. It goes on by itself' },
  {
    prefix: '53300',
    kind: 'passing',
    advice:
      'Too many connections: lower DATABASE_POOL_MAX here or elsewhere, or raise max_connections',
  },
  { prefix: '53', kind: 'passing', advice: `The server lacks resources. ${COMES_BACK}` },
  { prefix: '08', kind: 'passing', advice: `The connection was lost. ${COMES_BACK}` },
  {
    prefix: '57',
    kind: 'passing',
    advice: `The server ended the statement or is going down. ${COMES_BACK}`,
  },
  { prefix: '40', kind: 'passing', advice: `It collided with another transaction. ${COMES_BACK}` },
  { prefix: '55', kind: 'passing', advice: `A row or table is locked by others. ${COMES_BACK}` },
  {
    prefix: '25006',
    kind: 'passing',
    advice: 'The server is read-only: it may be a former primary. A new connection is made',
  },
  {
    prefix: '58',
    kind: 'passing',
    advice: `The server met a fault of its system: see its log. ${COMES_BACK}`,
  },
  { prefix: 'XX', kind: 'passing', advice: 'The server met a fault of its own: see its log' },
  { prefix: '22', kind: 'value', advice: 'A value can not be stored' },
  { prefix: '54', kind: 'value', advice: 'A value is too large or too deep' },
  {
    prefix: '28000',
    kind: 'setup',
    advice:
      'Check the user, and what pg_hba.conf wants: encryption (PGSSLMODE) or a certificate of ours (PGSSLCERT)',
  },
  { prefix: '28', kind: 'setup', advice: 'Check the user and the password of the database' },
  { prefix: '3D', kind: 'setup', advice: 'Check the name of the database' },
  {
    prefix: '42501',
    kind: 'setup',
    advice: 'Grant the user its rights on the schemas folger and skatt',
  },
  {
    prefix: '42',
    kind: 'setup',
    advice: "Check that the schema is this program's: start with MIGRATIONS=run or check",
  },
])

function rowsOf(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((one, other) => other.prefix.length - one.prefix.length)
}

/** Not known to us: told as it is, and tried again. */
const UNKNOWN: Omit<Row, 'prefix'> = { kind: 'setup', advice: "See the server's log" }

/** No answer at all: the network, or the server is not there. */
const NO_ANSWER: Omit<Row, 'prefix'> = {
  kind: 'passing',
  advice: `The database can not be reached. ${COMES_BACK}`,
}

const TLS = 'See sslmode and sslrootcert in its URL, or PGSSLMODE and PGSSLROOTCERT'

const WITHOUT_TLS: Omit<Row, 'prefix'> = {
  kind: 'setup',
  advice: `The database server does not take encrypted connections. ${TLS}`,
}

/** node-postgres' own words: it gives no code. */
function isWithoutTls(error: unknown): boolean {
  return error instanceof Error && error.message === 'The server does not support SSL connections'
}

/** @returns undefined for an error that is not the database's */
export function databaseFault(
  error: unknown,
): { readonly kind: DatabaseFaultKind; readonly advice: string } | undefined {
  const code = errorCode(error)
  if (code === undefined) return isWithoutTls(error) ? WITHOUT_TLS : undefined
  const tls = tlsFault(code)
  if (tls !== undefined) return { kind: 'setup', advice: `Of the database server: ${tls}. ${TLS}` }
  if (/^E[A-Z]{4,}$/.test(code)) return NO_ANSWER
  if (!/^[0-9A-Z]{5}$/.test(code)) return undefined
  return DATABASE_FAULTS.find(({ prefix }) => code.startsWith(prefix)) ?? UNKNOWN
}

/** A value that can't be stored, or is too large or too deep: the fault of that value alone. */
export function isDataFault(error: unknown): boolean {
  return databaseFault(error)?.kind === 'value'
}

/** After these a connection is of no use, though it answers: it leads to a former primary, or is being ended. */
export function spoilsConnection(error: unknown): boolean {
  const code = errorCode(error)
  return code === '25006' || code?.startsWith('57P') === true
}

function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
