/** What Postgres' error codes mean to us. */

/** A value that can't be stored (class 22), or is too large or too deep (54): the fault of that value alone. */
export function isDataFault(error: unknown): boolean {
  const code = sqlstate(error)
  return code !== undefined && (code.startsWith('22') || code.startsWith('54'))
}

/** The SQLSTATE of a Postgres error; undefined for any other error. */
export function sqlstate(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined
}
