/** What `hendelsesfolger check` tries: Postgres, a token for each scope, one event of each list. */
import type { Config, FulgtListe } from '../../config/config.ts'
import { type Sekvensnummer, sekvensnummer } from '../../domain/ids.ts'
import { type Fullmakt, onBehalfOf } from '../../domain/konsument.ts'
import { sharedOppslag, sourceProblems } from '../../follow/source.ts'
import { createLog } from '../../operate/log.ts'
import { check, type CheckStep } from '../../operate/commands/check.ts'
import { readSide, readStart } from '../../skatteetaten/event-page.ts'
import { missingMigrations } from '../../store/migrate.ts'
import { describeServer } from '../../store/pool.ts'
import { loadKilder, loadPosisjon, type PosisjonKey } from '../../store/position.ts'
import { type Call, type Command, noWords } from './command.ts'
import { allOppslag, expectedKilder, unconfirmed } from '../followed.ts'
import { openOutside, type Outside } from '../outside.ts'

export const checkCommand: Command = {
  name: 'check',
  usage: '',
  about: [
    'read the settings, reach Postgres, get a token for each scope, read one event of each',
    'list, and say what was found; looks nothing up',
  ],
  options: {},
  parse: (given) => {
    noWords(given)
    return runCheck
  },
}

async function runCheck({ config, print, signal }: Call): Promise<boolean> {
  const log = createLog({ level: 'silent', format: 'json' }, () => undefined)
  await using closing = new AsyncDisposableStack()
  const outside = openOutside(config, log, closing)
  const notes = unconfirmed(config).map(
    (id) =>
      `${id}: its path is inferred, not documented. If it answers 404, give the right one in KATALOG_FIL`,
  )
  const steps = [
    ...databaseSteps(config, outside),
    ...tokenSteps(config, outside),
    ...config.lister.map((fulgt) => listStep(outside, fulgt)),
  ]
  return await check(steps, notes, print, signal)
}

function databaseSteps(config: Config, { pool }: Outside): readonly CheckStep[] {
  const { connection, migrations } = config.database
  const migrates = migrations === 'run'
  return [
    {
      what: 'the database',
      run: async () =>
        `${await describeServer(pool)}, sslmode ${connection.tls?.mode ?? 'disable'}`,
    },
    {
      what: 'the schema',
      run: async () => {
        const missing = await missingMigrations(pool)
        if (missing.length === 0) return 'up to date'
        if (migrates) return `${missing.join(', ')} will be run at start`
        throw new Error(`${missing.join(', ')} are missing: start once with MIGRATIONS=run`)
      },
    },
    {
      what: 'the posisjoner',
      run: async () => {
        const isNew = (await missingMigrations(pool)).length > 0
        const kilder = isNew ? [] : await loadKilder(pool)
        const problems = [
          ...sharedOppslag(config.lister),
          ...sourceProblems(expectedKilder(config), kilder),
        ]
        if (problems.length > 0) throw new Error(problems.join('\n        '))
        return `${kilder.length} stored, ${config.lister.length} lists to follow`
      },
    },
  ]
}

function tokenSteps(config: Config, { access: { token } }: Outside): readonly CheckStep[] {
  if (token === null) return []
  const needed: readonly Fullmakt[] = [...config.lister, ...allOppslag(config)]
  const byName = new Map(
    needed.map((fullmakt) => [`${fullmakt.scope}${onBehalfOf(fullmakt.konsument)}`, fullmakt]),
  )
  return [...byName].map(([name, fullmakt]) => ({
    what: `a token for ${name}`,
    run: async (signal) => {
      await token(fullmakt, null, signal)
      return 'given by Maskinporten'
    },
  }))
}

/** Asks for one event from where following would begin. */
function listStep({ pool, access }: Outside, fulgt: FulgtListe): CheckStep {
  const { konsument, liste } = fulgt
  return {
    what: `the list ${liste.id}${onBehalfOf(konsument)}`,
    run: async (signal) => {
      const fra =
        (await stored(pool, { konsument, liste: liste.id })) ??
        (await firstOf(access, fulgt, signal))
      if (fra === null) return `no events from ${fulgt.startdato} on yet`
      const { hendelser } = await readSide(access, liste, fulgt, fra, 1, signal)
      return hendelser.length > 0 ? `has events from ${fra} on` : `nothing new from ${fra} on`
    },
  }
}

/** A database that has no tables yet, or can't be reached, is the database's step to tell. */
async function stored(pool: Outside['pool'], key: PosisjonKey): Promise<Sekvensnummer | null> {
  const posisjon = await loadPosisjon(pool, key).catch(() => null)
  return posisjon?.neste ?? null
}

async function firstOf(
  access: Outside['access'],
  fulgt: FulgtListe,
  signal: AbortSignal,
): Promise<Sekvensnummer | null> {
  const { liste, startdato } = fulgt
  if (startdato === null || startdato === '0') return sekvensnummer(1n)
  return readStart(access, liste, fulgt, startdato, signal)
}
