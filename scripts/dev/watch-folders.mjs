// Tells of changes below folders. One watch for each folder, since Linux has none that goes down by itself.
import { readdirSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'

/** An editor writes a file in several steps, and a build writes many: the change is told once they have paused. */
const PAUSE_MS = 150

/**
 * Calls `onChange` with the paths that have changed, made or removed ones among them.
 * @param {string[]} folders
 * @param {(file: string) => boolean} isWanted
 * @param {(files: string[]) => void} onChange
 */
export function watchFolders(folders, isWanted, onChange) {
  const watches = new Map()
  const changed = []
  let pause

  function follow(folder, isNew) {
    if (!watches.has(folder)) {
      const watcher = watch(folder, (_event, name) => name && note(join(folder, name)))
      watches.set(
        folder,
        watcher.on('error', () => forget(folder)),
      )
    }
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) follow(join(folder, entry.name), isNew)
      else if (isNew) tell(join(folder, entry.name))
    }
  }

  function forget(folder) {
    watches.get(folder)?.close()
    watches.delete(folder)
  }

  function note(path) {
    try {
      if (statSync(path).isDirectory()) return follow(path, true)
    } catch {
      forget(path)
    }
    tell(path)
  }

  function tell(file) {
    if (!isWanted(file)) return
    changed.push(file)
    clearTimeout(pause)
    pause = setTimeout(() => onChange([...new Set(changed.splice(0))]), PAUSE_MS)
  }

  for (const folder of folders) follow(folder, false)
}
