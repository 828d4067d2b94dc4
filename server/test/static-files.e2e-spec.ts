import { request } from 'node:http'
import { createHook } from 'node:async_hooks'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { startTestApp, type TestApp } from './test-app.js'

/** Answers as they come over the wire, which `fetch` would unpack. */
interface Raw {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

/** Runs `work` and sees that so many compressors were made meanwhile, by whatever part of the server. */
async function countingCompressors<T>(expected: number, work: () => Promise<T>): Promise<T> {
  let made = 0
  const hook = createHook({ init: (_id, type) => void (type === 'ZLIB' && made++) }).enable()
  try {
    return await work()
  } finally {
    hook.disable()
    expect(made).toBe(expected)
  }
}

const unpack = { br: brotliDecompressSync, gzip: gunzipSync }

describe('Files of the API reference', () => {
  let server: TestApp
  beforeAll(async () => {
    server = await startTestApp()
  })
  afterAll(() => server.close())

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<Raw>((resolve, reject) => {
      request(server.url, { path, headers, method }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        )
      })
        .on('error', reject)
        .end()
    })

  const served = [
    '/api/docs/swagger-ui-bundle.js',
    '/api/docs/swagger-ui.css',
    '/api/docs/swagger-ui-init.js',
    '/api/docs-json',
    '/api/docs-asyncapi',
    '/api/docs',
  ]

  it.each(served)('are compressed once, however often they are asked for: %s', async (path) => {
    const plain = await get(path, { 'accept-encoding': 'identity' })
    expect(plain.status).toBe(200)
    for (const encoding of ['br', 'gzip'] as const) {
      const first = await get(path, { 'accept-encoding': encoding })
      expect(first.headers['content-encoding']).toBe(encoding)
      expect(first.headers['vary']).toMatch(/accept-encoding/i)
      expect(unpack[encoding](first.body).equals(plain.body)).toBe(true)

      const others = await countingCompressors(0, () =>
        Promise.all(Array.from({ length: 10 }, (_, n) => get(`${path}?${n}`, { 'accept-encoding': encoding }))),
      )
      for (const other of others) expect(other.body.equals(first.body)).toBe(true)
      const same = await get(path, { 'accept-encoding': encoding, 'if-none-match': String(first.headers['etag']) })
      expect([same.status, same.body.length]).toEqual([304, 0])
    }
  })

  it.each(['/api/docs-json', '/api/docs'])('are kept once, however their path is written: %s', async (path) => {
    const first = await get(path, { 'accept-encoding': 'br' })
    const ways = [path.replace('docs', 'DOCS'), `http://elsewhere.example${path}`]
    const others = await countingCompressors(0, () =>
      Promise.all(ways.map((written) => get(written, { 'accept-encoding': 'br' }))),
    )
    for (const { status, body } of others) expect([status, body.equals(first.body)]).toEqual([200, true])
  })

  it('are not compressed anew in an encoding that is not kept', async () => {
    const answer = await countingCompressors(0, () =>
      get('/api/docs/swagger-ui-bundle.js', { 'accept-encoding': 'deflate' }),
    )
    expect(answer.headers['content-encoding']).toBeUndefined()
  })

  it('can be asked for in part, and for their headers only', async () => {
    const path = '/api/docs/swagger-ui.css'
    const part = await get(path, { 'accept-encoding': 'br', range: 'bytes=0-9' })
    expect([part.status, part.body.length]).toEqual([206, 10])
    const head = await get(path, { 'accept-encoding': 'br' }, 'HEAD')
    expect([head.status, head.body.length, head.headers['content-encoding']]).toEqual([200, 0, 'br'])
  })

  it('lead nowhere else', async () => {
    for (const path of ['..%2fpackage.json', '%2e%2e/package.json', 'package.json', '%', '%00', 'a%5c..%5cb']) {
      const { status } = await get(`/api/docs/${path}`, { 'accept-encoding': 'br' })
      expect([path, status]).toEqual([path, expect.any(Number)])
      expect(status).toBeGreaterThanOrEqual(400)
    }
  })
})

describe('The API reference', () => {
  it('is not there where API_DOCS is off', async () => {
    const server = await startTestApp({ apiDocs: false })
    try {
      for (const path of [
        '/api/docs',
        '/api/docs/',
        '/api/docs-json',
        '/api/docs-asyncapi',
        '/api/docs/swagger-ui-bundle.js',
      ]) {
        const answer = await fetch(server.url + path)
        expect(answer.status).toBe(404)
        expect(await answer.json()).toMatchObject({ code: 'not_found' })
      }
    } finally {
      await server.close()
    }
  })
})
