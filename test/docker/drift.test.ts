/** What docs/drift.md tells operators to write, and what it must tell. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { z } from 'zod'
import { documentsOf, envLines, textOf } from './documents.ts'
import { NAIS_APPLICATION } from './nais.ts'
import { configOf } from './settings.ts'

const DRIFT = textOf('docs/drift.md')

/** The first block of that language that holds `text`, without its indentation. */
function block(language: string, text: string): string {
  const blocks = [...DRIFT.matchAll(/^( *)```(\w+)\n(.*?)^ *```$/gms)]
  const found = blocks.find(([, , of, content = '']) => of === language && content.includes(text))
  assert.ok(found, `no block of ${language} with ${text}`)
  const [, indentation = '', , content = ''] = found
  return content.replaceAll(new RegExp(`^${indentation}`, 'gm'), '')
}

test('each class that a nøkkel is parked with is explained', () => {
  const classes = [...textOf('src/domain/errors.ts').matchAll(/^ {2}(\w+): '(?:retry|park)'/gm)]
  assert.ok(classes.length > 3)
  for (const [, name = ''] of classes) assert.match(DRIFT, new RegExp(`^\\| \`${name}\` +\\|`, 'm'))
})

test('the first settings are settings, and the program starts with them', () => {
  const env = envLines(block('sh', 'SKATTEETATEN_MILJOE'))
  configOf({ ...env, MASKINPORTEN_CLIENT_ID: 'klient' })
})

test('the block for Cloud SQL fits into the manifest for NAIS', () => {
  const { spec, ...manifest } = NAIS_APPLICATION.parse(documentsOf('docker/nais.yaml')[0])
  const { uses, ...others } = spec
  assert.ok(uses)
  const instead = z.looseObject({}).parse(parse(block('yaml', 'sqlInstances')))
  const { gcp } = NAIS_APPLICATION.parse({ ...manifest, spec: { ...others, ...instead } }).spec
  assert.equal(gcp?.sqlInstances.length, 1)
})

test('its links lead somewhere', () => {
  const headings = [...DRIFT.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  )
  for (const [, target = ''] of DRIFT.matchAll(/\]\(#([^)]*)\)/g))
    assert.ok(headings.includes(target), target)
})
