import { join } from 'node:path'
import type { MailerOptions } from '@nestjs-modules/mailer'
import type { Config } from '../config/config.js'
import { EmlTransport } from './eml.transport.js'

/** SMTP where a server is configured, files otherwise. A mail server that hangs is given up long before the claim ends. */
export function mailerOptions(config: Config): MailerOptions {
  if (config.smtpUrl === null) return { transport: new EmlTransport(join(config.dataDir, 'mail')) }
  return {
    transport: {
      url: config.smtpUrl,
      dnsTimeout: 10_000,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    },
  }
}
