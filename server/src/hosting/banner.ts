import { join } from 'node:path'
import { serverUrlOf } from '../config/base-path.js'
import { type Config, DEFAULT_PASSWORD } from '../config/config.js'

/** What a person who has just started the server wants to know. */
export function banner(config: Config): string {
  const { environment, firstAdmin, databaseUrl, dataDir, redisUrl, smtpUrl } = config
  const url = serverUrlOf(config)
  const development = environment === 'development'
  const sections = [
    [
      ...(development ? [['Demo page', `${url}/demo`]] : []),
      ['Console', `${url}/admin/`],
      ...(config.apiDocs ? [['API reference', `${url}/api/docs`]] : []),
    ],
    [
      ...(development && firstAdmin ? [['Staff sign-in', `${firstAdmin.email}  ${knownPassword(firstAdmin)}`]] : []),
      ['Database', databaseUrl ? new URL(databaseUrl).host : `embedded, in ${join(dataDir, 'postgres')}`],
      ...(redisUrl ? [['Redis', new URL(redisUrl).host]] : []),
      ['E-mails', smtpUrl ? `by ${new URL(smtpUrl).host}` : `kept as files in ${join(dataDir, 'mail')}`],
    ],
  ]
  const text = sections.map((lines) => lines.map(([name, value]) => `  ${name?.padEnd(15)}${value}`).join('\n'))
  return `\nSupport Chat is ready.\n\n${text.join('\n\n')}\n\n  Ctrl-C stops it.\n\n`
}

/** The password everyone knows may be shown; one that was chosen may not. */
function knownPassword({ password }: { password: string | null }): string {
  if (password === null) return '(by single sign-on)'
  return password === DEFAULT_PASSWORD ? password : '(the ADMIN_PASSWORD you have set)'
}
