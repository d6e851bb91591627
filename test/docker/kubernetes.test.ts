import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { documentsOf, envFileOf, ROOT } from './documents.ts'
import { problemsOf } from './kubernetes.ts'

const BASE = 'docker/kubernetes/base'
const FILES = globSync(`${BASE}/*.yaml`, { cwd: ROOT })
  .filter((path) => basename(path) !== 'kustomization.yaml')
  .toSorted()

const KUSTOMIZATION = z.strictObject({
  apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
  kind: z.literal('Kustomization'),
  namespace: z.string().optional(),
  resources: z.array(z.string()),
  labels: z
    .array(
      z.strictObject({
        pairs: z.record(z.string(), z.string()),
        includeSelectors: z.boolean(),
      }),
    )
    .optional(),
  images: z
    .array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() }))
    .optional(),
  configMapGenerator: z.array(
    z.strictObject({
      name: z.string(),
      behavior: z.literal('merge').optional(),
      envs: z.array(z.string()),
    }),
  ),
})

test('the objects are what the API of Kubernetes takes', () => {
  assert.deepEqual(problemsOf(FILES.flatMap(documentsOf)), [])
})

test('an object that it would refuse is told', () => {
  const [deployment] = documentsOf(`${BASE}/deployment.yaml`)
  const text = JSON.stringify(deployment)
  for (const [find, replace, told] of [
    ['livenessProbe', 'livenesProbe', /livenesProbe/],
    ['"memory":"384Mi"', '"memory":"384 MB"', /memory/],
    ['"RollingUpdate"', '"Rolling"', /Rolling/],
    ['"periodSeconds":30', '"periodSeconds":"30"', /periodSeconds|string/],
  ] as const) {
    assert.ok(text.includes(find))
    const problems = problemsOf([JSON.parse(text.replace(find, replace))])
    assert.match(problems.join('\n'), told)
  }
})

test('the kustomizations name every file there is', () => {
  const [base] = documentsOf(`${BASE}/kustomization.yaml`)
  const { resources, configMapGenerator } = KUSTOMIZATION.parse(base)
  assert.deepEqual(
    resources.toSorted(),
    FILES.map((path) => basename(path)),
  )

  const [example] = documentsOf('docker/kubernetes/example/kustomization.yaml')
  const overlay = KUSTOMIZATION.parse(example)
  assert.deepEqual(overlay.resources, ['../base'])
  assert.deepEqual(
    overlay.configMapGenerator.map(({ name }) => name),
    configMapGenerator.map(({ name }) => name),
  )
})

const DEPLOYMENT = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({
        terminationGracePeriodSeconds: z.number(),
        automountServiceAccountToken: z.boolean(),
        volumes: z.array(z.looseObject({ name: z.string() })),
        containers: z.tuple([
          z.looseObject({
            envFrom: z.array(z.looseObject({ configMapRef: z.looseObject({ name: z.string() }) })),
            volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
            securityContext: z.looseObject({
              readOnlyRootFilesystem: z.boolean(),
              allowPrivilegeEscalation: z.boolean(),
            }),
          }),
        ]),
      }),
    }),
  }),
})

test('the pod may do nothing that it need not, and has the time that stopping takes', () => {
  const pod = DEPLOYMENT.parse(documentsOf(`${BASE}/deployment.yaml`)[0]).spec.template.spec
  const [container] = pod.containers
  const settings = envFileOf(`${BASE}/settings.env`)

  assert.equal(pod.automountServiceAccountToken, false)
  assert.equal(container.securityContext.readOnlyRootFilesystem, true)
  assert.equal(container.securityContext.allowPrivilegeEscalation, false)
  assert.ok(
    pod.terminationGracePeriodSeconds >= Number(settings['SHUTDOWN_TIMEOUT_SECONDS']) + 5,
    'a pod that is killed while it stops leaves its leases to run out',
  )
  // Every secret's file lies in a folder that is mounted.
  for (const [name, path] of Object.entries(settings)) {
    if (!name.endsWith('_FILE')) continue
    const mount = container.volumeMounts.find(({ mountPath }) => path.startsWith(`${mountPath}/`))
    assert.ok(mount && pod.volumes.some((volume) => volume.name === mount.name), name)
  }
})
