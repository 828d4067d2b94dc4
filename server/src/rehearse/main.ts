/**
 * Restores a backup into a throw-away embedded database, brings it up to date, checks it, and says what it has found.
 *
 *     npm run rehearse -- FILE
 *
 * It needs no server and no variables, reads nothing but FILE, and sends nothing to anybody. It ends with 1 where the
 * backup cannot be restored, or something is wrong in it.
 */
import { resolve } from 'node:path'
import { counted, formatNumber, runProgram, say } from '../backup/program.js'
import { StartError } from '../config/start-error.js'
import { rehearseBackup, type Rehearsal } from './rehearse-backup.js'

await runProgram(async () => {
  const [file, ...rest] = process.argv.slice(2)
  if (!file || file.startsWith('-') || rest.length > 0) throw new StartError('npm run rehearse -- FILE')
  const began = Date.now()
  const rehearsal = await rehearseBackup(resolve(file))
  report(rehearsal)
  const wrong = rehearsal.findings.filter(({ isGood }) => !isGood).length
  if (wrong > 0) throw new StartError(`${file} can be restored, but ${wrong} of the checks failed.`)
  say(`${file} can be restored: that took ${((Date.now() - began) / 1000).toFixed(1)} s here.`)
})

function report({ header, rows, migrated, files, findings }: Rehearsal): void {
  say(`Made ${header.created_at} on PostgreSQL ${header.postgres}, after ${header.migrations.at(-1)}.`)
  for (const [name, count] of Object.entries(migrated)) {
    const before = rows[name] ?? 0
    say(
      `${formatNumber(count).padStart(12)}  ${name}${before === count ? '' : `, ${formatNumber(before)} in the backup`}`,
    )
  }
  say(`Files: ${filesOf(files)}.`)
  for (const { text, isGood } of findings) say(`${isGood ? 'good ' : 'WRONG'} ${text}.`)
}

/** Secrets by their names, files of messages by their number. */
function filesOf(files: readonly string[]): string {
  const named = files.filter((name) => !name.includes('/'))
  const attachments = files.length - named.length
  return [...named, ...(attachments > 0 ? [counted(attachments, 'attachment')] : [])].join(', ') || 'none'
}
