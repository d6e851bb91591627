/**
 * The files were made with OpenSSL 3.0 (`openssl pkcs12 -export`: aes.p12 as it does by default, 3des.p12
 * with -keypbe and -certpbe PBE-SHA1-3DES, rc2.p12 with -legacy) and with NSS (pk12util: nss.p12, in BER
 * whose lengths are not told). Key and certificates are the same in all and are used nowhere.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { readPkcs12 } from '../../src/lib/pkcs12.ts'
import { RetiredCipher } from '../../src/lib/pkcs12-decrypt.ts'

const PASSWORD = 'hemmelig-ÆØÅ'

function file(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, 'pkcs12', name))
}

for (const [name, password] of [
  ['aes.p12', PASSWORD],
  ['3des.p12', PASSWORD],
  ['nss.p12', 'hemmelig'],
] as const) {
  test(`${name} gives its key, and its certificates with our own first`, () => {
    const { key, certificates } = readPkcs12(file(name), password)

    const [own, issuer, ...others] = certificates
    assert.ok(own !== undefined && own.checkPrivateKey(key))
    assert.match(own.subject, /serialNumber=310977101/)
    assert.equal(issuer?.subject, 'CN=SIMULERT UTSTEDER')
    assert.equal(others.length, 0)
  })
}

test('a retired cipher is told apart from a wrong password', () => {
  assert.throws(() => readPkcs12(file('rc2.p12'), PASSWORD), RetiredCipher)
  assert.throws(
    () => readPkcs12(file('aes.p12'), 'feil'),
    (error) => !(error instanceof RetiredCipher),
  )
})

test('a file that is cut anywhere is refused', () => {
  const whole = file('aes.p12')
  // The last element is the MAC, which is not read.
  const place = fc.nat(3_200)
  fc.assert(
    fc.property(place, (at) => {
      assert.throws(() => readPkcs12(whole.subarray(0, at), PASSWORD))
    }),
  )
})
