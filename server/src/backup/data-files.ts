import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What of DATA_DIR belongs to a backup, where it is there. Not the embedded database, whose rows the backup has, nor its
 * password, which belongs to the one cluster; nor `mail`, copies of e-mails that were made of those rows.
 */
export const DATA_FILES: readonly string[] = ['user-jwt-secret', 'staff-jwt-secret']

/** A multiple of three, so that the Base64 of pieces is that of the whole. */
const PIECE_BYTES = 48 * 1024

export const presentDataFiles = (dataDir: string): string[] =>
  DATA_FILES.filter((file) => existsSync(join(dataDir, file)))

/** The file as lines of Base64. */
export async function* encodeFile(path: string): AsyncGenerator<Buffer> {
  for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>) {
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
