import type { Readable } from 'node:stream'

/** Part of a file, both ends included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** Something in a store. */
export interface StoredFile {
  readonly key: string
  readonly storedAt: Date
}

/**
 * Where the bytes of attachments are. What is stored under a key never changes; keys are ids, and ids with a suffix. There
 * are two: files under `DATA_DIR`, and S3.
 */
export abstract class AttachmentStore {
  /** A folder of this machine in which uploads are gathered until they are complete. */
  abstract readonly incoming: string
  /** Takes a complete file from there: it is stored for good once this resolves, and may still be in `incoming`. */
  abstract put(key: string, file: string): Promise<void>
  /** @returns null where there is no such file. The stream may fail later. */
  abstract read(key: string, range?: ByteRange): Promise<Readable | null>
  /** Safe to repeat. */
  abstract remove(keys: readonly string[]): Promise<void>
  /** Everything there is, in no order. */
  abstract list(): AsyncIterable<StoredFile>
}

/** What the store has of an attachment: itself, and its thumbnail. */
export const keyOf = (id: string): string => id
export const thumbnailKeyOf = (id: string): string => `${id}.thumbnail`
export const keysOf = (id: string): string[] => [keyOf(id), thumbnailKeyOf(id)]
/** Of the attachment that a key belongs to; null for what is not ours. */
export const idOfKey = (key: string): string | null => /^([0-9a-f-]{36})(?:\.thumbnail)?$/.exec(key)?.[1] ?? null
