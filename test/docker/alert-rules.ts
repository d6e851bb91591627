/**
 * The alert rules as objects of Kubernetes. They are written once, in docker/prometheus/alerts.yaml;
 * `node test/docker/alert-rules.ts && npm run format` writes the others.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { documentsOf, ROOT } from './documents.ts'

const RULE = z.looseObject({ alert: z.string(), labels: z.record(z.string(), z.string()) })
const RULES = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(RULE) })),
})

/** Whose namespace it is in docker/nais-alerts.yaml, to be replaced by one's own. */
const TEAM = 'skatt'

/** By the file that holds it. */
export function alertRules(): Readonly<Record<string, { comment: string; object: unknown }>> {
  const { groups } = RULES.parse(documentsOf('docker/prometheus/alerts.yaml')[0])
  return {
    'docker/kubernetes/base/prometheusrule.yaml': {
      comment: ' docker/prometheus/alerts.yaml, written by test/docker/alert-rules.ts.',
      object: prometheusRule({ name: 'hendelsesfolger' }, groups),
    },
    'docker/nais-alerts.yaml': {
      comment:
        ' docker/prometheus/alerts.yaml, written by test/docker/alert-rules.ts. The namespace and team are\n' +
        ' to be replaced by your own; deploy it without template variables, for it has braces of its own.',
      object: prometheusRule(
        { name: 'hendelsesfolger', namespace: TEAM, labels: { team: TEAM } },
        // By this label NAIS' Alertmanager knows whom to tell.
        groups.map(({ name, rules }) => ({
          name,
          rules: rules.map((rule) => ({ ...rule, labels: { ...rule.labels, namespace: TEAM } })),
        })),
      ),
    },
  }
}

function prometheusRule(metadata: Readonly<Record<string, unknown>>, groups: unknown): unknown {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata,
    spec: { groups },
  }
}

if (import.meta.main) {
  for (const [path, { comment, object }] of Object.entries(alertRules())) {
    const lines = comment.split('\n').map((line) => `#${line}\n`)
    writeFileSync(join(ROOT, path), lines.join('') + stringify(object, { lineWidth: 0 }))
  }
}
