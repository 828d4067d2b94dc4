import { join } from 'node:path'
import type { ISendMailOptions, MailerOptions, MailerService } from '@nestjs-modules/mailer'
import { within } from '../common/within.js'
import type { Config } from '../config/config.js'
import { EmlTransport } from './eml.transport.js'

/** Timeout for each of DNS, connection and greeting, in milliseconds. */
const STEP_TIMEOUT_MS = 10_000
/** Timeout for a mail server that falls silent in between, in milliseconds. */
const SILENCE_TIMEOUT_MS = 20_000
/** Timeout for the whole of it, for a mail server that goes on without end. Well before the worker's claim ends. */
export const SEND_LIMIT_MS = 90_000

/** SMTP where a server is configured, files otherwise. */
export function mailerOptions(config: Config): MailerOptions {
  if (config.smtpUrl === null) return { transport: new EmlTransport(join(config.dataDir, 'mail')) }
  return {
    transport: {
      url: config.smtpUrl,
      dnsTimeout: STEP_TIMEOUT_MS,
      connectionTimeout: STEP_TIMEOUT_MS,
      greetingTimeout: STEP_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
    },
  }
}

/** Sends an e-mail within a limit in milliseconds. @throws what nodemailer throws; code `ETIMEDOUT` after the whole limit */
export async function sendWithin(mailer: MailerService, mail: ISendMailOptions, limit = SEND_LIMIT_MS): Promise<void> {
  const late = () => Object.assign(new Error('The mail server did not come to an end'), { code: 'ETIMEDOUT' })
  await within(limit, () => mailer.sendMail(mail), late)
}
