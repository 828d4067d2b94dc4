import { z } from 'zod'
import { StartError } from '../config/start-error.js'

/**
 * A backup is a gzip-compressed text, so that `zcat FILE | less` shows all of it: a line of JSON that says what it is, then
 * sections, then a line of JSON with the number of rows and a checksum. A section is a line of JSON that names a table or a
 * file, the rows as PostgreSQL's COPY writes them or the bytes as Base64, and a line `\.`.
 */
export const FORMAT = 'support-chat-backup'
/** Counted up where older programs could not read it any more. What tables there are is not part of it: migrations say that. */
export const FORMAT_VERSION = 1
/** Ends a section. COPY and Base64 never write such a line. */
export const SECTION_END = '\\.\n'

const name = z.string().regex(/^\w{1,63}$/)

export const headerSchema = z.object({
  format: z.literal(FORMAT),
  version: z.int().min(1),
  /** Everything that was committed before then is in it. */
  created_at: z.iso.datetime(),
  postgres: z.string(),
  /** The state of its tables: those that had run, in their order. */
  migrations: z.array(z.string()).min(1),
  /** How far the counters of columns were; null: never used. */
  sequences: z.array(z.object({ table: name, column: name, last_value: z.string().regex(/^\d+$/).nullable() })),
})
export type BackupHeader = z.output<typeof headerSchema>

export const sectionSchema = z.union([
  z.object({ table: name, columns: z.array(name).min(1) }),
  /** A path below DATA_DIR. */
  z.object({ file: z.string() }),
])
export type SectionHead = z.output<typeof sectionSchema>

export const endSchema = z.object({
  end: z.object({
    rows: z.record(name, z.int().min(0)),
    /** Of everything before this line, uncompressed. */
    sha256: z.string(),
  }),
})

/** The file is not, or no longer, what this program has written. */
export class BackupError extends StartError {
  override name = 'BackupError'
}

export const notABackup = (file: string) => new BackupError(`${file} is not a backup of Support Chat.`)
export const endsTooEarly = (file: string) =>
  new BackupError(`${file} ends too early: the backup was interrupted, or was not copied whole.`)
export const damaged = (file: string) =>
  new BackupError(`${file} is damaged: what it holds is not what was written. Take another copy or an older backup.`)
