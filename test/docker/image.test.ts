import assert from 'node:assert/strict'
import { test } from 'node:test'
import packageJson from '../../package.json' with { type: 'json' }
import { textOf } from './documents.ts'

const DOCKERFILE = textOf('Dockerfile')
const STAGES = DOCKERFILE.split(/^(?=FROM )/m)
const LAST = STAGES.at(-1) ?? ''

test('the image says the version that the program says', () => {
  assert.ok(DOCKERFILE.includes(`ARG VERSION=${packageJson.version}\n`))
  assert.ok(DOCKERFILE.includes(packageJson.description))
})

test('nothing is run in the last stage, so that it can be on an image without a shell', () => {
  assert.match(LAST, / AS hendelsesfolger\n/)
  assert.doesNotMatch(LAST, /^RUN /m)
  assert.match(LAST, /^USER \d+:\d+$/m)
  assert.match(LAST, /^ENTRYPOINT \["node", /m)
})

test('of the tests the build gets the simulator alone, and the last stage none of it', () => {
  const sent = textOf('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  assert.deepEqual(sent, [
    '*',
    '!package.json',
    '!package-lock.json',
    '!src',
    '!migrations',
    '!README.md',
    '!test/simulator',
    '**/*.test.ts',
  ])
  assert.doesNotMatch(LAST, /test/)
  assert.doesNotMatch(STAGES.find((stage) => / AS program\n/.test(stage)) ?? 'test', /test/)
})
