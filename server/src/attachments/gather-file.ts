import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../common/errors/app-error.js'

/** So many bytes at the beginning of a file tell what it is. */
const HEAD_BYTES = 16 * 1024

/** A file that has arrived. */
export interface Gathered {
  readonly path: string
  readonly size: number
  /** How it begins. */
  readonly head: Buffer
}

/**
 * Writes what arrives to a file, as fast as it comes, and no faster than the disk takes it.
 * @throws AppError `attachment_too_large`; what streams throw
 */
export async function gatherFile(from: Readable, path: string, maxBytes: number): Promise<Gathered> {
  const head: Buffer[] = []
  let size = 0
  let headSize = 0
  await mkdir(dirname(path), { recursive: true })
  await pipeline(
    from,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        size += chunk.length
        if (size > maxBytes) throw tooLarge(maxBytes)
        const missing = chunk.subarray(0, HEAD_BYTES - headSize)
        headSize += missing.length
        // A copy: a part of a chunk would keep all of it.
        if (missing.length > 0) head.push(Buffer.from(missing))
        yield chunk
      }
    },
    createWriteStream(path, { flags: 'wx', mode: 0o600 }),
  )
  return { path, size, head: Buffer.concat(head) }
}

export const tooLarge = (maxBytes: number): AppError =>
  new AppError('attachment_too_large', `The file must have ${maxBytes.toLocaleString('en')} bytes at most`, {
    max_bytes: maxBytes,
  })
