/** A Postgres that takes encrypted connections, with certificates of its own. */
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { type Certificate, createCertificate } from '../simulator/maskinporten/certificate.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { postgresUser, temporaryParent } from './postgres-programs.ts'

export type TlsPostgres = AsyncDisposable & {
  /** As the superuser, to `localhost`, which is the host that its certificate is for. */
  readonly url: string
  /** As a user who must show a certificate of `clientAuthority`, without a password. */
  readonly certificateUrl: string
  readonly port: number
  /** The paths of PEM files: whom to trust for it, and an authority that only calls itself the same. */
  readonly rootCert: string
  readonly otherRootCert: string
  /** Signs certificates whose CN is `klient`, which certificateUrl asks for. */
  readonly clientAuthority: Certificate
  /** Writes a file beside the others. @returns its path */
  readonly write: (name: string, text: string) => Promise<string>
  /** Gives it another certificate of the same authority, for new connections. */
  readonly replaceCertificate: (options: {
    readonly hosts: readonly string[]
    readonly notAfter?: Date
  }) => Promise<void>
}

const HBA = `
hostssl all klient 127.0.0.1/32 cert
host    all all    127.0.0.1/32 scram-sha-256
`

export async function startTlsPostgres(): Promise<TlsPostgres> {
  const user = postgresUser()
  const folder = await mkdtemp(join(temporaryParent(user), 'hendelsesfolger-tls-'))
  await chmod(folder, 0o711)
  const authority = createCertificate({ orgnr: '310000000', isAuthority: true })
  const clientAuthority = createCertificate({ orgnr: '310000001', isAuthority: true })

  async function write(name: string, text: string): Promise<string> {
    const path = join(folder, name)
    await writeFile(path, text, { mode: 0o600 })
    // Postgres refuses a key that others could read.
    if (user.uid !== undefined && user.gid !== undefined) await chown(path, user.uid, user.gid)
    return path
  }
  async function writeCertificate(hosts: readonly string[], notAfter?: Date): Promise<void> {
    const issued = { orgnr: '310000002', issuer: authority, hosts }
    const { pem, privateKeyPem } = createCertificate(
      notAfter === undefined ? issued : { ...issued, notAfter },
    )
    await write('server.key', privateKeyPem)
    await write('server.crt', pem)
  }

  await writeCertificate(['localhost'])
  const server = await startEmbeddedPostgres({
    fsync: false,
    settings: {
      ssl: 'on',
      ssl_cert_file: join(folder, 'server.crt'),
      ssl_key_file: join(folder, 'server.key'),
      ssl_ca_file: await write('client-ca.crt', clientAuthority.pem),
      hba_file: await write('pg_hba.conf', HBA),
    },
  })
  await query(server.url, 'create role klient login')
  const url = new URL(server.url)
  url.hostname = 'localhost'

  return {
    url: url.href,
    certificateUrl: `postgres://klient@localhost:${server.port}/postgres`,
    port: server.port,
    rootCert: await write('root.crt', authority.pem),
    otherRootCert: await write(
      'other.crt',
      createCertificate({ orgnr: '310000000', isAuthority: true }).pem,
    ),
    clientAuthority,
    write,
    async replaceCertificate({ hosts, notAfter }) {
      await writeCertificate(hosts, notAfter)
      await query(server.url, 'select pg_reload_conf()')
    },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}
