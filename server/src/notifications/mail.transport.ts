import { join } from 'node:path'
import type { ISendMailOptions, MailerOptions, MailerService } from '@nestjs-modules/mailer'
import type { Config } from '../config/config.js'
import { EmlTransport } from './eml.transport.js'

/** Of a mail server's name, of its connection, of its greeting: each of them, in milliseconds. */
const PATIENCE_MS = 10_000
/** A mail server that is silent for so long in the middle of it is given up. */
const SILENCE_MS = 20_000
/** One that keeps talking, and never comes to an end, after this. Well before the claim ends. */
export const SEND_LIMIT_MS = 90_000

/** SMTP where a server is configured, files otherwise. A mail server that hangs is given up long before the claim ends. */
export function mailerOptions(config: Config): MailerOptions {
  if (config.smtpUrl === null) return { transport: new EmlTransport(join(config.dataDir, 'mail')) }
  return {
    transport: {
      url: config.smtpUrl,
      dnsTimeout: PATIENCE_MS,
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: SILENCE_MS,
    },
  }
}

/** Sends an e-mail, or gives it up. @throws what nodemailer throws; code `ETIMEDOUT` after the whole limit */
export async function sendWithin(mailer: MailerService, mail: ISendMailOptions, limit = SEND_LIMIT_MS): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('The mail server did not come to an end'), { code: 'ETIMEDOUT' }))
    }, limit)
  })
  const sent = mailer.sendMail(mail)
  // Nobody hears of one that fails after it was given up.
  sent.catch(() => undefined)
  await Promise.race([sent, late]).finally(() => clearTimeout(timer))
}
