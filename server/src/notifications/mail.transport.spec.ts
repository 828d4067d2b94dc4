import type { MailerService } from '@nestjs-modules/mailer'
import { createTransport } from 'nodemailer'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Config } from '../config/config.js'
import { EmlTransport } from './eml.transport.js'
import { mailerOptions, sendWithin } from './mail.transport.js'
import { toRefusal } from './email-outbox.policy.js'

const mail = { from: 'support@example.com', to: 'ada@example.com', subject: 'Hello', text: 'Hello' }

describe('Sending an e-mail', () => {
  it('ends although the mail server goes on greeting for ever', async () => {
    const sockets: Socket[] = []
    const server = createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => undefined)
      const talking = setInterval(() => socket.write('220-still greeting\r\n'), 5)
      socket.on('close', () => clearInterval(talking))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { transport } = mailerOptions({ smtpUrl: `smtp://127.0.0.1:${port}` } as Config)
    const mailer = createTransport(transport as object) as unknown as MailerService
    const failure = await sendWithin(mailer, mail, 200).catch((error: unknown) => error)
    expect(toRefusal(failure)).toEqual({ reason: 'ETIMEDOUT', permanent: false })
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })

  it('waits for no part of it without an end', () => {
    expect(mailerOptions({ smtpUrl: 'smtp://mail.example.com' } as Config).transport).toMatchObject({
      dnsTimeout: 10_000,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    })
  })
})

describe('An e-mail as a file', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'support-chat-mail-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('leaves nothing of itself where it cannot be written to the end', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    const message = {
      messageId: () => '<a@example.com>',
      createReadStream: () =>
        Readable.from(
          (function* () {
            yield 'Subject: Hello\r\n'
            throw full
          })(),
        ),
    }
    const transport = new EmlTransport(folder)
    const failure = await new Promise((resolve) => transport.send({ message } as never, resolve))
    expect(toRefusal(failure)).toEqual({ reason: 'ENOSPC', permanent: false })
    expect(await readdir(folder)).toEqual([])
  })

  it('fails, to be tried again, where there is no folder for it', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    const failure = await createTransport(new EmlTransport(file))
      .sendMail(mail)
      .catch((error: unknown) => error)
    expect(toRefusal(failure)).toEqual({ reason: 'EEXIST', permanent: false })
  })
})
