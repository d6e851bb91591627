import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { KeyForm } from '../../src/domain/client-key.ts'
import { currentKey } from '../../src/maskinporten/current-key.ts'
import { createCertificate } from '../simulator/maskinporten/certificate.ts'
import { clientKey, jwkText, secret } from './fake.ts'

const OWN = createCertificate({ orgnr: '310000003' })
const OTHER = createCertificate({ orgnr: '310000003' })

/** A folder, and the secret that a file in it is once it is written. */
async function files() {
  const folder = await mkdtemp(join(tmpdir(), 'hendelsesfolger-key-'))
  return {
    async write(form: string, text: string) {
      const path = join(folder, form)
      await writeFile(path, text)
      return secret(form, text.trimEnd(), path)
    },
    remove: (form: string) => rm(join(folder, form)),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}

/** Its kid or certificate at each asking, and what was told. */
function watched(form: KeyForm) {
  const told: string[] = []
  const current = currentKey(clientKey(form), (error) => told.push(...error.problems))
  return { header: () => current().header, told }
}

test('a JWK in a file is replaced by the one that the file holds now', async () => {
  await using folder = await files()
  const jwk = await folder.write('JWK', jwkText({ kid: 'key-1' }))
  const { header, told } = watched({ kind: 'jwk', jwk })
  assert.deepEqual(header(), { alg: 'RS256', kid: 'key-1' })

  await folder.write('JWK', `${jwkText({ kid: 'key-2' })}\n`)

  assert.deepEqual(header(), { alg: 'RS256', kid: 'key-2' })
  assert.deepEqual(told, [])
})

test('a certificate and its key may be replaced one after the other', async () => {
  await using folder = await files()
  const x5c = await folder.write('X5C', OWN.pem)
  const pem = await folder.write('PEM', OWN.privateKeyPem)
  const { header, told } = watched({ kind: 'pem', pem, registered: { x5c } })

  await folder.write('X5C', OTHER.pem)
  for (let asked = 0; asked < 3; asked++) {
    assert.deepEqual(header(), { alg: 'RS256', x5c: OWN.x5c })
  }
  assert.deepEqual(told, [
    'MASKINPORTEN_CLIENT_X5C: its first certificate is for another key than MASKINPORTEN_CLIENT_PEM',
  ])

  await folder.write('PEM', OTHER.privateKeyPem)
  assert.deepEqual(header(), { alg: 'RS256', x5c: OTHER.x5c })
})

test('a file that is gone, empty or rubbish leaves the key that was there', async () => {
  await using folder = await files()
  const jwk = await folder.write('JWK', jwkText())
  const { header, told } = watched({ kind: 'jwk', jwk })

  for (const change of [
    () => folder.remove('JWK'),
    () => folder.write('JWK', ''),
    () => folder.write('JWK', 'rubbish'),
  ]) {
    await change()
    assert.deepEqual(header(), { alg: 'RS256', kid: 'key-1' })
  }
  assert.equal(told.length, 2)
})

test('a key in a variable stays as it is', () => {
  const { header } = watched({ kind: 'jwk', jwk: secret('JWK', jwkText()) })
  assert.deepEqual(header(), { alg: 'RS256', kid: 'key-1' })
})
