import assert from 'node:assert/strict'
import test from 'node:test'

import { problems, read, readGrant } from './fixtures.ts'

function urlOf(miljoe: string, stier: string): string {
  return read({ SKATTEETATEN_MILJOE: miljoe, SKATTEETATEN_STIER: stier }).skatteetaten.url
}

test('the environment and the form of the paths give the address', () => {
  assert.equal(urlOf('test', '2024'), 'https://{vert}.api.skatteetaten-test.no')
  assert.equal(urlOf('prod', '2024'), 'https://{vert}.api.skatteetaten.no')
  assert.equal(urlOf('test', '2022'), 'https://api-test.sits.no')
  assert.equal(urlOf('prod', '2022'), 'https://api.skatteetaten.no')
  assert.equal(
    readGrant({ SKATTEETATEN_MILJOE: 'prod' }).wellKnownUrl,
    'https://maskinporten.no/.well-known/oauth-authorization-server',
  )
})

test('SKATTEETATEN_URL goes before the environment', () => {
  const changes = { SKATTEETATEN_URL: 'http://127.0.0.1:8099/{vert}/' }

  assert.equal(read(changes).skatteetaten.url, 'http://127.0.0.1:8099/{vert}')
  assert.match(readGrant(changes).wellKnownUrl ?? '', /^https:\/\/test\.maskinporten\.no/)
})

for (const url of [
  'https://{vert}.api.example.org',
  'http://localhost/{vert}',
  'http://[::1]:80/{vert}',
  'http://127.9.9.9/{vert}',
]) {
  test(`SKATTEETATEN_URL may be ${url}`, () => {
    assert.equal(read({ SKATTEETATEN_URL: url }).skatteetaten.url, url)
  })
}

test('http goes to the hosts that are named, for every address, and to no others', () => {
  const changes = {
    SKATTEETATEN_MILJOE: undefined,
    SKATTEETATEN_URL: 'http://simulator:8099/{vert}',
    MASKINPORTEN_WELL_KNOWN_URL: 'http://simulator:8099/well-known',
  }
  assert.equal(
    read({ ...changes, TILLAT_HTTP_TIL: 'simulator, other' }).skatteetaten.url,
    changes.SKATTEETATEN_URL,
  )
  assert.equal(problems({ ...changes, TILLAT_HTTP_TIL: 'simulator.example.org' }).length, 2)
})

test('http to other hosts is not for production', () => {
  assert.deepEqual(problems({ SKATTEETATEN_MILJOE: 'prod', TILLAT_HTTP_TIL: 'simulator' }), [
    'TILLAT_HTTP_TIL is set: must not be with SKATTEETATEN_MILJOE=prod',
  ])
})

test('a host that is allowed http is a name, and no pattern', () => {
  for (const value of ['*', 'http://simulator', 'a b', '*.example.org']) {
    assert.deepEqual(problems({ TILLAT_HTTP_TIL: value }), [
      `TILLAT_HTTP_TIL=${value}: must be host names separated by commas`,
    ])
  }
})

const HTTPS = 'must be https: http is for 127.0.0.1, ::1 and localhost only'

for (const [shown, line, url = shown, stier = '2024'] of [
  ['http://{vert}.example.org', HTTPS],
  ['http://127.0.0.1.example.org/{vert}', HTTPS],
  ['http://{vert}/', HTTPS],
  ['{vert}.api.skatteetaten.no', 'must be a full URL such as https://example.org'],
  ['ftp://{vert}.example.org', 'must be a full URL such as https://example.org'],
  ['https://example.org/{vert}?a=b', 'must be without ? and #'],
  ['https://{vert}.api{env}.no', 'may have no other variable than {vert}'],
  [
    '***@{vert}.example.org',
    'must be without a user name and password',
    'https://user:hemmelig@{vert}.example.org',
  ],
  [
    'https://example.org',
    'must have {vert} in place of the host label, such as https://{vert}.api.example.org: SKATTEETATEN_STIER=2024 has one host per API',
  ],
  [
    'https://{vert}.example.org',
    'must be without {vert}: SKATTEETATEN_STIER=2022 has one shared host',
    'https://{vert}.example.org',
    '2022',
  ],
] as const) {
  test(`SKATTEETATEN_URL=${shown} is refused with ${stier} paths`, () => {
    assert.deepEqual(problems({ SKATTEETATEN_URL: url, SKATTEETATEN_STIER: stier }), [
      `SKATTEETATEN_URL=${shown}: ${line}`,
    ])
  })
}
