import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { eventually } from './eventually.js'

/** A real mail server that keeps what it is given, and fails as it is told to. */
export class SmtpSink {
  readonly mails: ParsedMail[] = []
  /** Whole messages that were handed over, whatever was answered. */
  attempts = 0
  /** Answers the message itself with this instead of 250. */
  refuseWith: { code: number; message: string } | null = null
  private release: (() => void) | null = null
  private held: Promise<void> | null = null

  private constructor(
    private readonly server: SMTPServer,
    readonly port: number,
  ) {}

  /** @param port a port that was this sink's before, to come back to life on */
  static async start(port = 0): Promise<SmtpSink> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      closeTimeout: 100,
      onData: (stream, _session, done) => void sink.receive(stream, done),
    })
    // Clients that are killed break their connections.
    server.on('error', () => undefined)
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve)
    })
    const sink: SmtpSink = new SmtpSink(server, (server.server.address() as AddressInfo).port)
    return sink
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`
  }

  /** Takes whole messages, but answers none until `letGo`. */
  hold(): void {
    this.held = new Promise((resolve) => {
      this.release = resolve
    })
  }

  letGo(): void {
    this.release?.()
    this.held = null
  }

  sentTo(address: string): ParsedMail[] {
    return this.mails.filter((mail) => recipientOf(mail) === address)
  }

  async waitFor(address: string, count = 1): Promise<ParsedMail[]> {
    return eventually(() => {
      const mails = this.sentTo(address)
      return mails.length >= count ? mails : null
    }, `${count} e-mail(s) to ${address}`)
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(resolve)
    })
  }

  private async receive(stream: SMTPServerDataStream, done: (error?: Error | null) => void): Promise<void> {
    const mail = await simpleParser(stream).catch(() => null)
    // A client that was killed in the middle waits for no answer.
    if (mail === null) return
    this.attempts++
    await this.held
    if (this.refuseWith) {
      done(Object.assign(new Error(this.refuseWith.message), { responseCode: this.refuseWith.code }))
      return
    }
    this.mails.push(mail)
    done()
  }
}

function recipientOf(mail: ParsedMail): string | undefined {
  const to = Array.isArray(mail.to) ? mail.to[0] : mail.to
  return to?.value[0]?.address
}
