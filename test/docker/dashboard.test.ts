import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { problemsOf } from './promql.ts'

type Panel = {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly targets?: readonly { readonly expr: string }[]
}

const DASHBOARD = new URL('../../docker/grafana/dashboard.json', import.meta.url)
const { panels }: { panels: readonly Panel[] } = JSON.parse(readFileSync(DASHBOARD, 'utf8'))

test('every query of the dashboard uses metrics and labels that exist', () => {
  const asked = panels.filter(({ type }) => type !== 'row')
  assert.ok(asked.length > 10)
  for (const { title, targets = [] } of asked) {
    assert.equal(targets.length, 1, title)
    for (const { expr } of targets) assert.deepEqual(problemsOf(expr), [], title)
  }
})

test('the dashboard has a row for each thing that is asked, and no panel twice', () => {
  const rows = panels.filter(({ type }) => type === 'row').map(({ title }) => title)
  assert.deepEqual(rows, [
    'Freshness',
    'Backlog',
    'Calls and coalescing',
    'Errors by class',
    'Latency and resources',
  ])
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length)
})

test('a metric or a label that does not exist is seen', () => {
  assert.equal(problemsOf('sum(hendelsesfolger_nothing)').length, 1)
  assert.equal(problemsOf('sum by (person) (hendelsesfolger_oppslag_total)').length, 1)
})
