/** How the way to the APIs is secured: by token, by certificate or by both; whom we trust; which proxy. */
import { EGEN } from '../domain/ids.ts'
import { ConfigError } from '../domain/errors.ts'
import type { Secret } from '../domain/client-key.ts'
import type { ClientCertificate, Transport } from '../domain/transport.ts'
import { certificatesIn } from '../lib/pem.ts'
import { isComplete, type Parse, type Reader, secret } from './env.ts'
import { oneOf, secretSetting, textSetting } from './setting.ts'
import { choice } from './values.ts'

const TILGANGER = ['token', 'sertifikat', 'begge'] as const
export type Tilgang = (typeof TILGANGER)[number]

export type TransportConfig = {
  /** What we show the APIs. */
  readonly tilgang: Tilgang
  readonly transport: Transport
  /** Whose the certificate is; null: there is none. */
  readonly holder: string | null
}

export type TransportDeps = {
  readonly konsumenter: readonly string[]
  readonly holderOf: HolderOf
}

/** @returns whose it is; @throws ConfigError when it can't be shown */
export type HolderOf = (certificate: ClientCertificate) => string

const CERTIFICATE = 'SKATTEETATEN_KLIENTSERTIFIKAT'
const KEY = `${CERTIFICATE}_NOEKKEL`
const PKCS12 = `${CERTIFICATE}_PKCS12`
const PASSWORD = `${CERTIFICATE}_PASSORD`

export const TRANSPORT_SETTINGS = [
  textSetting(
    'SKATTEETATEN_TILGANG',
    oneOf(TILGANGER),
    `What we show the APIs: a token of Maskinporten, a client certificate (mTLS), or both. By default a token, and the certificate as well where \`${CERTIFICATE}\` is set.`,
  ),
  // A secret, because a file with a chain often has the key in it as well.
  secretSetting(
    CERTIFICATE,
    'certificates in PEM, our own first',
    'The certificate that we show the APIs.',
  ),
  secretSetting(KEY, 'a private key in PEM', `Its key. Required with \`${CERTIFICATE}\`.`),
  {
    ...secretSetting(
      PKCS12,
      'a PKCS#12 file in base64',
      `Both, in place of them. \`${PKCS12}_FILE\` names the .p12 file as it is.`,
    ),
    encoding: 'latin1' as const,
  },
  secretSetting(PASSWORD, 'a password', `The password of \`${KEY}\` or \`${PKCS12}\`.`),
  textSetting(
    'SKATTEETATEN_CA',
    'certificates in PEM',
    'Whose certificates are trusted of the APIs, in place of the public authorities. For authorities of everybody, as of a proxy that opens TLS, set `NODE_EXTRA_CA_CERTS`.',
  ),
]

export function readTransport(read: Reader, deps: TransportDeps): TransportConfig | undefined {
  const fields = {
    shown: readCertificate(read, deps.holderOf),
    ca: read.optional('SKATTEETATEN_CA', authorities),
  }
  const tilgang = readTilgang(read, deps.konsumenter)
  if (tilgang === undefined || !isComplete(fields)) return undefined
  const { shown, ca } = fields
  const transport = { clientCertificate: shown?.certificate ?? null, ca }
  return { tilgang, transport, holder: shown?.holder ?? null }
}

function readTilgang(read: Reader, konsumenter: readonly string[]): Tilgang | undefined {
  const hasCertificate = [CERTIFICATE, PKCS12].some((name) => read.isSet(name))
  const given = read.optional('SKATTEETATEN_TILGANG', choice(TILGANGER))
  if (given === undefined) return undefined
  const tilgang = given ?? (hasCertificate ? 'begge' : 'token')
  read.show('SKATTEETATEN_TILGANG', tilgang)

  if (tilgang === 'token' && hasCertificate) {
    read.note(`SKATTEETATEN_TILGANG=token: must be begge or sertifikat with ${CERTIFICATE}`)
  }
  if (tilgang !== 'token' && !hasCertificate) {
    read.note(`${CERTIFICATE} is not set: must be with SKATTEETATEN_TILGANG=${tilgang}`)
  }
  if (tilgang === 'sertifikat' && konsumenter.some((konsument) => konsument !== EGEN)) {
    read.note(
      'SKATTEETATEN_TILGANG=sertifikat: must be token or begge with KONSUMENTER, because what is delegated to us comes by token',
    )
  }
  return tilgang
}

type Shown = { readonly certificate: ClientCertificate; readonly holder: string }

function readCertificate(read: Reader, holderOf: HolderOf): Shown | null | undefined {
  const certificate = readForm(read)
  if (!certificate) return certificate
  try {
    return { certificate, holder: holderOf(certificate) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const problem of error.problems) read.note(problem)
    return undefined
  }
}

function readForm(read: Reader): ClientCertificate | null | undefined {
  const isPem = read.isSet(CERTIFICATE) || read.isSet(KEY)
  if (isPem && read.isSet(PKCS12)) {
    read.note(`${CERTIFICATE} and ${PKCS12} are set: leave out one of them`)
    return undefined
  }
  const password = read.optional(PASSWORD, secret)
  if (isPem) {
    const fields = {
      certificate: read.value(CERTIFICATE, secret),
      key: read.value(KEY, secret),
      password,
    }
    return isComplete(fields) ? { kind: 'pem', ...fields } : undefined
  }
  if (!read.isSet(PKCS12)) return password === undefined ? undefined : null
  const fields = { pkcs12: read.value(PKCS12, secret), password }
  return isComplete(fields) ? { kind: 'pkcs12', ...fields } : undefined
}

const authorities: Parse<Secret> = (text, setting, file) => {
  const found = text.includes('-----BEGIN CERTIFICATE') ? certificatesIn(text) : null
  return found === null
    ? { problem: `must be ${setting.form}` }
    : {
        ...secret(text, setting, file),
        shown: found.map(({ subject }) => subject.replaceAll('\n', ', ')).join('; '),
      }
}
