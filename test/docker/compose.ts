/** The compose files, as data. */
import { z } from 'zod'
import { documentsOf } from './documents.ts'

const SERVICE = z.looseObject({
  extends: z.strictObject({ file: z.literal('services.yaml'), service: z.string() }).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string()).optional(),
})
export type Service = z.infer<typeof SERVICE>

const COMPOSE = z.looseObject({ services: z.record(z.string(), SERVICE) })

export function servicesOf(path: string): Readonly<Record<string, Service>> {
  return COMPOSE.parse(documentsOf(path)[0]).services
}

/** The environment of a service where the variables of compose itself are not set. */
export function environmentOf(path: string, service: string): Readonly<Record<string, string>> {
  const environment = servicesOf(path)[service]?.environment ?? {}
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{\w+:-([^}]*)\}/g, (_, byDefault: string) => byDefault),
    ]),
  )
}
