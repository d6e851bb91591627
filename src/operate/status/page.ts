/**
 * The status page: plain HTML without scripts, which asks for itself again.
 *
 * What an operator should do is on top. Nothing is told by colour alone. P12: it shows facts about
 * lists and APIs, none about a nøkkel.
 */
import { createHash } from 'node:crypto'
import { wellBeing } from './describe.ts'
import { type Html, html } from './html.ts'
import type { Status } from './status.ts'
import { STYLE } from './style.ts'
import { apiTable, listeTable, parkertTable } from './tables.ts'
import { clock } from './words.ts'

const REFRESH_SECONDS = 15

/** To the letter what the policy below has the hash of. */
const STYLE_ELEMENT: Html = { html: `<style>${STYLE}</style>` }

/** Nothing is loaded, run, sent or framed; the page's own style is known by its hash. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
}

export function renderPage(status: Status): string {
  const read = status.readMs === null ? 'not read yet' : `As of ${clock(status.readMs)}`
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="refresh" content="${REFRESH_SECONDS}" />
        <title>${title(status)}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <header>
          <h1>hendelsesfølger</h1>
          <p class="faint">${status.miljoe}</p>
          <p class="faint">${read}</p>
        </header>
        <main>
          <section aria-labelledby="todo">
            <h2 id="todo">What to do now</h2>
            ${todoList(status)}
          </section>
          ${listeTable(status)} ${apiTable(status)} ${parkertTable(status)}
        </main>
        <footer>
          <p>
            Times are Norwegian. The same as JSON: <a href="status.json">status.json</a>; figures:
            <a href="metrics">metrics</a>. Version ${status.version}.
          </p>
        </footer>
      </body>
    </html> `
  return page.html
}

/** So that a tab tells it too. */
function title({ todo }: Status): string {
  const now = todo.filter(({ urgency }) => urgency === 'now').length
  return now > 0 ? `(${now}) hendelsesfølger` : 'hendelsesfølger'
}

const URGENCIES = { now: 'Do now', soon: 'Today', wait: 'Wait' } as const

function todoList(status: Status): Html {
  const { todo } = status
  const needsSomebody = todo.some(({ urgency }) => urgency !== 'wait')
  const items = todo.map(
    ({ urgency, what, action }) =>
      html`<li class="${urgency}">
        <strong>${URGENCIES[urgency]}</strong>
        <p>${what}</p>
        <p>${withCommands(action)}</p>
      </li>`,
  )
  const well = html`<li class="well">
    <strong>All well</strong>
    <p>Nothing to do. ${wellBeing(status)}</p>
  </li>`
  return html`<ul class="todo">
    ${needsSomebody ? items : [well, ...items]}
  </ul>`
}

/** Commands are told apart, and broken between words alone, so that they can be copied. */
function withCommands(text: string): readonly Html[] {
  return text.split('`').map((part, at) => {
    if (at % 2 === 0) return html`${part}`
    const words = part.split(' ').map((word) => html`<span>${word}</span>${' '}`)
    return html`<code>${words}</code>`
  })
}
