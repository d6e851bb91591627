/**
 * What of NAIS' Application our manifest uses, as its custom resource says it
 * (nais/liberator, charts/templates/nais.io_applications.yaml). Unknown fields are refused: the
 * platform would drop them without a word.
 */
import { z } from 'zod'

const probe = z.strictObject({
  path: z.string().startsWith('/'),
  port: z.int().min(1).max(65_535).optional(),
  initialDelay: z.int().optional(),
  periodSeconds: z.int().optional(),
  timeout: z.int().optional(),
  failureThreshold: z.int().optional(),
})

const amounts = z.strictObject({
  cpu: z
    .string()
    .regex(/^\d+m?$/)
    .optional(),
  memory: z
    .string()
    .regex(/^\d+[KMG]i$/)
    .optional(),
})

const host = z
  .string()
  .regex(
    /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/,
  )

const postgresUse = z.strictObject({
  name: z
    .string()
    .max(63)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/),
  role: z.enum(['read', 'readwrite', 'admin']).optional(),
  envPrefix: z.string().optional(),
})

const sqlInstance = z.strictObject({
  type: z.enum([12, 13, 14, 15, 16, 17, 18].map((version) => `POSTGRES_${version}`)),
  tier: z.string().startsWith('db-'),
  diskAutoresize: z.boolean().optional(),
  highAvailability: z.boolean().optional(),
  pointInTimeRecovery: z.boolean().optional(),
  autoBackupHour: z.int().min(0).max(23).optional(),
  flags: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
  databases: z
    .array(z.strictObject({ name: z.string(), envVarPrefix: z.string().optional() }))
    .max(1)
    .optional(),
})

export const NAIS_SPEC = z.strictObject({
  image: z.string(),
  port: z.int(),
  replicas: z.strictObject({
    min: z.int(),
    max: z.int(),
    disableAutoScaling: z.boolean(),
  }),
  liveness: probe,
  readiness: probe,
  prometheus: z.strictObject({ enabled: z.boolean(), path: z.string() }),
  terminationGracePeriodSeconds: z.int().min(0).max(180),
  resources: z.strictObject({ requests: amounts, limits: amounts }),
  maskinporten: z.strictObject({
    enabled: z.literal(true),
    scopes: z.strictObject({ consumes: z.array(z.strictObject({ name: z.string() })) }),
  }),
  uses: z.strictObject({ postgres: z.array(postgresUse) }).optional(),
  gcp: z.strictObject({ sqlInstances: z.array(sqlInstance).max(1) }).optional(),
  accessPolicy: z.strictObject({
    outbound: z.strictObject({ external: z.array(z.strictObject({ host })) }),
  }),
  env: z.array(z.strictObject({ name: z.string(), value: z.string() })),
})

export const NAIS_APPLICATION = z.strictObject({
  apiVersion: z.literal('nais.io/v1alpha1'),
  kind: z.literal('Application'),
  metadata: z.strictObject({
    name: z.string(),
    namespace: z.string(),
    labels: z.strictObject({ team: z.string() }),
  }),
  spec: NAIS_SPEC,
})
