import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alertRules } from './alert-rules.ts'
import { documentsOf } from './documents.ts'
import { problemsOf } from './kubernetes.ts'

test('the alert rules of Kubernetes and NAIS are those of Prometheus, and what the API takes', () => {
  for (const [path, { object }] of Object.entries(alertRules())) {
    const found = documentsOf(path)
    assert.deepEqual(
      found,
      [object],
      `${path}: run node test/docker/alert-rules.ts && npm run format`,
    )
    assert.deepEqual(problemsOf(found), [])
  }
})
