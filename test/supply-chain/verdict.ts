/** What is made of npm's report on known faults. */
import { z } from 'zod'

/** As npm writes it with --json; when it could not ask, there is an error in its place. */
const report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.string(), range: z.string().optional() }),
  ),
})

export type Verdict = { readonly isGrave: boolean; readonly text: string }

const GRAVE = new Set(['high', 'critical'])

/** @param json what `npm audit --json` wrote */
export function verdictOf(json: string): Verdict {
  const read = report.safeParse(parsed(json))
  if (!read.success) {
    return { isGrave: false, text: 'nobody could be asked about known faults: not checked' }
  }
  const found = Object.entries(read.data.vulnerabilities)
  const grave = found.filter(([, { severity }]) => GRAVE.has(severity))
  if (grave.length === 0) {
    return { isGrave: false, text: `no grave faults are known, ${found.length} lesser ones` }
  }
  const lines = grave.map(([name, { severity, range = '' }]) => `${severity}: ${name} ${range}`)
  return { isGrave: true, text: ['grave faults are known of:', ...lines].join('\n') }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
