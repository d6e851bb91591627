/** A small katalog, keys made anew for each run, and an environment with which all is right. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'

import { configDeps } from '../../src/app/config-deps.ts'
import { type Config, type ConfigDeps, printConfig, readConfig } from '../../src/config/config.ts'
import { ConfigError } from '../../src/domain/errors.ts'
import type { Katalog, Liste, Oppslag } from '../../src/domain/katalog.ts'

type Env = Record<string, string | undefined>

function liste(id: string, scopes: string[], oppslagIds: string[]): Liste {
  return {
    id,
    tittel: id,
    vert: `${id.replaceAll('-', '')}hendelser`,
    scopes,
    adresser: {
      '2024': { sti: '/v1/hendelser', bekreftet: true },
      '2022': { sti: `/api/${id}/hendelser`, bekreftet: true },
    },
    felt: {
      identifikator: 'identifikator',
      gjelderPeriode: 'gjelderPeriode',
      hendelsetype: 'hendelsetype',
    },
    feilkoder: 'FA',
    ingenHendelser: ['FA-005'],
    oppslag: oppslagIds,
    kilde: 'test',
  }
}

/** @param sti null where the path of 2024 is unknown */
function oppslag(id: string, rettighetspakker: string[], sti: string | null): Oppslag {
  return {
    id,
    tittel: id,
    vert: id,
    scopes: [`skatteetaten:${id.replaceAll('-', '')}`],
    rettighetspakker,
    adresser: {
      '2024': sti === null ? null : { sti, bekreftet: true },
      '2022': { sti: '/api/{identifikator}', bekreftet: true },
    },
    periode: 'aar',
    feilkoder: 'XX',
    svar: [],
    kilde: 'test',
  }
}

const MED_PAKKE = '/v1/{rettighetspakke}/{gjelderPeriode}/{identifikator}'

function byId<T extends { readonly id: string }>(entries: readonly T[]): ReadonlyMap<string, T> {
  return new Map(entries.map((entry) => [entry.id, entry]))
}

const SKATTEPLIKTIG = liste('skattepliktig', ['skatteetaten:skattepliktig'], ['skattemelding'])
const UTEN_STI = { ...SKATTEPLIKTIG, adresser: { ...SKATTEPLIKTIG.adresser, '2024': null } }

export const KATALOG: Katalog = {
  lister: byId([
    liste(
      'skatteoppgjoer',
      ['skatteetaten:avregning', 'skatteetaten:beregnetskatt', 'skatteetaten:skatteplikt'],
      ['avregning', 'beregnet-skatt', 'skatteplikt'],
    ),
    liste('skattemelding-utkast', ['skatteetaten:skattemelding'], ['skattemelding']),
    liste('tilleggsskatt', ['skatteetaten:tilleggsskatt'], ['tilleggsskatt']),
    liste('mva-melding', ['skatteetaten:mvamelding'], ['mva-melding']),
    UTEN_STI,
  ]),
  oppslag: byId([
    oppslag('avregning', ['norgesbank', 'ssb'], MED_PAKKE),
    oppslag('beregnet-skatt', [], MED_PAKKE),
    oppslag('skatteplikt', ['ssb'], null),
    oppslag('skattemelding', ['ssb'], MED_PAKKE),
    oppslag('tilleggsskatt', ['ssb'], '/v1/{gjelderPeriode}/{identifikator}'),
    oppslag('mva-melding', ['ssb'], null),
  ]),
}

export const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
export const PEM = KEY.export({ type: 'pkcs8', format: 'pem' }).toString()
export const JWK = JSON.stringify({ ...KEY.export({ format: 'jwk' }), kid: 'nokkel-1' })

/** Enough to start with: everything else has a default. */
export const ENV: Env = {
  SKATTEETATEN_MILJOE: 'test',
  HENDELSESLISTER: 'tilleggsskatt',
  MASKINPORTEN_CLIENT_ID: '7ea43b76-6b7d-49e8-af2b-4114ebb66c80',
  MASKINPORTEN_CLIENT_JWK: JWK,
  DATABASE_URL: 'postgres://folger:hemmelig@localhost:5432/folger',
}

/** @param files what is on the disk: texts by path */
export function deps(files: Readonly<Record<string, string>> = {}): ConfigDeps {
  return {
    readFile: (path) => {
      const text = files[path]
      if (text !== undefined) return text
      throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' })
    },
    loadKatalog: (fil) => {
      if (fil === undefined) return KATALOG
      throw new ConfigError([`${fil.navn}: $.lister[0].id: expected text, got nothing`])
    },
    checkKey: configDeps.checkKey,
    holderOf: configDeps.holderOf,
    planProblem: (cron) => (cron.split(' ').length === 5 ? null : 'must be a cron expression'),
    today: '2026-03-15',
  }
}

/** Reads ENV with these changes; undefined takes one away. */
export function read(changes: Env, files?: Readonly<Record<string, string>>): Config {
  return readConfig({ ...ENV, ...changes }, deps(files))
}

/** How grants are made with these changes; fails where they are not. */
export function readGrant(changes: Env, files?: Readonly<Record<string, string>>) {
  const { maskinporten } = read(changes, files)
  assert.ok(maskinporten?.kind === 'grant')
  return maskinporten
}

export function print(changes: Env, files?: Readonly<Record<string, string>>): readonly string[] {
  return printConfig({ ...ENV, ...changes }, deps(files)).split('\n')
}

/** The problems of exactly this environment; none when it is right. */
export function problemsOf(
  env: Env,
  files?: Readonly<Record<string, string>>,
  reading: ConfigDeps = deps(files),
): readonly string[] {
  try {
    readConfig(env, reading)
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.problems
  }
}

/** The problems of ENV with these changes. */
export function problems(changes: Env, files?: Readonly<Record<string, string>>) {
  return problemsOf({ ...ENV, ...changes }, files)
}
