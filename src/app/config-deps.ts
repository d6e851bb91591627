/** What the settings are checked with, from the folders that know. */
import { readFileSync } from 'node:fs'
import type { ConfigDeps } from '../config/config.ts'
import { loadKatalog } from '../katalog/katalog.ts'
import { importKey } from '../maskinporten/key.ts'
import { planProblem } from '../operate/schedule.ts'
import { importCertificate } from '../skatteetaten/client-certificate.ts'

export const configDeps: ConfigDeps = {
  readFile: (path, encoding) => readFileSync(path, encoding ?? 'utf8'),
  loadKatalog,
  checkKey: importKey,
  holderOf: (certificate) => importCertificate(certificate).holder,
  planProblem,
  today: new Date().toISOString().slice(0, 10),
}
