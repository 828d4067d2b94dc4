import { Readable, Writable } from 'node:stream'
import type { Connection, Submittable } from 'pg'

/** What the driver knows beyond its types: messages of COPY. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

/** PostgreSQL sends a message a row: what reads this stream gets them together. */
const CHUNK_BYTES = 64 * 1024

/** `COPY n` */
const rowsOf = ({ text }: { text: string }) => Number(text.split(' ')[1])

/** The rows of `COPY … TO STDOUT`, as PostgreSQL writes them: `for await (const chunk of client.query(new CopyOut(…)))`. */
export class CopyOut extends Readable implements Submittable {
  /** How many there were; known at the end. */
  rows = 0
  private connection: Connection | undefined
  private held: Buffer[] = []
  private size = 0

  constructor(private readonly text: string) {
    super({ highWaterMark: 4 * CHUNK_BYTES })
  }

  submit(connection: Connection): void {
    this.connection = connection
    connection.query(this.text)
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // A copy: the driver reads into the same memory again.
    this.held.push(Buffer.from(chunk))
    this.size += chunk.length
    if (this.size >= CHUNK_BYTES && !this.flush()) this.connection?.stream.pause()
  }

  handleCommandComplete(message: { text: string }): void {
    this.rows = rowsOf(message)
  }

  handleReadyForQuery(): void {
    if (this.size > 0) this.flush()
    this.push(null)
  }

  handleError(error: Error): void {
    this.destroy(error)
  }

  override _read(): void {
    this.connection?.stream.resume()
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.connection?.stream.resume()
    callback(error)
  }

  private flush(): boolean {
    const chunk = Buffer.concat(this.held)
    this.held = []
    this.size = 0
    return this.destroyed || this.push(chunk)
  }
}

/** Takes the rows of `COPY … FROM STDIN`: `pipeline(rows, client.query(new CopyIn(…)))`. */
export class CopyIn extends Writable implements Submittable {
  /** How many were stored; known at the end. */
  rows = 0
  private connection: CopyConnection | undefined
  private opened: ((error?: Error) => void) | undefined
  private done: (() => void) | undefined
  private state: 'opening' | 'open' | 'closed' = 'opening'

  constructor(private readonly text: string) {
    super({ highWaterMark: 4 * CHUNK_BYTES })
  }

  submit(connection: Connection): void {
    this.connection = connection as CopyConnection
    connection.query(this.text)
  }

  /** Nothing is written before PostgreSQL asks for it. */
  override _construct(callback: (error?: Error) => void): void {
    this.opened = callback
  }

  handleCopyInResponse(): void {
    this.state = 'open'
    this.opened?.()
  }

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    const { connection } = this
    connection?.sendCopyFromChunk(chunk)
    if (connection?.stream.writableNeedDrain) connection.stream.once('drain', callback)
    else callback()
  }

  override _final(callback: () => void): void {
    this.done = callback
    this.connection?.endCopyFrom()
  }

  handleCommandComplete(message: { text: string }): void {
    this.rows = rowsOf(message)
  }

  handleReadyForQuery(): void {
    this.state = 'closed'
    this.done?.()
  }

  handleError(error: Error): void {
    const wasOpening = this.state === 'opening'
    this.state = 'closed'
    if (wasOpening) this.opened?.(error)
    else this.destroy(error)
  }

  /** Whoever writes has failed: PostgreSQL is told to take nothing of it, and the connection is free again. */
  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    if (this.state === 'open' && !this.done) this.connection?.sendCopyFail('given up')
    callback(error)
  }
}
