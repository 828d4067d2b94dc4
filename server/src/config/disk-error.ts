import { StartError } from './start-error.js'

const SENTENCES: Record<string, string> = {
  ENOSPC: 'is on a disk that is full: free some space, or set DATA_DIR to a folder elsewhere.',
  EDQUOT: 'is over the quota of its account: free some space, or set DATA_DIR to a folder elsewhere.',
  EROFS: 'is on a disk that is read-only: set DATA_DIR to a folder that can be written.',
}

/** How PostgreSQL's programs put the same errors. */
const IN_WORDS: [RegExp, string][] = [
  [/No space left on device/i, 'ENOSPC'],
  [/Disk quota exceeded/i, 'EDQUOT'],
  [/Read-only file system/i, 'EROFS'],
]

/** @returns a StartError about the disk of `folder` where `error` is about a disk; otherwise null */
export function diskError(error: unknown, folder: string): StartError | null {
  const { code, stderr, message } = (error ?? {}) as { code?: string; stderr?: string | Buffer; message?: string }
  const said = `${stderr ?? ''} ${message ?? ''}`
  const known = IN_WORDS.find(([words]) => words.test(said))?.[1] ?? String(code)
  const sentence = SENTENCES[known]
  return sentence === undefined ? null : new StartError(`${folder} ${sentence}`)
}
