/** What the daemon serves over HTTP, as Prometheus, a probe or a browser sees it. */
import type { DaemonProcess } from './daemon.ts'

export type Served = {
  readonly url: string
  readonly get: (path: string) => Promise<Response>
  readonly samples: () => Promise<Samples>
}

export async function servedBy(daemon: DaemonProcess): Promise<Served> {
  await daemon.said('"port":')
  const [, port] = /"port":(\d+)/.exec(daemon.output()) ?? []
  const url = `http://127.0.0.1:${port}`
  const get = (path: string): Promise<Response> => fetch(`${url}${path}`)
  return { url, get, samples: async () => readSamples(await (await get('/metrics')).text()) }
}

export type Sample = {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export type Samples = {
  readonly all: readonly Sample[]
  /** The sum of the samples with that name and, at least, those labels; undefined when there are none. */
  readonly sum: (name: string, labels?: Readonly<Record<string, string>>) => number | undefined
}

/** Reads Prometheus' text format. */
export function readSamples(text: string): Samples {
  const all = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(readSample)
  return {
    all,
    sum(name, labels = {}) {
      const wanted = Object.entries(labels)
      const found = all.filter(
        (one) => one.name === name && wanted.every(([label, value]) => one.labels[label] === value),
      )
      return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0)
    },
  }
}

function readSample(line: string): Sample {
  const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
  if (name === '') throw new Error(`no sample: ${line}`)
  const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', text = '']) => {
    return [label, text] as const
  })
  return { name, labels: Object.fromEntries(pairs), value: Number(value) }
}
