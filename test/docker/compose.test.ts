import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { servicesOf } from './compose.ts'
import { ROOT } from './documents.ts'

const SIMULATED = servicesOf('docker/compose.yaml')
const REAL = servicesOf('docker/compose.skatteetaten-test.yaml')
const SHARED = servicesOf('docker/services.yaml')

/** What may differ between the two: where the secrets come from, and what is waited for, are settings too. */
const SETTINGS = ['extends', 'environment', 'volumes', 'secrets', 'depends_on']

test('against Skatteetaten all but the simulator runs, and only settings differ', () => {
  const { simulator, ...others } = SIMULATED
  assert.ok(simulator)
  assert.deepEqual(Object.keys(REAL), Object.keys(others))
  for (const services of [others, REAL]) {
    for (const [name, service] of Object.entries(services)) {
      assert.deepEqual(service.extends, { file: 'services.yaml', service: name })
      assert.ok(SHARED[name])
      assert.deepEqual(
        Object.keys(service).filter((key) => !SETTINGS.includes(key)),
        [],
        name,
      )
    }
  }
})

test('what is mounted from the checkout is there', () => {
  const paths = Object.values(SHARED).flatMap(({ volumes = [] }) =>
    volumes.map((volume) => volume.split(':')[0] ?? '').filter((path) => path.startsWith('.')),
  )
  assert.ok(paths.length > 0)
  for (const path of paths) assert.ok(existsSync(join(ROOT, 'docker', path)), path)
})

test('no port is open to others than this machine', () => {
  for (const [name, { ports }] of Object.entries({ ...SHARED, ...SIMULATED })) {
    for (const port of Array.isArray(ports) ? ports : [])
      assert.match(String(port), /^127\.0\.0\.1:/, name)
  }
})
