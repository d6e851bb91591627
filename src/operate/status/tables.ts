/** The tables of the status page: a row for each list, each API, and each kind of parked nøkler. */
import { count } from '../../lib/text-table.ts'
import { type ApiWords, describeApier, describeLister, type ListeWords } from './describe.ts'
import { type Html, html } from './html.ts'
import { plot, totalOf } from './plot.ts'
import type { Status } from './status.ts'
import { agoOrNever, whose } from './words.ts'

export function listeTable(status: Status): Html {
  const rows = describeLister(status)
  if (rows.length === 0) return html``
  return html`<section aria-labelledby="lister">
    <h2 id="lister">Lists</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">List</th>
            <th scope="col">State</th>
            <th scope="col" class="number">Posisjon</th>
            <th scope="col">Last read</th>
            <th scope="col" class="number">Waiting</th>
            <th scope="col" class="number">Parked</th>
            <th scope="col">Tables complete to</th>
            <th scope="col">Calls per hour</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(listeRow)}
        </tbody>
      </table>
    </div>
  </section>`
}

function listeRow(row: ListeWords): Html {
  return html`<tr class="${row.urgency}">
    <th scope="row">${row.liste}${small(whose(row.konsument))}</th>
    <td>${state(row)}</td>
    <td class="number">${row.posisjon}${small(row.lag)}</td>
    <td>${row.read}</td>
    <td class="number">${row.ventende}${small(row.oldest === '' ? '' : `oldest ${row.oldest}`)}</td>
    <td class="number">${row.parkert}</td>
    <td>${row.reflected}</td>
    <td>${calls(row)}</td>
  </tr> `
}

export function apiTable(status: Status): Html {
  const rows = describeApier(status)
  if (rows.length === 0) return html``
  return html`<section aria-labelledby="apier">
    <h2 id="apier">APIs</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">API</th>
            <th scope="col">State</th>
            <th scope="col">Slots</th>
            <th scope="col">Calls per hour</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(apiRow)}
        </tbody>
      </table>
    </div>
  </section>`
}

function apiRow(row: ApiWords): Html {
  const oppslag = row.oppslag === row.api ? '' : row.oppslag
  return html`<tr class="${row.urgency}">
    <th scope="row">${row.api}${small(whose(row.konsument))}${small(oppslag)}</th>
    <td>${state(row)}</td>
    <td>${row.slots}</td>
    <td>${calls(row)}</td>
  </tr> `
}

function calls({ calls: hours }: ListeWords | ApiWords): Html {
  return html`${plot(hours)}${small(`${count(totalOf(hours))} in 24 h`)}`
}

const SIGNS = { now: '▲', soon: '◆', wait: '◔', well: '●' } as const

function state({ urgency, state: words, reason }: ListeWords | ApiWords): Html {
  const why = reason === null ? html`` : html`<p>${reason}</p>`
  return html`<span class="state ${urgency}"
      ><span aria-hidden="true">${SIGNS[urgency]}</span> ${words}</span
    >${why}`
}

function small(text: string): Html {
  return text === '' ? html`` : html`<small>${text.trim()}</small>`
}

export function parkertTable({ parkert, readMs }: Status): Html {
  if (parkert.length === 0) return html``
  const rows = parkert.map(
    (row) =>
      html`<tr>
        <th scope="row">${row.oppslag}${small(whose(row.konsument))}</th>
        <td>${row.feilklasse}</td>
        <td class="number">${count(row.antall)}</td>
        <td>${agoOrNever(row.eldsteMs, readMs ?? 0)}</td>
      </tr> `,
  )
  return html`<section aria-labelledby="parkert">
    <h2 id="parkert">Parked nøkler</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Oppslag</th>
            <th scope="col">Class of fault</th>
            <th scope="col" class="number">Nøkler</th>
            <th scope="col">The first of them</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`
}
