import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { documentsOf, ROOT, textOf } from './documents.ts'
import { problemsOf } from './promql.ts'

const RULES = 'docker/prometheus/alerts.yaml'
const CASES = 'docker/prometheus/alerts.test.yaml'

const ALERT = z.strictObject({
  alert: z.string().regex(/^Hendelsesfolger[A-Z]\w+$/),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({
    summary: z.string(),
    consequence: z.string(),
    action: z.string(),
  }),
})
const { groups } = z
  .strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(ALERT) })) })
  .parse(documentsOf(RULES)[0])
const ALERTS = groups.flatMap(({ rules }) => rules)

const WITHOUT_PROMTOOL =
  spawnSync('promtool', ['--version']).error === undefined
    ? false
    : "promtool is not installed: it comes with Debian's package prometheus"

function promtool(...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' })
  assert.equal(status, 0, `${stdout}${stderr}`)
}

test('every alert asks for metrics and labels that there are', () => {
  for (const { alert, expr } of ALERTS) assert.deepEqual([alert, ...problemsOf(expr)], [alert])
})

test('what there is not is told', () => {
  assert.equal(problemsOf('hendelsesfolger_nothing == 1').length, 1)
  assert.equal(problemsOf('hendelsesfolger_liste_posisjon{identifikator="x"}').length, 1)
  assert.equal(problemsOf('sum by (person) (hendelsesfolger_liste_posisjon)').length, 1)
  // A histogram has no series of its own name.
  assert.equal(problemsOf('rate(hendelsesfolger_oppslag_duration_seconds[5m])').length, 1)
  assert.equal(problemsOf('vector(1)').length, 1)
})

test('every alert has its section in docs/drift.md, and says so', () => {
  const headings = textOf('docs/drift.md').match(/^### Hendelsesfolger\w+$/gm) ?? []
  assert.deepEqual(
    headings.map((heading) => heading.slice('### '.length)).toSorted(),
    ALERTS.map(({ alert }) => alert).toSorted(),
  )
  for (const { alert, annotations } of ALERTS) {
    assert.ok(annotations.action.endsWith(`. docs/drift.md, ${alert}`), alert)
  }
})

test('every alert has a case on which it fires', () => {
  const text = textOf(CASES)
  for (const { alert } of ALERTS) {
    assert.ok(text.includes(`ALERTS{alertname="${alert}",alertstate="firing"`), alert)
  }
})

test('each fires on its case, and is silent otherwise', { skip: WITHOUT_PROMTOOL }, () => {
  promtool('check', 'rules', join(ROOT, RULES))
  promtool('test', 'rules', join(ROOT, CASES))
})
