import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Transport } from 'nodemailer'

type Mail = Parameters<Transport['send']>[0]

/** Keeps each e-mail as a file instead of sending it; any mail program opens it. */
export class EmlTransport implements Transport {
  readonly name = 'eml'
  readonly version = '1'

  constructor(private readonly directory: string) {}

  send(mail: Mail, callback: Parameters<Transport['send']>[1]): void {
    this.write(mail).then(
      () => {
        callback(null, { envelope: mail.message.getEnvelope(), messageId: mail.message.messageId() })
      },
      (error: unknown) => {
        callback(error as Error, undefined)
      },
    )
  }

  /** Renamed once it is complete, so that a program that watches the folder never reads half an e-mail. */
  private async write(mail: Mail): Promise<void> {
    const id = mail.message.messageId().replace(/[^A-Za-z0-9-]+/g, '_')
    const time = new Date().toISOString().replace(/[:.]/g, '-')
    const file = join(this.directory, `${time}${id.replace(/_$/, '')}.eml`)
    await mkdir(this.directory, { recursive: true, mode: 0o700 })
    try {
      const partial = await open(`${file}.part`, 'w', 0o600)
      await pipeline(mail.message.createReadStream(), partial.createWriteStream())
      await rename(`${file}.part`, file)
    } catch (error) {
      // Otherwise each attempt on a full disk would leave a file and fill it further.
      await rm(`${file}.part`, { force: true })
      throw error
    }
  }
}
