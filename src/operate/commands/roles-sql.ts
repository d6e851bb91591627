/** The SQL that a DBA runs where we may not make roles ourselves. */

type Facts = {
  /** The roles of ours that are not there yet. */
  readonly missing: readonly string[]
  /** Whether the schema is there, and so something to grant. */
  readonly isMigrated: boolean
}

/** @returns lines for psql, comments included */
export function rolesSql({ missing, isMigrated }: Facts): readonly string[] {
  const made =
    missing.length === 0
      ? ['-- All of its roles are there.']
      : missing.map((role) => `create role ${role} nologin;`)
  const granted = isMigrated
    ? [
        '-- Their rights. Every start of the daemon does the same.',
        'select folger.gi_rettigheter();',
      ]
    : ['-- Their rights come with the first start of the daemon: it makes the schema.']
  return [
    '-- The roles of hendelsesfolger. Run this in its database, as one who may make roles.',
    ...made,
    '',
    ...granted,
    '',
    '-- Then give them to those who log in, for example:',
    '--   grant hendelsesfolger_skriver   to DAEMON;       the daemon, where it does not own the tables',
    '--   grant hendelsesfolger_leser     to APPLICATION;  reads skatt, for the konsumenter that it is given:',
    "--   select drift.gi_lesetilgang('APPLICATION', 'egen');",
    '--   grant hendelsesfolger_bevaker   to APPLICATION;  writes wishes to skatt.bevakingsoenske',
    '--   grant hendelsesfolger_operatoer to OPERATOR;     calls the functions of drift, and reads no tax data',
  ]
}
