/** Every setting there is, and the README's table of them. */
import { markdownTable } from '../lib/markdown-table.ts'
import { BEVAKING_SETTINGS } from './bevaking.ts'
import { CALL_SETTINGS } from './calls.ts'
import { DATABASE_SETTINGS } from './database.ts'
import { INNTEKTSMOTTAKERE_SETTINGS } from './inntektsmottakere.ts'
import { KONSUMENT_SETTINGS } from './konsumenter.ts'
import { LISTE_SETTINGS } from './lister.ts'
import { MASKINPORTEN_SETTINGS } from './maskinporten.ts'
import { OVERLAPP_SETTINGS } from './overlapp.ts'
import { PROCESS_SETTINGS } from './process.ts'
import { PROXY_SETTINGS } from './proxies.ts'
import { RETENTION_SETTINGS } from './retention.ts'
import type { Setting } from './setting.ts'
import { SKATTEETATEN_SETTINGS } from './skatteetaten.ts'
import { TRANSPORT_SETTINGS } from './transport.ts'

export const SETTINGS: readonly Setting[] = [
  ...SKATTEETATEN_SETTINGS,
  ...TRANSPORT_SETTINGS,
  ...KONSUMENT_SETTINGS,
  ...LISTE_SETTINGS,
  ...OVERLAPP_SETTINGS,
  ...BEVAKING_SETTINGS,
  ...INNTEKTSMOTTAKERE_SETTINGS,
  ...CALL_SETTINGS,
  ...MASKINPORTEN_SETTINGS,
  ...PROXY_SETTINGS,
  ...DATABASE_SETTINGS,
  ...PROCESS_SETTINGS,
  ...RETENTION_SETTINGS,
]

/** The table as prettier writes it, without a last line end. */
export function settingsTable(): string {
  const rows = SETTINGS.map((setting) => [
    `\`${setting.name}\``,
    setting.form,
    setting.default === null ? '' : `\`${setting.default}\``,
    [setting.text, setting.secret && 'Secret.', setting.perKonsument && 'Per konsument.']
      .filter((words) => words !== false)
      .join(' '),
  ])
  return markdownTable([['Setting', 'A value is', 'Default', 'Meaning'], ...rows])
}
