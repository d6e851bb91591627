/**
 * The status page of a daemon, as a browser shows it: is the one thing that is wrong seen at once?
 *
 * With SCREENSHOTS=folder the pictures are kept for a person's eye.
 */
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { type Simulator, startSimulator } from '../simulator/simulator.ts'
import { openBrowser, WITHOUT_BROWSER } from '../support/browser.ts'
import { OLA } from '../support/builders.ts'
import { type DaemonProcess, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { servedBy } from '../support/served.ts'
import { isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTER = ['skatteoppgjoer', 'tilleggsskatt']
const OPTIONS = { skip: WITHOUT_BROWSER, timeout: 180_000 }

/** What is above the fold of a small laptop. */
const FOLD_PX = 400

type Stage = {
  readonly db: TestDatabase
  readonly simulator: Simulator
  readonly start: () => DaemonProcess
}

/** A daemon that has read everything and looked everything up. */
async function caughtUp(): Promise<Stage & AsyncDisposable> {
  const stack = new AsyncDisposableStack()
  const db = stack.use(await freshDatabase())
  const simulator = stack.use(await startSimulator({ katalog: loadKatalog() }))
  simulator.populate({ hendelser: 120, lister: LISTER, slettet: 0, ingenData: 0 })
  const settings = settingsFor(simulator, { url: db.url, lister: LISTER })
  const start = (): DaemonProcess => startDaemon(settings)
  {
    await using daemon = start()
    await until(() => isCaughtUp(db.pool, simulator))
    daemon.kill('SIGTERM')
    await daemon.ended
  }
  return { db, simulator, start, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

/** Opens the page until it shows `text`, and whatever the browser has to complain of. */
async function shown(page: Page, url: string, text: string): Promise<readonly string[]> {
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('requestfailed', (request) => complaints.push(request.url()))
  await until(async () => {
    await page.goto(url)
    return (await page.getByText(text).count()) > 0
  })
  return complaints
}

async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

/** What the first entry of "What to do now" says, and that it is where one looks first. */
async function firstTodo(page: Page): Promise<string> {
  const first = page.getByRole('main').getByRole('listitem').first()
  const box = await first.boundingBox()
  assert.ok(box && box.y + box.height < FOLD_PX, `it ends ${box?.y} px down`)
  return first.innerText()
}

describe('the status page', OPTIONS, () => {
  test(
    'of a daemon that is well says so, in light and in dark, without scripts',
    OPTIONS,
    async () => {
      await using stage = await caughtUp()
      await using daemon = stage.start()
      const { url } = await servedBy(daemon)
      await using browser = await openBrowser()
      const light = await browser.newPage({ colorScheme: 'light', javaScriptEnabled: false })

      const complaints = await shown(light, url, '2 lists have been read to the end')

      assert.deepEqual(complaints, [])
      assert.match(await firstTodo(light), /^All well\n+Nothing to do\./)
      assert.equal(await light.getByText('up to date').count(), 2)
      // A table is told as one to those who hear the page.
      assert.equal(await light.getByRole('table').count(), 2)
      assert.equal(await light.getByRole('rowheader', { name: 'tilleggsskatt' }).count(), 2)
      assert.equal((await light.getByRole('img', { name: /calls in 24 hours/ }).count()) >= 4, true)
      await keep(light, 'healthy-light')

      const dark = await browser.newPage({ colorScheme: 'dark' })
      await dark.goto(url)
      await keep(dark, 'healthy-dark')
      const panels = await Promise.all([light, dark].map(panelColour))
      // Each is the style's own: the policy has let it through.
      assert.deepEqual(panels, ['rgb(218, 251, 225)', 'rgb(15, 45, 27)'])
      // It fits a telephone, its tables scroll.
      await dark.setViewportSize({ width: 360, height: 640 })
      const width = await dark.evaluate('document.documentElement.scrollWidth')
      assert.equal(width, 360)
      await keep(dark, 'healthy-narrow')
    },
  )

  test('with one API paused begins with it, its fault in words', OPTIONS, async () => {
    await using stage = await caughtUp()
    const { simulator } = stage
    simulator.faults.add(
      { kind: 'oppslag', vert: 'avregning' },
      { type: 'feil', status: 403, kode: 'AR-005' },
    )
    simulator.populate({ hendelser: 20, lister: ['skatteoppgjoer'], seed: 2 })
    await using daemon = stage.start()
    const { url } = await servedBy(daemon)
    await using browser = await openBrowser()
    const page = await browser.newPage()

    const complaints = await shown(page, url, 'AR-005')

    assert.deepEqual(complaints, [])
    const first = await firstTodo(page)
    assert.match(first, /^Do now\n+avregning has been paused for \d+ s: .*403 \(AR-005\)/)
    assert.match(first, /No waiting ends this/)
    assert.match(await page.title(), /^\(1\)/)
    const [row] = await page.getByRole('row').filter({ hasText: 'avregning' }).all()
    assert.match(
      (await row?.innerText()) ?? '',
      /▲ paused for .*Check that scope skatteetaten:avregning/s,
    )
    await keep(page, 'paused')
  })

  test('with a list in gap begins with it, and the command that ends it', OPTIONS, async () => {
    await using stage = await caughtUp()
    const { simulator } = stage
    simulator.world.restart('tilleggsskatt')
    simulator.world.add('tilleggsskatt', { identifikator: OLA, gjelderPeriode: '2019' })
    await using daemon = stage.start()
    await daemon.said('list is in gap')
    const { url } = await servedBy(daemon)
    await using browser = await openBrowser()
    const page = await browser.newPage({ colorScheme: 'dark' })

    const complaints = await shown(page, url, 'in gap')

    assert.deepEqual(complaints, [])
    assert.match(
      await firstTodo(page),
      /^Do now\n+tilleggsskatt does not go on where it was left: it is not read\.[^]*hendelsesfolger set-position --liste tilleggsskatt/,
    )
    // The row that is wrong is the first, and the other list is well.
    const rows = await page.getByRole('table').first().getByRole('row').allInnerTexts()
    assert.match(rows[1] ?? '', /tilleggsskatt[^]*▲ in gap/)
    assert.match(rows[2] ?? '', /skatteoppgjoer[^]*● up to date/)
    await keep(page, 'gap')
  })
})

async function panelColour(page: Page): Promise<unknown> {
  return page.evaluate(`getComputedStyle(document.querySelector('.todo .well')).backgroundColor`)
}
