/**
 * Checks Kubernetes objects without a cluster, by the API's own schemas (kubernetes-models).
 *
 * Each object becomes a small program that makes it: the compiler finds a field that does not exist
 * or has the wrong type, and running it finds a value that the API would refuse.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { ROOT } from './documents.ts'

const OBJECT = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
})
type KubernetesObject = z.infer<typeof OBJECT>

const OPERATOR = '@kubernetes-models/prometheus-operator'

/** @returns what is wrong, a line each */
export function problemsOf(objects: readonly unknown[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'kubernetes-'))
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    const programs = objects.map((object, index) => {
      const name = `${index}.ts`
      writeFileSync(join(folder, name), programOf(OBJECT.parse(object)))
      return name
    })
    const compiled = run(join(ROOT, 'node_modules/.bin/tsc'), [...COMPILE, ...programs], folder)
    const ran = programs.flatMap((name) => run(process.execPath, [name], folder))
    return [...compiled, ...ran].filter((line) => /error/i.test(line))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const COMPILE = [
  '--noEmit',
  '--strict',
  '--skipLibCheck',
  '--module',
  'nodenext',
  '--pretty',
  'false',
]

function programOf({ apiVersion, kind, ...fields }: KubernetesObject): string {
  const owner = apiVersion.startsWith('monitoring.coreos.com/') ? OPERATOR : 'kubernetes-models'
  return [
    `import { ${kind} } from '${owner}/${apiVersion}'`,
    `new ${kind}(${JSON.stringify(fields, null, 2)}).validate()`,
  ].join('\n')
}

function run(program: string, args: readonly string[], cwd: string): readonly string[] {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  if (error) throw error
  return status === 0 ? [] : `${stdout}\n${stderr}`.split('\n')
}
