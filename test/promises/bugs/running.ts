/** P12 to P14: what gets out, what is lived with, what is refused. */
import type { PlantedBug } from '../planted-bug.ts'

const LOG = 'src/operate/log.ts'
const SOURCE = 'src/follow/source.ts'
const LOG_TESTS = 'test/operate/log.test.ts'
const SOURCE_TESTS = 'test/follow/source.test.ts'
const REFUSE_TESTS = 'test/e2e/refuse.e2e.test.ts'

export const RUNNING: readonly PlantedBug[] = [
  {
    promise: 'P12',
    lost: 'whatever field a line is given gets out',
    file: LOG,
    find: 'else if (ALLOWED.has(name)) out[name]',
    replace: 'else out[name]',
    test: { file: LOG_TESTS, name: 'P12: a field that is not on the list does not get out' },
  },
  {
    promise: 'P12',
    lost: 'an identifikator in a field that may get out is not masked',
    file: LOG,
    find: 'scrub(formatLine(format, line.trimEnd()))',
    replace: 'formatLine(format, line.trimEnd())',
    test: {
      file: LOG_TESTS,
      name: 'P12: a run of eleven digits in an allowed field is masked as a second net, in every format',
    },
  },
  {
    promise: 'P12',
    lost: "an error's message gets out, and quotes what was read",
    file: LOG,
    find: `for (const name of ['code',`,
    replace: `for (const name of ['message', 'code',`,
    test: {
      file: LOG_TESTS,
      name: 'P12: of an error neither message nor detail gets out, only its kind, code and place',
    },
  },
  {
    promise: 'P12',
    lost: "Postgres' detail gets out, and names the row",
    file: LOG,
    find: `for (const name of ['code',`,
    replace: `for (const name of ['detail', 'code',`,
    test: {
      file: LOG_TESTS,
      name: 'P12: of an error neither message nor detail gets out, only its kind, code and place',
    },
  },
  {
    promise: 'P12',
    lost: "the first line of an error's stack gets out, and that is its message",
    file: LOG,
    find: `.filter((line) => /^\\s+at /.test(line))`,
    replace: '',
    test: {
      file: LOG_TESTS,
      name: 'P12: of an error neither message nor detail gets out, only its kind, code and place',
    },
  },
  {
    promise: 'P12',
    lost: "a Fault's message quotes the body",
    file: 'src/skatteetaten/answers.ts',
    find: 'That is not documented (${describeBody(answer)})',
    replace: 'That is not documented (${answer.text})',
    test: {
      file: 'test/skatteetaten/look-up.test.ts',
      name: 'no message has a piece of the body or the identifikator',
    },
  },
  {
    promise: 'P12',
    lost: "a Fault's message has the URL, and with it the identifikator",
    file: 'src/skatteetaten/client.ts',
    find: 'no answer from ${request.origin}${whyUnreachable(error)}',
    replace: 'no answer from ${request.origin}${request.path}${whyUnreachable(error)}',
    test: {
      file: 'test/skatteetaten/client.test.ts',
      name: 'a connection that is cut before any answer is UNREACHABLE',
    },
  },
  {
    promise: 'P12',
    lost: 'http to a proxy is not tunnelled, and the proxy sees the path',
    file: 'src/skatteetaten/dispatchers.ts',
    find: 'proxyTunnel: true',
    replace: 'proxyTunnel: false',
    test: {
      file: 'test/skatteetaten/proxy.test.ts',
      name: 'http goes through the proxy by CONNECT as well',
    },
  },
  {
    promise: 'P13',
    lost: 'a token is not used to its end while Maskinporten is down',
    file: 'src/maskinporten/tokens.ts',
    find: '|| elapsed() >= old.endsAt) throw error',
    replace: '|| elapsed() >= old.renewAt) throw error',
    test: {
      file: 'test/maskinporten/simulated.test.ts',
      name: 'while Maskinporten is down for an hour the token is used to its end, and the next call after gets one',
    },
  },
  {
    promise: 'P13',
    lost: 'a file that is being replaced takes the signing key with it',
    file: 'src/lib/latest-value.ts',
    find: 'onUnusable(error)',
    replace: 'throw error',
    test: {
      file: 'test/maskinporten/current-key.test.ts',
      name: 'a certificate and its key may be replaced one after the other',
    },
  },
  {
    promise: 'P13',
    lost: 'a database that is not there yet ends the process',
    file: 'src/app/prepare.ts',
    find: `        if (!(error instanceof ConfigError)) throw error
        refusal = error`,
    replace: '        refusal = error',
    test: {
      file: REFUSE_TESTS,
      name: 'P13: a database that can not be reached is waited for, and SIGTERM still ends with 0',
    },
  },
  {
    promise: 'P13',
    lost: 'a loop that hangs is never restarted, and its list is not read for ever',
    file: 'src/app/supervised.ts',
    find: 'const beat = (withinMs: number): void => watchdog.beat(name, withinMs)',
    replace: 'const beat = (withinMs: number): void => watchdog.forget(name + String(withinMs))',
    test: {
      file: 'test/e2e/probes.e2e.test.ts',
      name: 'P13: /isalive turns red when a loop hangs, names it, and only it',
    },
  },
  {
    promise: 'P13',
    lost: 'while Postgres is away Prometheus waits for it, gives up, and nothing is known of the daemon',
    file: 'src/operate/status/reader.ts',
    find: 'await Promise.race([reading, sleep(WAIT_MS, done.signal)])',
    replace: 'await reading',
    test: {
      file: 'test/operate/status/reader.test.ts',
      name: 'nobody waits for a Postgres that does not answer',
    },
  },
  {
    promise: 'P13',
    lost: 'a loop that failed is not started again',
    file: 'src/lib/supervise.ts',
    find: 'await sleep(waitMs, signal)',
    replace: 'return',
    test: {
      file: 'test/lib/waiting.test.ts',
      name: 'a loop that fails is started again, and its failure is told',
    },
  },
  {
    promise: 'P13',
    lost: "a night of 503 spends every nøkkel's tries, and parks them all",
    file: 'src/resolve/retry-policy.ts',
    find: 'costsTry: false',
    replace: 'costsTry: true',
    test: {
      file: 'test/resolve/retry-policy.test.ts',
      name: 'a fault of the whole API costs no try, however often it comes',
    },
  },
  {
    promise: 'P13',
    lost: 'an API that is down is asked on and on by all slots',
    file: 'src/resolve/api-state.ts',
    find: 'if (now < state.pausedUntil) return 0',
    replace: '',
    test: {
      file: 'test/resolve/api-state.test.ts',
      name: 'a fault of the whole API stops all calls until its wait is over, then lets one through',
    },
  },
  {
    promise: 'P13',
    lost: 'a restart of Postgres ends the process by its idle connections',
    file: 'src/store/pool.ts',
    find: `pool.on('error', onIdleError)`,
    replace: '',
    test: {
      file: 'test/store/pool.db.test.ts',
      name: 'P13: a connection that Postgres ends while nobody uses it is told and replaced',
    },
  },
  {
    promise: 'P13',
    lost: 'a restart of Postgres ends the process by a connection that is between two statements',
    file: 'src/store/pool.ts',
    find: `pool.on('connect', (client) => client.on('error', () => undefined))`,
    replace: '',
    test: {
      file: 'test/store/pool.db.test.ts',
      name: 'P13: a connection that Postgres ends between two statements fails the next one alone',
    },
  },
  {
    promise: 'P14',
    lost: 'without a STARTDATO it begins where it thinks best',
    file: SOURCE,
    find: 'if (fulgt.startdato !== null) return []',
    replace: 'return []',
    test: {
      file: SOURCE_TESTS,
      name: 'P14: a list that has neither a posisjon nor a STARTDATO is not begun',
    },
  },
  {
    promise: 'P14',
    lost: 'the numbers of the test environment are taken for those of production',
    file: SOURCE,
    find: `if (then.adresse !== now.adresse) note('at', then.adresse, now.adresse)`,
    replace: '',
    test: {
      file: SOURCE_TESTS,
      name: 'P14: a posisjon that was taken at another address is refused',
    },
  },
  {
    promise: 'P14',
    lost: "another client's data is mixed into the tables",
    file: SOURCE,
    find: `if (then.klient !== now.klient) note('by the client', then.klient, now.klient)`,
    replace: '',
    test: {
      file: SOURCE_TESTS,
      name: 'P14: a posisjon that was taken by another client is refused',
    },
  },
  {
    promise: 'P14',
    lost: 'data of another rettighetspakke is mixed into the tables',
    file: SOURCE,
    find: 'if (before !== undefined && before !== pakke) {',
    replace: 'if (false) {',
    test: {
      file: SOURCE_TESTS,
      name: 'P14: a posisjon that was taken with another rettighetspakke is refused',
    },
  },
  {
    promise: 'P14',
    lost: 'an older program writes into the tables of a newer one',
    file: 'src/store/migrate.ts',
    find: 'if (newer.length > 0) {',
    replace: 'if (false) {',
    test: {
      file: 'test/store/migrate.db.test.ts',
      name: 'P14: a schema of a newer program is refused before anything is run',
    },
  },
  {
    promise: 'P14',
    lost: 'wrong settings are told one at a time, a deployment each',
    file: 'src/domain/errors.ts',
    find: 'problems.map((p) =>',
    replace: 'problems.slice(0, 1).map((p) =>',
    test: { file: REFUSE_TESTS, name: 'P14: ten mistakes are listed at once' },
  },
]
