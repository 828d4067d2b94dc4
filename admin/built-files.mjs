import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const IMPORTED = /(?:from|import)\s*["']\.\/([^"']+)["']/g

/** The scripts and style sheets that a build of the console has put into a folder. */
export class BuiltFiles {
  constructor(/** @type {string} */ folder) {
    this.folder = folder
    this.all = readdirSync(folder).filter((name) => /\.(?:js|css)$/.test(name))
  }

  /** @returns the file that carries this name in front of its hash */
  named(/** @type {string} */ name) {
    const file = this.all.find((candidate) => nameOf(candidate) === name)
    if (!file) throw new Error(`The console has no file for ${name}`)
    return file
  }

  /** @returns {Set<string>} these files, and all that they import without being asked to later */
  withImports(/** @type {string[]} */ files) {
    // A set is walked through to the end of what is added on the way.
    const found = new Set(files)
    for (const file of found) {
      for (const [, imported] of readFileSync(join(this.folder, file), 'utf8').matchAll(IMPORTED)) found.add(imported)
    }
    return found
  }
}

/** The name of a file without hash and ending. */
export const nameOf = (/** @type {string} */ file) => file.replace(/-[A-Z0-9]{8}(\.\w+)?$/i, '')
