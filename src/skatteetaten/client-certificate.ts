/** The certificate that we show to an API, ready for use. Nothing here ever repeats a part of its key. */
import type { KeyObject, X509Certificate } from 'node:crypto'

import type { Secret } from '../domain/client-key.ts'
import { ConfigError } from '../domain/errors.ts'
import type { ClientCertificate } from '../domain/transport.ts'
import { certificatesIn, privateKeyIn } from '../lib/pem.ts'
import { openPkcs12 } from '../lib/pkcs12.ts'

export type ShownCertificate = {
  /** The chain in PEM, our own first. */
  readonly cert: string
  /** Its key in PEM. */
  readonly key: string
  /** Whose it is: the organisasjonsnummer, or the whole subject where there is none. */
  readonly holder: string
}

/** @throws ConfigError with what is wrong with it, in the words of its settings */
export function importCertificate(client: ClientCertificate): ShownCertificate {
  const { key, certificates } = client.kind === 'pem' ? fromPem(client) : fromPkcs12(client)
  return {
    cert: certificates.map(String).join(''),
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    holder: holderOf(certificates[0]),
  }
}

type Opened = { readonly key: KeyObject; readonly certificates: readonly X509Certificate[] }

function fromPem({ certificate, key, password }: ClientCertificate & { kind: 'pem' }): Opened {
  const certificates = certificatesIn(certificate.text)
  if (certificates === null) throw wrong(certificate, 'must be certificates in PEM, our own first')
  const opened = privateKeyIn(key.text, password?.text ?? null)
  if (opened === null) {
    const how =
      password === null ? 'without a password' : `with the password of ${password.setting}`
    throw wrong(key, `must be a private key in PEM, ${how}`)
  }
  if (certificates[0]?.checkPrivateKey(opened) !== true) {
    throw wrong(key, `is the key of another certificate than ${certificate.setting}`)
  }
  return { key: opened, certificates }
}

function fromPkcs12({ pkcs12, password }: ClientCertificate & { kind: 'pkcs12' }): Opened {
  const opened = openPkcs12(pkcs12.text, password)
  if ('problem' in opened) throw wrong(pkcs12, opened.problem)
  return opened
}

/** Enterprise certificates have it as serialNumber, newer ones as organizationIdentifier. */
function holderOf(own: X509Certificate | undefined): string {
  const subject = own?.subject ?? ''
  const [, orgnr] =
    /^(?:serialNumber|organizationIdentifier|2\.5\.4\.97)=(?:NTRNO-)?(\d{9})$/m.exec(subject) ?? []
  return orgnr ?? subject.replaceAll('\n', ', ')
}

function wrong({ setting }: Secret, problem: string): ConfigError {
  return new ConfigError([`${setting}: ${problem}`])
}
