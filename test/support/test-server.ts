/**
 * The Postgres server of a test run: a container where a Docker engine answers, else embedded.
 * Either ends with the process that started it.
 */
import { spawnSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

export type TestServer = { readonly url: string }

const IMAGE = 'postgres:15-bookworm'
const ENGINE_ANSWERS_WITHIN_MS = 3_000

export async function startTestServer(): Promise<TestServer> {
  const container = (await dockerAnswers()) ? await startContainer() : undefined
  if (container !== undefined) return container

  const server = await startEmbeddedPostgres({ fsync: false })
  say('embedded')
  return server
}

async function dockerAnswers(): Promise<boolean> {
  const { getContainerRuntimeClient } = await import('testcontainers')
  const found = getContainerRuntimeClient().then(
    () => true,
    () => false,
  )
  return Promise.race([found, delay(ENGINE_ANSWERS_WITHIN_MS, false, { ref: false })])
}

async function startContainer(): Promise<TestServer | undefined> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql')
  try {
    const container = await new PostgreSqlContainer(IMAGE)
      .withCommand(['postgres', '-c', 'fsync=off', '-c', 'full_page_writes=off'])
      // Each test copies a database: on a container's own file system that takes three times as long.
      .withTmpFs({ '/var/lib/postgresql/data': 'rw' })
      .start()
    say(`a container of ${IMAGE}`)
    // Testcontainers removes it by a second container, which is missing where that is turned off.
    process.once('exit', () => spawnSync('docker', ['rm', '--force', container.getId()]))
    return { url: container.getConnectionUri() }
  } catch (error) {
    // An engine that can't get the image, say; the tests run all the same.
    say(`no container of ${IMAGE}: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

function say(what: string): void {
  process.stderr.write(`Postgres of the tests: ${what}\n`)
}
