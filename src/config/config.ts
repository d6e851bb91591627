/**
 * The settings, read and checked before anything starts (P14).
 *
 * in:   the environment, and functions for what is outside: files, the katalog, cron, the date
 * out:  a frozen Config, or a ConfigError with everything that is wrong; or the settings as text
 */
import { ConfigError } from '../domain/errors.ts'
import { EGEN } from '../domain/ids.ts'
import type { Katalog, Stier } from '../domain/katalog.ts'
import type { Proxies, Transport } from '../domain/transport.ts'
import {
  type BevakingConfig,
  readBevaking,
  readSistePeriode,
  type SistePeriode,
} from './bevaking.ts'
import { type CallsConfig, readCalls } from './calls.ts'
import type { CheckKey } from './client-key.ts'
import { type DatabaseConfig, readDatabase, readEnvPrefix } from './database.ts'
import { type Env, isComplete, reader, type Reader, type ReadFile } from './env.ts'
import {
  type FulgteInntektsmottakere,
  readInntektsmottakerePlan,
  readOpplysningspliktige,
} from './inntektsmottakere.ts'
import { type KonsumenterConfig, readerFor, readKonsumenter } from './konsumenter.ts'
import { type FulgtListe, type ListeDeps, type ListerRead, readLister } from './lister.ts'
import { type MaskinportenConfig, readMaskinporten } from './maskinporten.ts'
import { readRights } from './oppslag.ts'
import { type OverlappConfig, readOverlapp } from './overlapp.ts'
import { type ProcessConfig, readProcess } from './process.ts'
import { readProxies } from './proxies.ts'
import { type RetentionConfig, readRetention } from './retention.ts'
import { SETTINGS } from './settings.ts'
import { type Miljoe, readSkatteetaten } from './skatteetaten.ts'
import { type HolderOf, readTransport } from './transport.ts'
import { nameProblems } from './unknown-names.ts'

export type { DatabaseConfig } from './database.ts'
export type { FulgtListe } from './lister.ts'
export type { FulgteInntektsmottakere } from './inntektsmottakere.ts'
export type { MaskinportenConfig } from './maskinporten.ts'
export type { FulgtOppslag } from './oppslag.ts'

export type Config = BevakingConfig &
  CallsConfig &
  KonsumenterConfig &
  OverlappConfig &
  ProcessConfig &
  RetentionConfig & {
    /** Null: SKATTEETATEN_URL alone says where it is. */
    readonly miljoe: Miljoe | null
    readonly skatteetaten: {
      /** Without a last slash. `{vert}` stands for the host label in the 2024 form. */
      readonly url: string
      readonly stier: Stier
    }
    /** Those of all konsumenter. */
    readonly lister: readonly FulgtListe[]
    /** Only with folg bevakede. */
    readonly inntektsmottakere: readonly FulgteInntektsmottakere[]
    /** Those whose newest income year is asked for. */
    readonly sistePeriode: readonly SistePeriode[]
    /** Cron expression. */
    readonly inntektsmottakerePlan: string
    readonly transport: Transport
    readonly proxies: Proxies | null
    /** Null: the APIs are shown a certificate, and no token. */
    readonly maskinporten: MaskinportenConfig | null
    /** Who we are to Skatteetaten: a posisjon is good for this one alone. */
    readonly klient: string
    readonly database: DatabaseConfig
  }

export type ConfigDeps = ListeDeps & {
  readonly readFile: ReadFile
  /** @throws ConfigError when the file is wrong; without a file it does not throw */
  readonly loadKatalog: (fil?: { navn: string; tekst: string }) => Katalog
  /** @throws ConfigError when grants can't be signed with it */
  readonly checkKey: CheckKey
  /** @throws ConfigError when it can't be shown */
  readonly holderOf: HolderOf
  /** @returns what is wrong with a cron expression, as it follows its value in a message */
  readonly planProblem: (cron: string) => string | null
  /** `YYYY-MM-DD`; a STARTDATO after it is refused. */
  readonly today: string
}

/** @throws ConfigError with all problems at once */
export function readConfig(env: Env, deps: ConfigDeps): Config {
  return readAll(env, deps).config
}

/**
 * `NAME=value` for each setting in effect, defaults included, in the order of SETTINGS. Secrets
 * are ***. A setting that is not set and has no default is left out.
 *
 * @throws ConfigError as readConfig
 */
export function printConfig(env: Env, deps: ConfigDeps): string {
  return readAll(env, deps).shown.join('\n')
}

function readAll(env: Env, deps: ConfigDeps) {
  const read = reader(SETTINGS, env, deps.readFile)
  const { miljoe, httpHosts, stier, url } = readSkatteetaten(read)
  const katalog = readKatalog(read, deps)
  const ours = readKonsumenter(read)
  // With a wrong KONSUMENTER the lists are checked as our own, so that all is said at once.
  const whose = ours?.konsumenter ?? [EGEN]
  const bevaking = readBevaking(read, deps)
  const perKonsument = whose.map((konsument) => {
    const its = readerFor(read, konsument)
    const rights = readRights(its, { katalog, stier })
    const listerRead = readLister(its, { konsument, rights }, deps)
    const { lister } = listerRead
    return {
      ...listerRead,
      mottakere: readOpplysningspliktige(its, { konsument, rights, folg: bevaking?.folg }),
      siste: readSistePeriode(its, { konsument, rights, lister, bevaking }),
    }
  })
  const { lister, named } = together(perKonsument)
  const skatteetaten = { url, stier }
  const way = readTransport(read, { konsumenter: whose, holderOf: deps.holderOf })
  const fields = {
    skatteetaten: isComplete(skatteetaten) ? skatteetaten : undefined,
    ours,
    lister,
    inntektsmottakere: perKonsument.every(({ mottakere }) => mottakere !== undefined)
      ? perKonsument.flatMap(({ mottakere }) => mottakere ?? [])
      : undefined,
    sistePeriode: perKonsument.every(({ siste }) => siste !== undefined)
      ? perKonsument.flatMap(({ siste }) => siste ?? [])
      : undefined,
    inntektsmottakerePlan: readInntektsmottakerePlan(read, deps),
    bevaking,
    calls: readCalls(read),
    overlapp: readOverlapp(read, deps),
    way,
    proxies: readProxies(read),
    maskinporten:
      way?.tilgang === 'sertifikat'
        ? null
        : readMaskinporten(read, {
            miljoe,
            httpHosts,
            konsumenter: whose,
            checkKey: deps.checkKey,
          }),
    database: readDatabase(read),
    process: readProcess(read),
    retention: readRetention(read, deps),
    miljoe,
  }
  const prefix = readEnvPrefix(read) ?? null
  const known = { katalog, named, konsumenter: ours?.konsumenter ?? null }
  for (const problem of nameProblems(read.names, SETTINGS, known, prefix)) {
    read.note(problem)
  }

  const problems = read.problems()
  if (problems.length > 0 || !isComplete(fields)) throw new ConfigError(problems)
  const {
    ours: konsumenter,
    way: ourWay,
    bevaking: watching,
    calls,
    overlapp,
    process,
    retention,
    ...rest
  } = fields
  const { transport, holder } = ourWay
  const klient = rest.maskinporten?.clientId ?? `sertifikat ${holder}`
  const parts = {
    ...konsumenter,
    ...watching,
    ...calls,
    ...overlapp,
    ...process,
    ...retention,
  }
  const config: Config = deepFreeze({ ...rest, ...parts, transport, klient })
  return { config, shown: read.shown() }
}

/** The lists of all konsumenter. */
function together(read: readonly ListerRead[]): ListerRead {
  const lister = read.flatMap((one) => one.lister ?? [])
  const named = read.flatMap((one) => [...(one.named ?? [])])
  return {
    lister: read.every((one) => one.lister !== undefined) ? lister : undefined,
    named: read.every((one) => one.named !== null) ? new Set(named) : null,
  }
}

/** With a wrong file the lists are checked against the built-in katalog, so that all is said at once. */
function readKatalog(read: Reader, { loadKatalog }: ConfigDeps): Katalog {
  const fil = read.optional('KATALOG_FIL', (navn) => {
    const content = read.file(navn)
    return 'problem' in content ? content : { value: { navn, tekst: content.value } }
  })
  if (fil === null || fil === undefined) return loadKatalog()
  try {
    return loadKatalog(fil)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const problem of error.problems) read.note(problem)
    return loadKatalog()
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}
