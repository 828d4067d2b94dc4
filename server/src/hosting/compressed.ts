import type { Request, Response } from 'express'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

export type Encoding = 'br' | 'gzip'

/** Pictures and sound are compressed already, and short files would not become shorter. */
const COMPRESSIBLE = /^(?:text\/|image\/svg|application\/(?:javascript|json|manifest\+json|xml))/
const SHORTEST = 1_024

export const isCompressible = (type: string, length: number): boolean => length >= SHORTEST && COMPRESSIBLE.test(type)

/** The encoding to answer with; null where the client accepts neither, or asks for a range. */
export function chooseEncoding(request: Request): Encoding | null {
  if (request.headers.range) return null
  const chosen = request.acceptsEncodings('br', 'gzip')
  return chosen === 'br' || chosen === 'gzip' ? chosen : null
}

/** At a high level, because the result is cached. */
export function compress(body: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return zip(body, { level: 9 })
  return brotli(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  })
}

/** Answers with `body`, which is compressed already, or with 304 where the client has it. */
export function sendCompressed(
  request: Request,
  response: Response,
  kept: { body: Buffer; encoding: Encoding; etag: string },
): void {
  response.vary('Accept-Encoding')
  response.set('ETag', kept.etag)
  if (request.fresh) {
    response.status(304).end()
    return
  }
  response.set('Content-Encoding', kept.encoding).set('Content-Length', String(kept.body.length))
  response.end(request.method === 'HEAD' ? undefined : kept.body)
}
