/**
 * Every metric of ours: name, labels and meaning, in one place. metrics.ts makes them, docs/metrics.md
 * has them as a table, and alert rules and dashboard may use no other (tests check both).
 *
 * Labels take few values: a list, an API, a reason, an outcome. P12: never an identifikator, and
 * never a sekvensnummer, of which there is no end.
 */
import { markdownTable } from '../lib/markdown-table.ts'

export type Definition<Label extends string = string> = {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly name: string
  readonly labels: readonly Label[]
  readonly help: string
  /** Upper bounds of a histogram, in seconds. */
  readonly buckets?: readonly number[]
}

function counter<Label extends string>(
  name: string,
  labels: readonly Label[],
  help: string,
): Definition<Label> {
  return { type: 'counter', name: `hendelsesfolger_${name}`, labels, help }
}

function gauge<Label extends string>(
  name: string,
  labels: readonly Label[],
  help: string,
): Definition<Label> {
  return { type: 'gauge', name: `hendelsesfolger_${name}`, labels, help }
}

function histogram<Label extends string>(
  name: string,
  labels: readonly Label[],
  buckets: readonly number[],
  help: string,
): Definition<Label> {
  return { type: 'histogram', name: `hendelsesfolger_${name}`, labels, buckets, help }
}

/** From 10 ms to the client's own time limit of 15 s. */
const CALL_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 15]

/** From a second to a week. */
const FRESHNESS_SECONDS = [
  1, 5, 15, 30, 60, 120, 300, 900, 3_600, 14_400, 43_200, 86_400, 259_200, 604_800,
]

/** Counted by each replica for itself, from its start on: sum them. */
export const COUNTED = {
  pages: counter(
    'pages_total',
    ['liste', 'utfall'],
    "Pages asked of a hendelsesliste; utfall is ok or the fault's code.",
  ),
  pageSeconds: histogram(
    'page_duration_seconds',
    ['liste'],
    CALL_SECONDS,
    'Time a hendelsesliste took to answer with a page.',
  ),
  hendelser: counter('hendelser_total', ['liste'], 'Hendelser stored that were not there before.'),
  strangers: counter(
    'persons_of_other_environment_total',
    ['liste'],
    'Hendelser about persons that do not belong there: real-looking ones with SKATTEETATEN_MILJOE=test, synthetic ones with prod. Nothing is rejected for it.',
  ),
  coalesced: counter(
    'oppslag_coalesced_total',
    ['liste'],
    'Oppslag saved: a hendelse named a nøkkel that waited already, or that another hendelse of its page named. One whose oppslag was in flight causes another all the same (P3), and is counted here too.',
  ),
  oppslag: counter(
    'oppslag_total',
    ['api', 'aarsak', 'utfall'],
    "Oppslag made, as folger.oppslagslogg has them: why, and what came of it (an answer's kind or a fault's code).",
  ),
  oppslagSeconds: histogram(
    'oppslag_duration_seconds',
    ['api'],
    CALL_SECONDS,
    'Time an API took to answer an oppslag, failures included.',
  ),
  inFlight: gauge('oppslag_in_flight', ['api'], 'Oppslag in flight now: slots used.'),
  slots: gauge(
    'oppslag_slots',
    ['api'],
    'Oppslag that may be in flight at once (MAKS_SAMTIDIGE_OPPSLAG); a paused API is given fewer.',
  ),
  svar: counter(
    'svar_total',
    ['api', 'resultat'],
    'What answers did to the tables: ny, endret, slettet, uendret, or ubekreftet ("no data" that is asked once more).',
  ),
  registreringSeconds: histogram(
    'registrering_to_stored_seconds',
    ['liste'],
    FRESHNESS_SECONDS,
    "From Skatteetaten's registrering of the oldest hendelse that waited to its data being stored; lists with registreringstidspunkt only.",
  ),
  receivedSeconds: histogram(
    'received_to_stored_seconds',
    ['liste'],
    FRESHNESS_SECONDS,
    'From reading the oldest hendelse that waited to its data being stored.',
  ),
  leases: gauge(
    'lease_held',
    ['loop'],
    '1 where this replica runs the loop (a list, an API, housekeeping), 0 where it stands by.',
  ),
  tokenFailures: counter(
    'token_failures_total',
    ['konsument', 'kode'],
    "Tokens that were asked for and not given, by Maskinporten's code, such as MP-121, or none.",
  ),
  tokenExpiry: gauge(
    'token_expiry_timestamp_seconds',
    ['konsument', 'scope'],
    'When the token in use ends. One that is renewed in time moves on before that.',
  ),
  loopFailures: counter(
    'loop_failures_total',
    ['loop'],
    'Times a loop failed and was started again: Postgres was away, or a bug.',
  ),
} as const satisfies Record<string, Definition>

/** Of this replica, read when they are asked for. */
export const READ = {
  loopsOverdue: gauge(
    'loops_overdue',
    [],
    'Loops of this replica that hang: /isalive is red while there is one.',
  ),
  ready: gauge('ready', [], '1 while /isready is green.'),
  connections: gauge(
    'database_connections',
    ['state'],
    'Connections to Postgres: in_use, idle; and waiting, which are those who wait for one.',
  ),
  connectionsMax: gauge(
    'database_connections_max',
    [],
    'Connections to Postgres at most (DATABASE_POOL_MAX).',
  ),
  signingKeyFirstSeen: gauge(
    'signing_key_first_seen_timestamp_seconds',
    ['avtrykk'],
    'When a token was first given for the signing key in use, by its thumbprint, in seconds since 1970: Maskinporten takes a key for a year at most. Absent until one is given, and where a sidecar signs.',
  ),
  buildInfo: gauge('build_info', ['version'], 'Always 1: which version this is.'),
} as const satisfies Record<string, Definition>

const LISTE = ['konsument', 'liste'] as const

/**
 * What Postgres knows, read at most every few seconds: the same from every replica, so take the
 * maximum over them. While Postgres can not be reached none of these is there but databaseUp.
 */
export const STORED = {
  databaseUp: gauge('database_up', [], '1 when Postgres answered when it was last asked.'),
  posisjon: gauge('liste_posisjon', LISTE, 'The sekvensnummer that the list is asked from next.'),
  head: gauge('liste_head', LISTE, 'The highest sekvensnummer that the list is known to have.'),
  lagEvents: gauge(
    'liste_lag_events',
    LISTE,
    'Sekvensnumre from the posisjon to the head: as many hendelser at most, for numbers have gaps.',
  ),
  lagSeconds: gauge(
    'liste_lag_seconds',
    LISTE,
    'How long ago hendelser were registered that may not have been read: since the end of the list was last reached, or the latest registreringstidspunkt read, whichever is later. Absent before either is known.',
  ),
  tilstand: gauge(
    'liste_tilstand',
    [...LISTE, 'tilstand'],
    '1 for the tilstand that the list is in: leser, ajour, feil, pauset or gap; 0 for the others.',
  ),
  caughtUp: gauge(
    'liste_caught_up',
    LISTE,
    '1 when the list had nothing more when it was last asked.',
  ),
  lastSuccess: gauge('liste_last_success_timestamp_seconds', LISTE, 'When the list last answered.'),
  lastRegistrering: gauge(
    'liste_last_registrering_timestamp_seconds',
    LISTE,
    'The latest registreringstidspunkt read, on lists that have it.',
  ),
  reflectedUntil: gauge(
    'liste_reflected_until_timestamp_seconds',
    LISTE,
    'Every hendelse that was visible before this is in the tables; absent until the end of the list has been reached once.',
  ),
  planInterval: gauge(
    'liste_plan_interval_seconds',
    LISTE,
    'The longest time between two readings of LES_PLAN.',
  ),
  ventende: gauge(
    'ventende_oppslag',
    LISTE,
    'Nøkler that are still to be looked up: exact below 10,000, an estimate from there on.',
  ),
  oldestAge: gauge(
    'ventende_oppslag_oldest_age_seconds',
    LISTE,
    'How long ago the oldest hendelse was read that is still to be looked up.',
  ),
  dueFor: gauge(
    'oppslag_due_seconds',
    ['konsument', 'api'],
    'For how long a nøkkel has been due that waits for nothing but a slot; 0 when none is.',
  ),
  parkert: gauge(
    'parkert_oppslag',
    ['konsument', 'oppslag', 'feilklasse'],
    'Nøkler set aside, by the class of their fault: their data is older than their newest hendelse.',
  ),
  apiPaused: gauge(
    'api_paused',
    ['konsument', 'api', 'by'],
    '1 while the API is paused, by a fault or by an operator.',
  ),
  deletionWave: gauge(
    'api_deletion_wave',
    ['konsument', 'api'],
    '1 while a wave of deletions is held back until an operator accepts it or it ends.',
  ),
  feedHeld: gauge(
    'change_feed_held_seconds',
    [],
    'For how long the change feed has shown nothing new because a transaction somewhere on the database server is open; 0 when it shows all.',
  ),
} as const satisfies Record<string, Definition>

export const ALL_METRICS: readonly Definition[] = [
  ...Object.values(COUNTED),
  ...Object.values(READ),
  ...Object.values(STORED),
]

/** The table of docs/metrics.md. */
export function metricsTable(): string {
  const rows = ALL_METRICS.map(({ name, type, labels, help }) => [
    `\`${name}\``,
    type,
    labels.map((label) => `\`${label}\``).join(', '),
    help,
  ])
  return markdownTable([['Metric', 'Type', 'Labels', 'Meaning'], ...rows])
}
