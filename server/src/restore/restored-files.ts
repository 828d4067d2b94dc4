import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { decodeFile, isDataFile } from '../backup/data-files.js'
import { StartError } from '../config/start-error.js'

/** The files of a backup, which stand beside their places until the rows are committed. */
export class RestoredFiles {
  readonly names: string[] = []
  private readonly drafts = new Map<string, string>()

  constructor(private readonly dataDir: string) {}

  /** @throws StartError where it cannot be written, or this version knows no such file */
  async add(name: string, lines: AsyncIterable<Buffer>): Promise<void> {
    if (!isDataFile(name)) throw new StartError(`The backup has a file ${name}, which only newer versions know.`)
    const place = join(this.dataDir, name)
    const draft = `${place}.${process.pid}.partial`
    this.drafts.set(draft, place)
    try {
      await mkdir(dirname(place), { recursive: true })
      await pipeline(decodeFile(lines), createWriteStream(draft, { mode: 0o600, flush: true }))
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException
      throw syscall === undefined ? error : new StartError(`${place} cannot be written (${code}).`)
    }
    this.names.push(name)
  }

  /** Puts them in their places, over what is there. */
  async keep(): Promise<void> {
    for (const [draft, place] of this.drafts) await rename(draft, place)
    this.drafts.clear()
  }

  async discard(): Promise<void> {
    for (const draft of this.drafts.keys()) await rm(draft, { force: true })
  }
}
