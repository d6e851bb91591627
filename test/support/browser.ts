/** A headless Chromium, where one is installed. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const EXECUTABLE = PLACES.find((path) => existsSync(path))

/** Why tests in a browser are skipped; false where they are not. */
export const WITHOUT_BROWSER =
  EXECUTABLE === undefined
    ? `no browser is installed in ${PLACES.join(', ')}: Debian's package is chromium`
    : false

/** Without the network that a browser of its own would seek. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function openBrowser(): Promise<Browser> {
  if (EXECUTABLE === undefined) throw new Error(String(WITHOUT_BROWSER))
  return chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS })
}
