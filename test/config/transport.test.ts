import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { createCertificate } from '../simulator/maskinporten/certificate.ts'
import { print, problems, read } from './fixtures.ts'

const OWN = createCertificate({ orgnr: '310000003' })
const OTHER = createCertificate({ orgnr: '310000000' })
const P12 = readFileSync(join(import.meta.dirname, '../lib/pkcs12/aes.p12'), 'latin1')
const CERTIFICATE = {
  SKATTEETATEN_KLIENTSERTIFIKAT: OWN.pem,
  SKATTEETATEN_KLIENTSERTIFIKAT_NOEKKEL: OWN.privateKeyPem,
}
const PROXY = 'http://folger:hemmelig@proxy:8080'

function secret(setting: string, text: string, file: string | null = null) {
  return { setting: `SKATTEETATEN_${setting}`, text, file }
}

test('without a certificate the APIs are shown a token', () => {
  const { transport, maskinporten, klient } = read({})
  assert.deepEqual(transport, { clientCertificate: null, ca: null })
  assert.equal(klient, maskinporten?.clientId)
})

test('a certificate is shown beside the token', () => {
  const { transport, maskinporten, klient } = read(CERTIFICATE)
  assert.deepEqual(transport.clientCertificate, {
    kind: 'pem',
    certificate: secret('KLIENTSERTIFIKAT', OWN.pem),
    key: secret('KLIENTSERTIFIKAT_NOEKKEL', OWN.privateKeyPem),
    password: null,
  })
  assert.ok(maskinporten)
  assert.equal(klient, maskinporten.clientId)
})

test('a certificate alone needs nothing of Maskinporten, and its holder is who we are', () => {
  const { maskinporten, klient } = read({
    ...CERTIFICATE,
    SKATTEETATEN_TILGANG: 'sertifikat',
    MASKINPORTEN_CLIENT_ID: undefined,
    MASKINPORTEN_CLIENT_JWK: undefined,
  })
  assert.equal(maskinporten, null)
  assert.equal(klient, 'sertifikat 310000003')
})

test('a certificate may be a PKCS#12 file', () => {
  const { clientCertificate } = read(
    {
      SKATTEETATEN_KLIENTSERTIFIKAT_PKCS12_FILE: '/v.p12',
      SKATTEETATEN_KLIENTSERTIFIKAT_PASSORD: 'hemmelig-ÆØÅ',
    },
    { '/v.p12': P12 },
  ).transport
  assert.deepEqual(clientCertificate, {
    kind: 'pkcs12',
    pkcs12: secret('KLIENTSERTIFIKAT_PKCS12', P12, '/v.p12'),
    password: secret('KLIENTSERTIFIKAT_PASSORD', 'hemmelig-ÆØÅ'),
  })
})

test('whom to trust is printed by name', () => {
  const changes = { SKATTEETATEN_CA_FILE: '/ca' }
  const files = { '/ca': OTHER.pem }
  assert.deepEqual(read(changes, files).transport.ca, secret('CA', OTHER.pem.trimEnd(), '/ca'))
  assert.ok(
    print(changes, files).includes(
      'SKATTEETATEN_CA=CN=SIMULERT VIRKSOMHET 310000000, serialNumber=310000000',
    ),
  )
})

test('proxies are read by both ways of writing their names, small letters first', () => {
  const none = 'example.org'
  for (const changes of [
    { HTTPS_PROXY: PROXY, HTTP_PROXY: 'proxy:3128', NO_PROXY: none },
    {
      https_proxy: PROXY,
      HTTPS_PROXY: 'http://other:1',
      http_proxy: 'http://proxy:3128',
      no_proxy: none,
    },
  ]) {
    assert.deepEqual(read(changes).proxies, { https: PROXY, http: 'http://proxy:3128', none })
  }
  assert.equal(read({ NO_PROXY: none }).proxies, null)
})

test("a proxy's password is not printed", () => {
  assert.ok(print({ HTTPS_PROXY: PROXY }).includes('HTTPS_PROXY=http://folger:***@proxy:8080/'))
})

for (const [why, changes, line] of [
  [
    'a certificate has its key',
    { SKATTEETATEN_KLIENTSERTIFIKAT: OWN.pem },
    'SKATTEETATEN_KLIENTSERTIFIKAT_NOEKKEL is not set: must be a private key in PEM',
  ],
  [
    'and not that of another',
    { ...CERTIFICATE, SKATTEETATEN_KLIENTSERTIFIKAT_NOEKKEL: OTHER.privateKeyPem },
    'SKATTEETATEN_KLIENTSERTIFIKAT_NOEKKEL: is the key of another certificate than SKATTEETATEN_KLIENTSERTIFIKAT',
  ],
  [
    'there is one certificate, not two',
    { ...CERTIFICATE, SKATTEETATEN_KLIENTSERTIFIKAT_PKCS12: 'x' },
    'SKATTEETATEN_KLIENTSERTIFIKAT and SKATTEETATEN_KLIENTSERTIFIKAT_PKCS12 are set: leave out one of them',
  ],
  [
    'a certificate is not left unused',
    { ...CERTIFICATE, SKATTEETATEN_TILGANG: 'token' },
    'SKATTEETATEN_TILGANG=token: must be begge or sertifikat with SKATTEETATEN_KLIENTSERTIFIKAT',
  ],
  [
    'and is there where it is to be shown',
    { SKATTEETATEN_TILGANG: 'begge' },
    'SKATTEETATEN_KLIENTSERTIFIKAT is not set: must be with SKATTEETATEN_TILGANG=begge',
  ],
  [
    'what is delegated comes by token',
    { ...CERTIFICATE, SKATTEETATEN_TILGANG: 'sertifikat', KONSUMENTER: 'egen,310000019' },
    'SKATTEETATEN_TILGANG=sertifikat: must be token or begge with KONSUMENTER, because what is delegated to us comes by token',
  ],
  [
    'whom to trust is said by certificates',
    { SKATTEETATEN_CA: 'aGVp' },
    'SKATTEETATEN_CA=aGVp: must be certificates in PEM',
  ],
  [
    'a proxy is a URL, and is not repeated',
    { HTTPS_PROXY: 'socks5://folger:hemmelig@proxy' },
    'HTTPS_PROXY: must be a URL such as http://user:password@proxy:8080',
  ],
  [
    'a proxy has no path',
    { http_proxy: 'http://proxy/path' },
    'http_proxy: must be a URL such as http://user:password@proxy:8080',
  ],
] as const) {
  test(why, () => assert.deepEqual(problems(changes), [line]))
}
