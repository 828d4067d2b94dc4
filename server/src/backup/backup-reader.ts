import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { z } from 'zod'
import {
  BackupError,
  damaged,
  endSchema,
  endsTooEarly,
  FORMAT,
  FORMAT_VERSION,
  headerSchema,
  notABackup,
  SECTION_END,
  sectionSchema,
  type BackupHeader,
  type SectionHead,
} from './backup-format.js'

/** A line of JSON is shorter: where more comes without a line end, it is something else. */
const LONGEST_LINE = 1024 * 1024
const CHUNK_BYTES = 256 * 1024
const NEWLINE = 10
const BEGINNING = Buffer.from(`{"format":"${FORMAT}"`)
const END = Buffer.from(SECTION_END)
const END_AFTER_A_LINE = Buffer.from(`\n${SECTION_END}`)

export type Section = SectionHead & {
  /** Its lines, in any pieces. To be read to its end before the next section. */
  body: AsyncIterable<Buffer>
}

/** Reads a backup from its beginning to its end, and checks each part when it comes by. */
export class BackupReader {
  /** By table; known at the end. */
  rows: Record<string, number> = {}
  private readonly hash: Hash = createHash('sha256')
  private rest: Buffer = Buffer.alloc(0)
  private readonly chunks: AsyncIterator<Buffer>

  constructor(private readonly file: string) {
    this.chunks = unzipped(file)[Symbol.asyncIterator]()
  }

  /** @throws BackupError */
  async header(): Promise<BackupHeader> {
    const head = await this.line().catch((error: unknown) => {
      throw this.rest.subarray(0, BEGINNING.length).equals(BEGINNING.subarray(0, this.rest.length))
        ? error
        : notABackup(this.file)
    })
    const header = parse(headerSchema, head)
    if (!header) throw notABackup(this.file)
    if (header.version > FORMAT_VERSION) {
      throw new BackupError(`${this.file} is of a newer version of Support Chat: use that version, or a later one.`)
    }
    return header
  }

  /** After the header. @throws BackupError, at the latest at the end */
  async *sections(): AsyncGenerator<Section> {
    for (;;) {
      const before = this.hash.copy()
      const line = await this.line()
      const end = parse(endSchema, line)?.end
      if (end) {
        if (end.sha256 !== before.digest('hex') || this.rest.length > 0 || (await this.more())) throw damaged(this.file)
        this.rows = end.rows
        return
      }
      const section = parse(sectionSchema, line)
      if (!section) throw damaged(this.file)
      yield { ...section, body: this.body() }
    }
  }

  /** All that is left. @throws BackupError */
  async check(): Promise<void> {
    for await (const { body } of this.sections())
      await pipeline(body, new Writable({ write: (_chunk, _, next) => next() }))
  }

  /** To be called where it was not read to its end. */
  async close(): Promise<void> {
    await this.chunks.return?.()
  }

  private async line(): Promise<string> {
    for (;;) {
      const end = this.rest.indexOf(NEWLINE)
      if (end >= 0) return this.take(end + 1).toString('utf8', 0, end)
      if (this.rest.length > LONGEST_LINE) throw damaged(this.file)
      await this.need()
    }
  }

  private async *body(): AsyncGenerator<Buffer> {
    while (this.rest.length < END.length) await this.need()
    if (!this.rest.subarray(0, END.length).equals(END)) yield* this.lines()
    this.take(END.length)
  }

  /** Up to the end of a section. */
  private async *lines(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = this.rest.indexOf(END_AFTER_A_LINE)
      if (end >= 0) {
        yield this.take(end + 1)
        return
      }
      // The last bytes may be the beginning of an end.
      const safe = this.rest.length - END.length
      if (safe > 0) yield this.take(safe)
      await this.need()
    }
  }

  private take(length: number): Buffer {
    const taken = this.rest.subarray(0, length)
    this.rest = this.rest.subarray(length)
    this.hash.update(taken)
    return taken
  }

  private async need(): Promise<void> {
    if (!(await this.more())) throw endsTooEarly(this.file)
  }

  private async more(): Promise<boolean> {
    const next = await this.chunks.next()
    if (next.done) return false
    this.rest = this.rest.length > 0 ? Buffer.concat([this.rest, next.value]) : next.value
    return true
  }
}

async function* unzipped(file: string): AsyncGenerator<Buffer> {
  const input = createReadStream(file, { highWaterMark: CHUNK_BYTES })
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
  input.once('error', (error) => gunzip.destroy(error))
  try {
    yield* input.pipe(gunzip) as AsyncIterable<Buffer>
  } catch (error) {
    throw toBackupError(error, file)
  } finally {
    input.destroy()
    gunzip.destroy()
  }
}

function toBackupError(error: unknown, file: string): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException
  if (syscall !== undefined) return new BackupError(`${file} cannot be read (${code}).`)
  if (code === 'Z_BUF_ERROR') return endsTooEarly(file)
  if (code?.startsWith('Z_')) return message === 'incorrect header check' ? notABackup(file) : damaged(file)
  return error
}

function parse<T>(schema: z.ZodType<T>, line: string): T | null {
  try {
    return schema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
