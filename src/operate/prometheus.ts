/** The metrics package, behind our definitions. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from '@prometheus-io/client'
import type { Definition } from './metric-definitions.ts'

export type { Gauge, Registry } from '@prometheus-io/client'

/** With what is usual to know of a Node process, sampled rarely: a daemon that waits uses next to no processor time. */
export function createRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({
    register: registry,
    eventLoopMonitoringPrecision: 50,
    eventLoopUtilizationTimeout: 5_000,
  })
  return registry
}

export function counterOf<L extends string>(
  registry: Registry,
  definition: Definition<L>,
): Counter<L> {
  const { name, labels, help } = definition
  return new Counter({ name, help, labelNames: labels, registers: [registry] })
}

export function gaugeOf<L extends string>(registry: Registry, definition: Definition<L>): Gauge<L> {
  const { name, labels, help } = definition
  return new Gauge({ name, help, labelNames: labels, registers: [registry] })
}

export function histogramOf<L extends string>(
  registry: Registry,
  definition: Definition<L>,
): Histogram<L> {
  const { name, labels, help, buckets = [] } = definition
  return new Histogram({
    name,
    help,
    labelNames: labels,
    buckets: [...buckets],
    registers: [registry],
  })
}
