/**
 * HTTP: one request, one answer, nothing decided about it.
 *
 * in:   an absolute URL, headers, the caller's signal
 * out:  the status, a few headers and the body as text, or a Fault that says what failed
 *
 * Four promises hold for every call:
 *   1. It ends within `totalTimeoutMs`, however slowly the bytes come.
 *   2. Never more than `maxBodyBytes` of a body is held.
 *   3. No redirect is followed, and nothing is sent twice.
 *   4. No error carries the URL, a header or a piece of the body: undici's own errors may, so they
 *      are dropped and only their code is kept.
 */
import type { Dispatcher } from 'undici'

import { type ConfigError, Fault } from '../domain/errors.ts'
import type { Proxies, Transport } from '../domain/transport.ts'
import { deadline } from '../lib/abort.ts'
import { createDispatchers } from './dispatchers.ts'
import { codeOf, isGarbled, whyUnreachable } from './http-faults.ts'
import { currentTls } from './tls.ts'

export type HttpAnswer = {
  readonly status: number
  /** As it came; empty when there was none. */
  readonly contentType: string
  readonly retryAfter: string | undefined
  readonly date: string | undefined
  /** Empty also when the body of an answer other than 2xx can't be read: its status still counts. */
  readonly text: string
}

export type Http = {
  /**
   * @param what what is fetched, for error messages, without personal data
   * @throws Fault UNREACHABLE (nothing came), TIMED_OUT, or UNEXPECTED_ANSWER (a 2xx whose body is
   *   broken off, compressed, too large or not UTF-8); the signal's reason when it aborts
   */
  readonly get: (
    url: string,
    what: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<HttpAnswer>
  /** A POST of a form, otherwise as `get`. */
  readonly postForm: (
    url: string,
    form: URLSearchParams,
    what: string,
    signal: AbortSignal,
  ) => Promise<HttpAnswer>
  /** Waits for the calls in flight, then closes the connections. */
  readonly close: () => Promise<void>
}

export type HttpOptions = {
  readonly connectionsPerOrigin: number
  readonly connectTimeoutMs?: number
  /**
   * From the call to the last byte, waiting for a free connection included. 15 s: Skatteetaten
   * names no figure, and a page of 10,000 events may take seconds; but a graceful stop
   * (SHUTDOWN_TIMEOUT_SECONDS, 20 s) shall be able to wait for the slowest call in flight.
   */
  readonly totalTimeoutMs?: number
  /**
   * 16 MiB: a page of 10,000 events is about 2 MB, and the largest documented answers are far
   * smaller. Five calls in flight that all answer with rubbish without end stay under 80 MiB.
   */
  readonly maxBodyBytes?: number
  readonly transport?: Transport
  readonly proxies?: Proxies | null
  /** A certificate's file was replaced by something that is none. */
  readonly onUnusable?: (error: ConfigError) => void
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number
}

type Limits = { readonly totalTimeoutMs: number; readonly maxBodyBytes: number }

/** @throws ConfigError when our certificate can't be used */
export function createHttp({
  connectionsPerOrigin,
  connectTimeoutMs = 5_000,
  totalTimeoutMs = 15_000,
  maxBodyBytes = 16 * 1024 * 1024,
  transport = { clientCertificate: null, ca: null },
  proxies = null,
  onUnusable = () => undefined,
  now = () => performance.now(),
}: HttpOptions): Http {
  const dispatchers = createDispatchers({
    connectionsPerOrigin,
    connectTimeoutMs,
    proxies,
    tls: currentTls(transport, onUnusable),
    now,
  })
  const limits = { totalTimeoutMs, maxBodyBytes }
  function send(request: Request, what: string, signal: AbortSignal): Promise<HttpAnswer> {
    return exchange(dispatchers.of(request.origin), request, what, limits, signal)
  }

  return {
    get: (url, what, headers, signal) =>
      send({ method: 'GET', ...split(url), headers }, what, signal),
    postForm: (url, form, what, signal) => {
      const headers = {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      }
      return send({ method: 'POST', ...split(url), headers, body: form.toString() }, what, signal)
    },
    close: dispatchers.close,
  }
}

/** Not by `new URL`: its error holds the URL, and it would rewrite the path. */
function split(url: string): { origin: string; path: string } {
  const pathAt = url.indexOf('/', url.indexOf('//') + 2)
  return pathAt === -1
    ? { origin: url, path: '/' }
    : { origin: url.slice(0, pathAt), path: url.slice(pathAt) }
}

type Request = {
  readonly method: 'GET' | 'POST'
  readonly origin: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/**
 * One exchange, as an undici handler of our own. Measured on loopback with five slots and bodies of
 * 1 kB: about as fast as `agent.request()` without any deadline, where `request()` with a deadline by
 * `AbortSignal.any` costs three times the processor time and half a gigabyte of garbage.
 */
function exchange(
  dispatcher: Dispatcher,
  request: Request,
  what: string,
  limits: Limits,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)

    const chunks: Buffer[] = []
    let controller: Dispatcher.DispatchController | undefined
    let answer: Omit<HttpAnswer, 'text'> | undefined
    let received = 0
    let isOver = false

    signal.addEventListener('abort', stop)
    const cancelDeadline = deadline(limits.totalTimeoutMs, expire)

    function end(): void {
      isOver = true
      signal.removeEventListener('abort', stop)
      cancelDeadline()
    }
    function fail(error: unknown): void {
      end()
      reject(error)
      controller?.abort(new Error('given up'))
    }
    function stop(): void {
      fail(signal.reason)
    }
    function expire(): void {
      const seconds = limits.totalTimeoutMs / 1_000
      fail(
        new Fault(
          'TIMED_OUT',
          `${what}: ${request.origin} gave no complete answer within ${seconds} s`,
        ),
      )
    }
    function unreadable(why: string): void {
      if (answer === undefined || isSuccess(answer.status)) {
        const details = answer === undefined ? {} : { status: answer.status }
        return fail(new Fault('UNEXPECTED_ANSWER', `${what}: ${why}`, details))
      }
      end()
      resolve({ ...answer, text: '' })
      controller?.abort(new Error('given up'))
    }

    const headers = { ...request.headers, 'accept-encoding': 'identity' }
    dispatcher.dispatch(
      { ...request, headers },
      {
        onRequestStart(started) {
          controller = started
          if (isOver) controller.abort(new Error('given up'))
        },
        onResponseStart(_, status, fields) {
          if (status < 200) return
          answer = {
            status,
            contentType: one(fields['content-type']) ?? '',
            retryAfter: one(fields['retry-after']),
            date: one(fields['date']),
          }
          const encoding = one(fields['content-encoding']) ?? 'identity'
          // Inflating is not our business, and a bomb of 200 kB makes 200 MB.
          if (encoding.toLowerCase() !== 'identity') unreadable('the answer is compressed, unasked')
        },
        onResponseData(_, chunk) {
          if (isOver) return
          received += chunk.length
          if (received > limits.maxBodyBytes) {
            return unreadable(`the answer is larger than ${limits.maxBodyBytes} bytes`)
          }
          chunks.push(chunk)
        },
        onResponseEnd() {
          if (isOver || answer === undefined) return
          const text = decode(chunks)
          if (text === undefined) return unreadable('the answer is not UTF-8')
          end()
          resolve({ ...answer, text })
        },
        onResponseError(_, error) {
          if (isOver) return
          const code = codeOf(error)
          if (answer !== undefined) return unreadable(`the answer broke off (${code})`)
          if (isGarbled(code)) return unreadable(`the answer is not HTTP (${code})`)
          fail(
            new Fault(
              'UNREACHABLE',
              `${what}: no answer from ${request.origin}${whyUnreachable(error)}`,
            ),
          )
        },
      },
    )
  })
}

function one(field: string | string[] | undefined): string | undefined {
  return typeof field === 'string' ? field : field?.[0]
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/** Drops a byte order mark, which JSON.parse would stumble over. */
const UTF8 = new TextDecoder('utf-8', { fatal: true })

function decode([first, ...rest]: readonly Buffer[]): string | undefined {
  if (first === undefined) return ''
  try {
    return UTF8.decode(rest.length === 0 ? first : Buffer.concat([first, ...rest]))
  } catch {
    return undefined
  }
}
