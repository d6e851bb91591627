import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { PAGE_HEADERS, renderPage } from '../../../src/operate/status/page.ts'
import { STYLE } from '../../../src/operate/status/style.ts'
import { apiRow, before, listeRow, MINUTE, NOW_MS, status } from '../../support/status.ts'

const TEXT = /<[^>]+>/g

/** What is read of the page, without tags and runs of space. */
function textOf(page: string): string {
  const body = page.slice(page.indexOf('<body>'))
  return body.replaceAll(TEXT, ' ').replaceAll(/\s+/g, ' ')
}

test('a daemon that is well says so on top', () => {
  const text = textOf(renderPage(status()))

  assert.match(text, /What to do now All well Nothing to do\. 1 list has been read to the end/)
})

test('what is to be done is on top, before any table, and in the title', () => {
  const page = renderPage(status({ lister: [listeRow({ tilstand: 'gap' })] }))

  assert.match(page, /<title>\(1\) hendelsesfølger<\/title>/)
  assert.ok(page.indexOf('Do now') < page.indexOf('<table>'))
  assert.ok(!page.includes('All well'))
})

test('weather that needs nobody stands below that all is well', () => {
  const paused = { feil: '503', feilklasse: 'UNAVAILABLE', pausetMs: before(MINUTE) } as const
  const text = textOf(renderPage(status({ apier: [apiRow(paused)] })))

  assert.ok(text.indexOf('All well') < text.indexOf('Wait inntekt has been paused'))
})

test('a list and an API tell what they are about', () => {
  const text = textOf(
    renderPage(
      status({
        lister: [
          listeRow({
            tilstand: 'leser',
            neste: 9_223_372_036_854_775_000n,
            hode: 9_223_372_036_854_775_806n,
            ventende: 12_345n,
            eldsteVentendeMs: before(3 * MINUTE),
            parkert: 7n,
          }),
        ],
        apier: [
          apiRow({
            feil: 'the API answered 503',
            feilklasse: 'UNAVAILABLE',
            pausetMs: before(5 * MINUTE),
            nesteMs: NOW_MS + 31_000,
          }),
        ],
      }),
    ),
  )

  assert.match(
    text,
    /inntekt ● reading 9223372036854775000 807 behind, at least 20 s ago 12,345 oldest 3 min 7 2026-11-25 13:29:40/,
  )
  assert.match(text, /inntekt ◔ paused for 5 min the API answered 503 0, next probe at 13:30:31/)
})

test('what comes from outside is text and never HTML', () => {
  const feil = '<script>alert("x")</script> & \'y\''
  const page = renderPage(status({ lister: [listeRow({ tilstand: 'feil', feil })] }))

  assert.ok(!page.includes('<script'))
  assert.ok(page.includes('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;'))
})

test('it asks for itself again, runs nothing and loads nothing', () => {
  const page = renderPage(status())
  const policy = PAGE_HEADERS['content-security-policy'] ?? ''
  const [, style = ''] = /<style>([^]*)<\/style>/.exec(page) ?? []

  assert.match(page, /<meta http-equiv="refresh" content="\d+" \/>/)
  assert.doesNotMatch(page, /<script|<link|<img|<iframe|<form|\son\w+=|style=|src=/)
  assert.match(policy, /default-src 'none'/)
  assert.ok(policy.includes(`'sha256-${createHash('sha256').update(style).digest('base64')}'`))
})

test('it is told what is what: language, headings, row and column heads, names of pictures', () => {
  const page = renderPage(status())

  assert.match(page, /<html lang="en">/)
  assert.equal(page.match(/<h1>/g)?.length, 1)
  assert.match(page, /<main>[^]*<\/main>/)
  for (const heading of page.match(/<th\b[^>]*>/g) ?? []) assert.match(heading, /scope="(col|row)"/)
  for (const picture of page.match(/<svg[^>]*>/g) ?? []) {
    assert.match(picture, /role="img"\s+aria-label="[\d,]+ calls in 24 hours/)
  }
})

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.slice(1).replaceAll(/./g, '$&$&') : hex.slice(1)
  const [r = 0, g = 0, b = 0] = [0, 2, 4]
    .map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255)
    .map((one) => (one <= 0.040_45 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

test('text can be read on what it stands on, in light and in dark: 4.5 to 1', () => {
  const [light = '', dark = ''] = STYLE.split('@media (prefers-color-scheme: dark)')
  for (const scheme of [light, dark]) {
    const colours = new Map(
      [...scheme.matchAll(/--([a-z-]+): (#[0-9a-f]{3,6});/g)].map(([, name = '', hex = '']) => [
        name,
        hex,
      ]),
    )
    const of = (name: string): string => colours.get(name) ?? assert.fail(`no colour ${name}`)
    const panels = ['now-panel', 'soon-panel', 'wait-panel', 'well-panel']
    const pairs = [
      ...['text', 'faint', 'now', 'soon', 'wait', 'well'].map((name) => [name, 'page'] as const),
      ...panels.map((panel) => ['text', panel] as const),
      ...panels.map((panel) => [panel.replace('-panel', ''), panel] as const),
      ['faint', 'now-panel'] as const,
      ['faint', 'soon-panel'] as const,
    ]
    for (const [text, page] of pairs) {
      const ratio = contrast(of(text), of(page))
      assert.ok(ratio >= 4.5, `${text} on ${page}: ${ratio.toFixed(2)}`)
    }
  }
})
