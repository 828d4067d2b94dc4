import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { within } from '../common/within.js'
import { AttachmentScanner } from './attachment-scanner.js'

export interface ScanTimes {
  /** Milliseconds in which the scanner must do something. */
  readonly silentMs: number
  /** Milliseconds in all. */
  readonly scanMs: number
}

const TIMES: ScanTimes = { silentMs: 15_000, scanMs: 60_000 }
/** Longer than any answer to this. */
const MAX_ANSWER = 4_096

/**
 * ClamAV's `clamd`, which gets files over its socket (INSTREAM). Files larger than its `StreamMaxLength` it does not look
 * through: they count as not scanned.
 */
export class ClamAvScanner extends AttachmentScanner {
  override readonly isNeeded = true

  /** @param url `tcp://host:3310`, or `unix:///path/of/clamd.sock` */
  constructor(
    private readonly url: string,
    private readonly times = TIMES,
  ) {
    super()
  }

  override async scan(file: Readable): Promise<'clean' | 'infected'> {
    const answer = await within(
      this.times.scanMs,
      (signal) => this.ask(file, signal),
      () => new Error('the scanner takes too long'),
    )
    if (/^stream: OK$/.test(answer)) return 'clean'
    if (/^stream: .+ FOUND$/.test(answer)) return 'infected'
    throw new Error(`the scanner says "${answer}"`)
  }

  private async ask(file: Readable, signal: AbortSignal): Promise<string> {
    const socket = connect(addressOf(this.url))
    const end = () => socket.destroy(new Error('the scanner does not answer'))
    signal.addEventListener('abort', end)
    socket.setTimeout(this.times.silentMs, end)
    // An answer may come before the end of the file, which then is of no interest any more.
    const answer = answerOf(socket)
    const sent = pipeline(file, packed, socket, { end: false })
    try {
      return await Promise.race([answer, sent.then(() => answer)])
    } finally {
      sent.catch(() => undefined)
      answer.catch(() => undefined)
      file.destroy()
      socket.destroy()
    }
  }
}

/** A command, then pieces, each after its length, the last one of no length. */
async function* packed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0')
  for await (const chunk of chunks) {
    yield lengthOf(chunk.length)
    yield chunk
  }
  yield lengthOf(0)
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes)
  return length
}

function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    socket.on('data', (data: Buffer) => {
      answer += data.toString('latin1')
      const end = answer.indexOf('\0')
      if (end >= 0) resolve(answer.slice(0, end))
      else if (answer.length > MAX_ANSWER) reject(new Error('the scanner says too much'))
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the scanner has hung up')))
  })
}

function addressOf(url: string): { path: string } | { host: string; port: number } {
  const { protocol, hostname, port, pathname } = new URL(url)
  if (protocol === 'unix:') return { path: pathname }
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 3310) }
}
