import assert from 'node:assert/strict'
import test from 'node:test'

import * as prettier from 'prettier'

import { editDistance, nearest } from '../../src/lib/nearest.ts'
import { SETTINGS, settingsTable } from '../../src/config/settings.ts'

test('every setting has a name of its own, a form and a text', () => {
  for (const { name, form, text } of SETTINGS) {
    assert.match(name, /^[A-Z0-9_]+(__<(LISTE|OPPSLAG)>|_<X>_[A-Z]+)?$/)
    assert.ok(form !== '')
    assert.match(text, /^[A-Z].*\.$/, name)
  }
  assert.equal(new Set(SETTINGS.map(({ name }) => name)).size, SETTINGS.length)
})

test('the settings are those that users know', () => {
  assert.deepEqual(
    SETTINGS.map(({ name }) => name),
    [
      'SKATTEETATEN_MILJOE',
      'SKATTEETATEN_URL',
      'SKATTEETATEN_STIER',
      'TILLAT_HTTP_TIL',
      'KATALOG_FIL',
      'SKATTEETATEN_TILGANG',
      'SKATTEETATEN_KLIENTSERTIFIKAT',
      'SKATTEETATEN_KLIENTSERTIFIKAT_NOEKKEL',
      'SKATTEETATEN_KLIENTSERTIFIKAT_PKCS12',
      'SKATTEETATEN_KLIENTSERTIFIKAT_PASSORD',
      'SKATTEETATEN_CA',
      'KONSUMENTER',
      'SAMTIDIGHET_PER',
      'HENDELSESLISTER',
      'OPPSLAG__<LISTE>',
      'RETTIGHETSPAKKE',
      'RETTIGHETSPAKKE__<OPPSLAG>',
      'STARTDATO',
      'STARTDATO__<LISTE>',
      'LES_PLAN',
      'LES_PLAN__<LISTE>',
      'OVERLAPP_SEKVENSNUMRE',
      'OVERLAPP_PLAN',
      'FOLG',
      'FORSTE_LASTING',
      'FORSTE_LASTING_MAANEDER',
      'INNTEKTSMOTTAKERE_FOR',
      'INNTEKTSMOTTAKERE_PLAN',
      'SIDE_ANTALL',
      'MAKS_SAMTIDIGE_OPPSLAG',
      'BEKREFT_INGEN_DATA_ETTER',
      'BRYTER_PROSENT',
      'BRYTER_ANTALL',
      'MASKINPORTEN_CLIENT_ID',
      'MASKINPORTEN_TOKENKILDE',
      'NAIS_TOKEN_ENDPOINT',
      ...['MASKINPORTEN_CLIENT', 'MASKINPORTEN_NEXT_CLIENT'].flatMap((key) =>
        ['JWK', 'PEM', 'KID', 'X5C', 'PKCS12', 'PASSWORD', 'ALG'].map((part) => `${key}_${part}`),
      ),
      'MASKINPORTEN_WELL_KNOWN_URL',
      'MASKINPORTEN_ISSUER',
      'MASKINPORTEN_TOKEN_ENDPOINT',
      'MASKINPORTEN_SCOPES',
      'HTTPS_PROXY',
      'HTTP_PROXY',
      'NO_PROXY',
      'DATABASE_URL',
      'PGHOST',
      'PGPORT',
      'PGDATABASE',
      'PGUSER',
      'PGPASSWORD',
      'PGURL',
      'NAIS_DATABASE_<X>_HOST',
      'NAIS_DATABASE_<X>_PORT',
      'NAIS_DATABASE_<X>_DATABASE',
      'NAIS_DATABASE_<X>_USERNAME',
      'NAIS_DATABASE_<X>_PASSWORD',
      'NAIS_DATABASE_<X>_URL',
      'DATABASE_ENV_PREFIX',
      'PGSSLMODE',
      'PGSSLROOTCERT',
      'PGSSLCERT',
      'PGSSLKEY',
      'NAIS_DATABASE_<X>_SSLMODE',
      'NAIS_DATABASE_<X>_SSLROOTCERT',
      'NAIS_DATABASE_<X>_SSLCERT',
      'NAIS_DATABASE_<X>_SSLKEY',
      'MIGRATION_DATABASE_URL',
      'MIGRATIONS',
      'DATABASE_POOL_MAX',
      'LOG_LEVEL',
      'LOG_FORMAT',
      'PORT',
      'SHUTDOWN_TIMEOUT_SECONDS',
      'SLETTE_PLAN',
      'HENDELSER_BEHOLDES_DAGER',
      'ENDRINGER_BEHOLDES_DAGER',
      'HISTORIKK',
      'HISTORIKK_BEHOLDES_DAGER',
      'SLETTEDE_BEHOLDES_DAGER',
      'OPPLYSNINGER_BEHOLDES_AAR',
      'BEVAKINGSOENSKER_BEHOLDES_DAGER',
      'OPPSLAGSLOGG_BEHOLDES_DAGER',
      'REVISJON_BEHOLDES_DAGER',
    ],
  )
})

test('the table is as prettier would write it', async () => {
  const table = settingsTable()
  assert.equal(await prettier.format(table, { parser: 'markdown' }), `${table}\n`)
  assert.equal(table.split('\n').length, SETTINGS.length + 2)
})

test('the edit distance counts insertions, deletions and replacements', () => {
  assert.equal(editDistance('kitten', 'sitting'), 3)
  assert.equal(editDistance('', 'abc'), 3)
  assert.equal(editDistance('abc', ''), 3)
  assert.equal(editDistance('same', 'same'), 0)
})

test('the nearest word is the first of those at the least distance', () => {
  assert.equal(nearest('tets', ['prod', 'test', 'text']), 'test')
  assert.equal(nearest('x', []), undefined)
})
