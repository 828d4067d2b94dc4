import type { RequestHandler, Response } from 'express'
import { readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { chooseEncoding, compress, type Encoding, isCompressible, sendCompressed } from './compressed.js'

/** A file's path below the folder: nothing that leads out of it, and nothing hidden. */
const PATH = /^(?:\/(?!\.)[^/\\\0]+)+$/

/** Larger files, which only source maps are, are sent uncompressed. */
const LARGEST = 4_194_304

interface CachedBody {
  /** Of the file as it was when it was read. */
  version: string
  body: Promise<Buffer>
}

/**
 * Serves the files of a folder compressed. Each is compressed once and cached, so that repeated requests cost only the
 * transfer. Passes on what it does not serve: short files, pictures, ranges, other encodings.
 */
export function compressedFiles(
  folder: string,
  setHeaders: (response: Response, file: string) => void,
): RequestHandler {
  const cache = new Map<string, CachedBody>()
  return async (request, response, next) => {
    const path = decodePath(request.path)
    const encoding = chooseEncoding(request)
    if (!/^(?:GET|HEAD)$/.test(request.method) || path === null || encoding === null) return next()

    const file = join(folder, path)
    const found = await stat(file).catch(() => null)
    response.type(extname(file))
    const type = response.get('Content-Type') ?? ''
    if (!found?.isFile() || found.size > LARGEST || !isCompressible(type, found.size)) {
      response.removeHeader('Content-Type')
      return next()
    }
    const version = `${found.size.toString(16)}-${Math.floor(found.mtimeMs).toString(16)}`
    const body = await compressOnce(cache, { file, encoding, version })
    setHeaders(response, file)
    response.set('Last-Modified', found.mtime.toUTCString())
    sendCompressed(request, response, { body, encoding, etag: `W/"${version}-${encoding}"` })
  }
}

function decodePath(path: string): string | null {
  try {
    const decoded = decodeURIComponent(path)
    return PATH.test(decoded) ? decoded : null
  } catch {
    return null
  }
}

/** Concurrent requests share one read. A file that has changed since is read again. */
function compressOnce(
  cache: Map<string, CachedBody>,
  { file, encoding, version }: { file: string; encoding: Encoding; version: string },
): Promise<Buffer> {
  const key = `${encoding} ${file}`
  const known = cache.get(key)
  if (known?.version === version) return known.body
  const body = readFile(file).then((content) => compress(content, encoding))
  cache.set(key, { version, body })
  body.catch(() => cache.delete(key))
  return body
}
