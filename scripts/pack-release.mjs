// Packs what is published, installs it from the registry as anybody would, and lists all that came along, as CycloneDX:
// `node scripts/pack-release.mjs FOLDER`, after `npm run build`. It needs the network.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { root } from './run.mjs'

const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'))
const npm = (cwd, ...args) =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26 })

const into = resolve(process.argv[2] ?? 'release')
const projects = mkdtempSync(join(tmpdir(), 'support-chat-release-'))
mkdirSync(into, { recursive: true })
try {
  for (const name of ['server', 'widget']) {
    const [{ filename }] = JSON.parse(npm(join(root, name), 'pack', '--json', '--pack-destination', into))
    list(name, { [`@support-chat/${name}`]: `file:${join(into, filename)}` })
  }
  // The server's package and the image bring it as a bundle, of which npm knows nothing.
  list('console', bundledInConsole())
} finally {
  rmSync(projects, { recursive: true, force: true })
}

/** Of a project of its own: in a workspace npm leaves out what other members of it have too. */
function list(name, dependencies) {
  const folder = join(projects, name)
  mkdirSync(folder)
  const { version } = read('server/package.json')
  const manifest = { name: `support-chat-${name}`, version, private: true, dependencies }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  npm(folder, 'install', '--ignore-scripts', '--no-audit', '--no-fund')
  writeFileSync(join(into, `support-chat-${name}.cdx.json`), npm(folder, 'sbom', '--sbom-format', 'cyclonedx'))
}

function bundledInConsole() {
  const { packages } = read('package-lock.json')
  const names = ['admin', 'shared'].flatMap((folder) => Object.keys(read(`${folder}/package.json`).dependencies))
  const others = names.filter((name) => !name.startsWith('@support-chat/'))
  return Object.fromEntries(others.map((name) => [name, packages[`node_modules/${name}`].version]))
}
