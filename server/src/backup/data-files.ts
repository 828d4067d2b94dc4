import { existsSync } from 'node:fs'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * What of DATA_DIR belongs to a backup, where it is there. Not the embedded database, whose rows the backup has, nor its
 * password, which belongs to the one cluster; nor `mail`, copies of e-mails that were made of those rows.
 */
export const DATA_FILES: readonly string[] = ['user-jwt-secret', 'staff-jwt-secret']

/** A multiple of three, so that the Base64 of pieces is that of the whole. */
const PIECE_BYTES = 48 * 1024

/** Files of messages, as `server/src/attachments` lays them. */
const ATTACHMENT = /^attachments\/[0-9a-f]{2}\/[0-9a-f-]{36}(?:\.thumbnail)?$/

/** Whether a backup may have a file. */
export const isDataFile = (name: string): boolean => DATA_FILES.includes(name) || ATTACHMENT.test(name)

/** Of all there are, the names. Call after the rows' moment: then no row is without its file. */
export async function presentDataFiles(dataDir: string): Promise<string[]> {
  const folder = join(dataDir, 'attachments')
  const found = existsSync(folder) ? await readdir(folder, { recursive: true }) : []
  const attachments = found.map((name) => `attachments/${name.replaceAll('\\', '/')}`).filter(isDataFile)
  return [...DATA_FILES.filter((file) => existsSync(join(dataDir, file))), ...attachments.sort()]
}

/** A file of DATA_DIR to be read; null where it has been deleted meanwhile. */
export async function openDataFile(dataDir: string, name: string): Promise<FileHandle | null> {
  return open(join(dataDir, name)).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  })
}

/** The file as lines of Base64. */
export async function* encodeFile(file: FileHandle): AsyncGenerator<Buffer> {
  for await (const piece of file.createReadStream({ highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>) {
    yield Buffer.from(`${piece.toString('base64')}\n`)
  }
}

/** The bytes of lines of Base64, which may come in any pieces. */
export async function* decodeFile(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = ''
  for await (const piece of lines) {
    const complete = (rest + piece.toString('latin1')).split('\n')
    rest = complete.pop() ?? ''
    for (const line of complete) yield Buffer.from(line, 'base64')
  }
}
