import type { Readable } from 'node:stream'

/** Looks through files before anybody can open them. */
export abstract class AttachmentScanner {
  /** Whether files wait until they have been looked through. */
  abstract readonly isNeeded: boolean
  /** @throws where it cannot be said: then the file is tried again, and nobody opens it before */
  abstract scan(file: Readable): Promise<'clean' | 'infected'>
}

/** Where there is no scanner. */
export class NoScanner extends AttachmentScanner {
  override readonly isNeeded = false

  override scan(file: Readable): Promise<'clean'> {
    file.destroy()
    return Promise.resolve('clean')
  }
}
