import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { AttachmentStore, type ByteRange, type StoredFile } from './attachment-store.js'

const INCOMING = 'incoming'

/** Files below `DATA_DIR/attachments`, in 256 folders, so that none gets too large. Several servers need one folder in common. */
export class FileStore extends AttachmentStore {
  readonly incoming: string

  /** @param folder absolute; made on first use */
  constructor(private readonly folder: string) {
    super()
    this.incoming = join(folder, INCOMING)
  }

  async put(key: string, file: string): Promise<void> {
    const place = this.pathOf(key)
    await mkdir(dirname(place), { recursive: true })
    await sync(file)
    await rename(file, place)
    // Without it a power cut could undo the renaming. Windows cannot, and need not.
    if (process.platform !== 'win32') await sync(dirname(place))
  }

  async read(key: string, range?: ByteRange): Promise<Readable | null> {
    const file = await open(this.pathOf(key)).catch((error: unknown) => {
      if (isMissing(error)) return null
      throw error
    })
    return file?.createReadStream(range ?? {}) ?? null
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) await rm(this.pathOf(key), { force: true })
  }

  async *list(): AsyncIterable<StoredFile> {
    for await (const folder of entriesOf(this.folder)) {
      if (!/^[0-9a-f]{2}$/.test(folder)) continue
      for await (const key of entriesOf(join(this.folder, folder))) {
        const found = await stat(this.pathOf(key)).catch(() => null)
        if (found) yield { key, storedAt: found.mtime }
      }
    }
  }

  /** By the end of the id, which is random. */
  private pathOf(key: string): string {
    return join(this.folder, key.slice(34, 36), key)
  }
}

/** Names in a folder; none where there is no such folder. */
export async function* entriesOf(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  for await (const { name } of entries) yield name
}

async function sync(path: string): Promise<void> {
  const handle = await open(path)
  await handle.sync().finally(() => handle.close())
}

const isMissing = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'ENOENT'
