import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diskError } from './disk-error.js'
import { loadOrCreateSecret } from './load-or-create-secret.js'

describe('A disk that is full', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'support-chat-disk-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  // Linux has a device that is always full.
  if (existsSync('/dev/full')) {
    it('is what a secret that cannot be kept is blamed on', () => {
      const file = join(folder, 'user-jwt-secret')
      symlinkSync('/dev/full', `${file}.${process.pid}`)
      expect(() => loadOrCreateSecret(file)).toThrow(
        `${file} is on a disk that is full: free some space, or set DATA_DIR to a folder elsewhere.`,
      )
      expect(existsSync(file)).toBe(false)
    })
  }

  it('is known by what a program said of it', () => {
    try {
      execFileSync(
        process.execPath,
        ['-e', `console.error('initdb: error: No space left on device'); process.exit(1)`],
        {
          stdio: 'pipe',
        },
      )
      throw new Error('It ended well')
    } catch (error) {
      expect(diskError(error, folder)?.message).toContain('is on a disk that is full')
    }
  })

  it('is not blamed for anything else', () => {
    expect(diskError(new Error('syntax error'), folder)).toBeNull()
    expect(diskError(undefined, folder)).toBeNull()
  })
})
