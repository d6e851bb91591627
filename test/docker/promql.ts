/** What a PromQL expression uses that does not exist: metrics and labels. */
import { ALL_METRICS } from '../../src/operate/metric-definitions.ts'

/** Labels that Prometheus and its service discovery add. */
const ADDED = ['namespace', 'job', 'instance', 'le']

/** Of a Node process, from the metrics package; those that we have a use for. */
const COMMON = [
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
  'nodejs_eventloop_lag_p99_seconds',
  'nodejs_eventloop_utilization_summary',
  'nodejs_heap_size_used_bytes',
  'nodejs_gc_duration_seconds',
]

const NAME = /\b(?:hendelsesfolger|process|nodejs)_\w+/g
const MATCHERS = /\b((?:hendelsesfolger|process|nodejs)_\w+)\{([^}]*)\}/g
const GROUPING = /\b(?:by|on|without|ignoring|group_left|group_right)\s*\(([^)]*)\)/g

/** @returns a sentence for each thing that does not exist; at least one where it uses no metric at all */
export function problemsOf(expression: string): readonly string[] {
  const names = [...expression.matchAll(NAME)].map(([name]) => name)
  if (names.length === 0) return [`it uses no metric: ${expression}`]
  const unknown = names.filter((name) => labelsOf(name) === undefined)
  const known = new Set(names.flatMap((name) => labelsOf(name) ?? []))
  const wrong = [
    ...[...expression.matchAll(MATCHERS)].flatMap(([, name = '', matchers = '']) =>
      [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)]
        .map(([, label = '']) => label)
        .filter((label) => !(labelsOf(name) ?? []).includes(label))
        .map((label) => `${name} has no label ${label}`),
    ),
    ...[...expression.matchAll(GROUPING)].flatMap(([, labels = '']) =>
      labels
        .split(',')
        .map((label) => label.trim())
        .filter((label) => label !== '' && !known.has(label))
        .map((label) => `no metric of it has the label ${label}`),
    ),
  ]
  return [...unknown.map((name) => `there is no metric ${name}`), ...wrong]
}

/** Undefined where there is no such metric. */
function labelsOf(name: string): readonly string[] | undefined {
  const found = ALL_METRICS.find((metric) =>
    metric.type === 'histogram'
      ? [`${metric.name}_bucket`, `${metric.name}_sum`, `${metric.name}_count`].includes(name)
      : metric.name === name,
  )
  if (found !== undefined) return [...found.labels, ...ADDED]
  const plain = name.replace(/_(bucket|sum|count)$/, '')
  return COMMON.includes(plain) ? ADDED : undefined
}
