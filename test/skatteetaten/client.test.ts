import assert from 'node:assert/strict'
import { getEventListeners, once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'

import type { Fault, FaultCode } from '../../src/domain/errors.ts'
import { createHttp, type Http, type HttpOptions } from '../../src/skatteetaten/client.ts'
import { faultOf, isFault } from './faults.ts'
import { type Answering, always, drip, serve } from './server.ts'

const NEVER = new AbortController().signal
const WHAT = 'look-up in x'
const SECRET = '01810112345'

async function withServer(
  answering: Answering,
  use: (http: Http, url: string, calls: readonly { readonly path: string }[]) => Promise<void>,
  options: Partial<HttpOptions> = {},
): Promise<void> {
  await using server = await serve(answering)
  const http = createHttp({ connectionsPerOrigin: 5, ...options })
  try {
    await use(http, `${server.url}/v1/${SECRET}?a=b`, server.calls)
  } finally {
    await http.close()
  }
}

function isQuietFault(fault: Fault, code: FaultCode, message: RegExp): void {
  isFault(fault, code, message)
  assert.ok(!inspect(fault).includes(SECRET), 'the fault repeats the address')
}

/** Sends the head of an answer of 100 bytes and a piece of its body, and cuts the connection. */
function truncated(status: number): Answering {
  return (response) => {
    response.writeHead(status, { 'content-length': '100' })
    response.write('{"a":', () => response.destroy())
  }
}

test('an answer is its status, the fields we use and its text', async () => {
  const fields = { 'retry-after': '7', date: 'Fri, 01 Mar 2024 12:00:00 GMT' }
  await withServer(always(418, '{"navn":"Åse"}', fields), async (http, url, calls) => {
    const answer = await http.get(url, WHAT, { accept: 'application/json' }, NEVER)

    assert.deepEqual(answer, {
      status: 418,
      contentType: 'application/json',
      retryAfter: '7',
      date: 'Fri, 01 Mar 2024 12:00:00 GMT',
      text: '{"navn":"Åse"}',
    })
    assert.equal(calls[0]?.path, `/v1/${SECRET}?a=b`)
  })
})

test('our headers are sent, and nothing but the text itself is asked for', async () => {
  await using server = await serve(always(200, '[]'))
  const http = createHttp({ connectionsPerOrigin: 5 })
  await http.get(server.url, WHAT, { accept: 'application/json', korrelasjonsid: 'k' }, NEVER)
  await http.close()

  const { headers, method, path } = server.calls[0] ?? assert.fail()
  assert.deepEqual(
    [method, path, headers.accept, headers['korrelasjonsid'], headers['accept-encoding']],
    ['GET', '/', 'application/json', 'k', 'identity'],
  )
})

test('a form is posted as one', async () => {
  await using server = await serve(always(200, '{}'))
  const http = createHttp({ connectionsPerOrigin: 5 })
  await http.postForm(`${server.url}/token`, new URLSearchParams({ a: 'b c' }), WHAT, NEVER)
  await http.close()

  const { headers, method, body } = server.calls[0] ?? assert.fail()
  assert.deepEqual(
    [method, headers['content-type'], body],
    ['POST', 'application/x-www-form-urlencoded', 'a=b+c'],
  )
})

test('connections are used again', async () => {
  const ports = new Set<number | undefined>()
  const answering: Answering = (response) => {
    ports.add(response.socket?.remotePort)
    response.end('{}')
  }
  await withServer(answering, async (http, url) => {
    for (let call = 0; call < 20; call++) await http.get(url, WHAT, {}, NEVER)
    assert.ok(ports.size <= 5, `${ports.size} connections`)
  })
})

test('a byte order mark is dropped', async () => {
  await withServer(always(200, '\uFEFF{}'), async (http, url) => {
    assert.equal((await http.get(url, WHAT, {}, NEVER)).text, '{}')
  })
})

test('a letter that is cut by the network comes whole', async () => {
  const [first, second] = [Buffer.from([0x22, 0xc3]), Buffer.from([0xa5, 0x22])]
  const answering: Answering = (response) => {
    response.write(first, () => response.end(second))
  }
  await withServer(answering, async (http, url) => {
    assert.equal((await http.get(url, WHAT, {}, NEVER)).text, '"å"')
  })
})

test('an informational answer before the answer is passed over', async () => {
  await withServer(
    (response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' }, () => response.end('{}'))
    },
    async (http, url) => {
      assert.equal((await http.get(url, WHAT, {}, NEVER)).status, 200)
    },
  )
})

test('an informational answer alone is no answer', async () => {
  await withServer(
    (response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' }, () => response.socket?.destroy())
    },
    async (http, url) => {
      isQuietFault(await faultOf(http.get(url, WHAT, {}, NEVER)), 'UNREACHABLE', /no answer/)
    },
  )
})

test('no redirect is followed', async () => {
  await withServer(always(302, '', { location: '/elsewhere' }), async (http, url, calls) => {
    assert.equal((await http.get(url, WHAT, {}, NEVER)).status, 302)
    assert.equal(calls.length, 1)
  })
})

// undici's own bodyTimeout starts over at every byte: without the deadline this never ends.
test(
  'a call ends within its deadline, however slowly the bytes come',
  { timeout: 5_000 },
  async () => {
    await withServer(
      drip,
      async (http, url) => {
        const fault = await faultOf(http.get(url, WHAT, {}, NEVER))
        isQuietFault(
          fault,
          'TIMED_OUT',
          /^look-up in x: http:\S+ gave no complete answer within 0\.1 s$/,
        )
      },
      { totalTimeoutMs: 100 },
    )
  },
)

test('the deadline counts the wait for a free connection', { timeout: 5_000 }, async () => {
  await withServer(
    drip,
    async (http, url) => {
      const calls = [1, 2].map(() => faultOf(http.get(url, WHAT, {}, NEVER)))
      for (const fault of await Promise.all(calls)) assert.equal(fault.code, 'TIMED_OUT')
    },
    { totalTimeoutMs: 100, connectionsPerOrigin: 1 },
  )
})

test(
  'what comes after the deadline is not read: the connection is closed',
  { timeout: 5_000 },
  async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    const answering: Answering = (response) => {
      response.on('close', resolve)
      drip(response)
    }
    await withServer(
      answering,
      async (http, url) => {
        await faultOf(http.get(url, WHAT, {}, NEVER))
        await closed
      },
      { totalTimeoutMs: 50 },
    )
  },
)

test('a body is read up to the cap and not further', { timeout: 5_000 }, async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const endless: Answering = (response) => {
    response.on('close', resolve)
    const chunk = Buffer.alloc(16_384, ' ')
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', more)
    more()
  }
  await withServer(
    endless,
    async (http, url) => {
      const fault = await faultOf(http.get(url, WHAT, {}, NEVER))
      isQuietFault(fault, 'UNEXPECTED_ANSWER', /larger than 100000 bytes$/)
      await closed
    },
    { maxBodyBytes: 100_000 },
  )
})

test('a body of exactly the cap is whole', async () => {
  await withServer(
    always(200, ' '.repeat(1_000)),
    async (http, url) => {
      assert.equal((await http.get(url, WHAT, {}, NEVER)).text.length, 1_000)
    },
    { maxBodyBytes: 1_000 },
  )
})

test('a compressed answer is not inflated', async () => {
  const bomb = gzipSync(Buffer.alloc(10_000_000))
  await withServer(always(200, bomb, { 'content-encoding': 'gzip' }), async (http, url) => {
    const fault = await faultOf(http.get(url, WHAT, {}, NEVER))
    isQuietFault(fault, 'UNEXPECTED_ANSWER', /^look-up in x: the answer is compressed, unasked$/)
  })
})

test('a body that is not UTF-8 is not repaired', async () => {
  await withServer(always(200, Buffer.from([0x22, 0xe5, 0x22])), async (http, url) => {
    isQuietFault(await faultOf(http.get(url, WHAT, {}, NEVER)), 'UNEXPECTED_ANSWER', /not UTF-8$/)
  })
})

test('a truncated body is no answer', async () => {
  await withServer(truncated(200), async (http, url) => {
    const fault = await faultOf(http.get(url, WHAT, {}, NEVER))
    isQuietFault(fault, 'UNEXPECTED_ANSWER', /^look-up in x: the answer broke off \(\w+\)$/)
    assert.equal(fault.status, 200)
  })
})

test('a chunked body without its last chunk is no answer', async () => {
  await withServer(
    (response) => response.write('{"a":1}', () => response.destroy()),
    async (http, url) => {
      const fault = await faultOf(http.get(url, WHAT, {}, NEVER))
      isQuietFault(fault, 'UNEXPECTED_ANSWER', /broke off/)
    },
  )
})

// A 503 page in Latin-1, or one that is cut off, still says that the API is unavailable.
test('an error answer whose body cannot be read still has its status', async () => {
  const unreadable: readonly Answering[] = [
    always(503, Buffer.from([0xe5])),
    always(503, gzipSync('{}'), { 'content-encoding': 'gzip' }),
    always(503, ' '.repeat(2_000)),
    truncated(503),
  ]
  for (const answering of unreadable) {
    await withServer(
      answering,
      async (http, url) => {
        const { status, text } = await http.get(url, WHAT, {}, NEVER)
        assert.deepEqual({ status, text }, { status: 503, text: '' })
      },
      { maxBodyBytes: 1_000 },
    )
  }
})

test('a connection that is cut before any answer is UNREACHABLE', async () => {
  await withServer(
    (response) => response.socket?.resetAndDestroy(),
    async (http, url) => {
      isQuietFault(
        await faultOf(http.get(url, WHAT, {}, NEVER)),
        'UNREACHABLE',
        /no answer from http/,
      )
    },
  )
})

test('a port where nobody listens is UNREACHABLE, with the reason', async () => {
  let url = ''
  await withServer(always(200), async (_, served) => {
    url = served
  })
  const http = createHttp({ connectionsPerOrigin: 5 })
  const fault = await faultOf(http.get(url, WHAT, {}, NEVER))
  isQuietFault(fault, 'UNREACHABLE', /^look-up in x: no answer from http\S+ \(ECONNREFUSED\)$/)
  await http.close()
})

test('an address that is none is UNREACHABLE, and is not repeated', async () => {
  const http = createHttp({ connectionsPerOrigin: 5 })
  const fault = await faultOf(http.get(`http://[/${SECRET}`, WHAT, {}, NEVER))
  isQuietFault(fault, 'UNREACHABLE', /no answer/)
  await http.close()
})

test('an answer that is not HTTP is quoted nowhere', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.end(`${SECRET} is not HTTP\r\n\r\n`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const http = createHttp({ connectionsPerOrigin: 5 })
  try {
    const address = server.address()
    assert.ok(address !== null && typeof address === 'object')
    const fault = await faultOf(http.get(`http://127.0.0.1:${address.port}/`, WHAT, {}, NEVER))
    isQuietFault(fault, 'UNEXPECTED_ANSWER', /the answer is not HTTP \(\w+\)$/)
  } finally {
    await http.close()
    server.close()
  }
})

test(
  'a caller who aborts gets its own reason, and the connection is closed',
  { timeout: 5_000 },
  async () => {
    const { promise: asked, resolve: onAsked } = Promise.withResolvers<void>()
    const { promise: closed, resolve: onClosed } = Promise.withResolvers<void>()
    const silent: Answering = (response) => {
      response.on('close', onClosed)
      onAsked()
    }
    await withServer(silent, async (http, url) => {
      const stop = new AbortController()
      const call = http.get(url, WHAT, {}, stop.signal)
      await asked
      stop.abort(new Error('told to stop'))
      await assert.rejects(call, /^Error: told to stop$/)
      await closed
    })
  },
)

test('a caller who has aborted already sends nothing', async () => {
  await withServer(always(200), async (http, url, calls) => {
    const reason = new Error('told to stop')
    await assert.rejects(http.get(url, WHAT, {}, AbortSignal.abort(reason)), reason)
    assert.equal(calls.length, 0)
  })
})

test('a caller who aborts while waiting for a connection sends nothing', async () => {
  const { promise: asked, resolve: onAsked } = Promise.withResolvers<void>()
  const { promise: release, resolve: onRelease } = Promise.withResolvers<void>()
  const answering: Answering = async (response) => {
    onAsked()
    await release
    response.end('{}')
  }
  await withServer(
    answering,
    async (http, url, calls) => {
      const first = http.get(url, WHAT, {}, NEVER)
      await asked
      const stop = new AbortController()
      const second = http.get(url, WHAT, {}, stop.signal)
      stop.abort(new Error('told to stop'))
      await assert.rejects(second, /told to stop/)

      onRelease()
      await first
      await http.get(url, WHAT, {}, NEVER)
      assert.equal(calls.length, 2)
    },
    { connectionsPerOrigin: 1 },
  )
})

test('a long-lived signal keeps nothing of the calls that are over', async () => {
  await withServer(always(200, '{}'), async (http, url) => {
    const stop = new AbortController()
    await Promise.all([1, 2, 3].map(() => http.get(url, WHAT, {}, stop.signal)))
    assert.equal(getEventListeners(stop.signal, 'abort').length, 0)
  })
})
