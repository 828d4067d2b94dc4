import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { startApplication } from './application.js'
import { lockedProject, type Manifest } from './locked-packages.js'
import { pack, root } from './packed-server.js'

const run = promisify(execFile)
const tsc = join(root, 'node_modules/typescript-native/bin/tsc')
const NPM = ['ci', '--offline', '--ignore-scripts', '--no-audit', '--no-fund']

/**
 * A folder outside of the workspace, in which all packages that are published have been installed from their tarballs, with
 * what they declare to need and nothing else.
 *
 * In CI npm installs, from its cache, which the installation of the workspace has filled. Elsewhere, and where the cache is
 * not there, npm only checks that what is asked for and what there is go together; the packages are unpacked, and what they need is
 * linked: two seconds instead of twenty.
 */
export class FreshProject {
  private readonly stops: (() => Promise<void>)[] = []

  private constructor(
    readonly folder: string,
    readonly tarballs: Map<Manifest, string>,
    private readonly linked: boolean,
  ) {}

  /** @param others what it has beside the packages and their peers */
  static async install(packages: string[], others: string[]): Promise<FreshProject> {
    const folder = await mkdtemp(join(tmpdir(), 'support-chat-fresh-'))
    const tarballs = new Map<Manifest, string>()
    for (const name of packages) {
      const tarball = await pack(name, folder)
      const { stdout } = await run('tar', ['-xzOf', tarball, 'package/package.json'])
      tarballs.set(JSON.parse(stdout) as Manifest, basename(tarball))
    }
    const { manifest, lockfile } = lockedProject(tarballs, others)
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
    await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lockfile))
    const installed = process.env['CI'] !== undefined && (await installFromCache(folder))
    if (!installed) {
      await run('npm', [...NPM, '--dry-run'], { cwd: folder })
      await link(folder, tarballs, Object.keys(lockfile.packages))
    }
    return new FreshProject(folder, tarballs, !installed)
  }

  /** Of one of the packages. */
  packageFolder(name: string): string {
    return join(this.folder, 'node_modules', name)
  }

  async node(file: string): Promise<string> {
    const { stdout } = await run(process.execPath, [...this.options, file], { cwd: this.folder })
    return stdout
  }

  /** @returns what the strictest of compilers has to say, of the packages' declarations too */
  async compile(compilerOptions: object, ...files: string[]): Promise<string> {
    const strict = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
    }
    const config = { compilerOptions: { ...strict, preserveSymlinks: this.linked, ...compilerOptions }, files }
    await writeFile(join(this.folder, 'tsconfig.json'), JSON.stringify(config))
    return run(process.execPath, [tsc, '-p', this.folder]).then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    )
  }

  /** Starts `main.js` with a database of its own. @returns what it prints first */
  async start(env: Record<string, string>): Promise<string> {
    const { line, stop } = await startApplication(this.folder, env, this.options)
    this.stops.push(stop)
    return line
  }

  async remove(): Promise<void> {
    for (const stop of this.stops) await stop()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** A linked package counts as being where the link is, and finds only what has been linked beside it. */
  private get options(): string[] {
    return this.linked ? ['--preserve-symlinks', '--preserve-symlinks-main'] : []
  }
}

/** @returns false where npm's cache has not all of it */
async function installFromCache(folder: string): Promise<boolean> {
  try {
    await run('npm', NPM, { cwd: folder })
    return true
  } catch (error) {
    if (/ENOTCACHED/.test((error as { stderr: string }).stderr)) return false
    throw error
  }
}

async function link(folder: string, tarballs: Map<Manifest, string>, paths: string[]): Promise<void> {
  await rm(join(folder, 'node_modules'), { recursive: true, force: true })
  for (const [{ name }, tarball] of tarballs) {
    const into = join(folder, 'node_modules', name)
    await mkdir(into, { recursive: true })
    await run('tar', ['-xzf', join(folder, tarball), '-C', into, '--strip-components=1'])
  }
  const topmost = paths.filter((path) => path !== '' && path.lastIndexOf('node_modules/') === 0)
  for (const path of topmost) {
    // Some are for other machines.
    if (existsSync(join(folder, path)) || !existsSync(join(root, path))) continue
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await symlink(join(root, path), join(folder, path), 'junction')
  }
}

/** What `manifest` exports, as a project imports it, with the file that is meant. */
export async function exportsOf(folder: string): Promise<Map<string, string[]>> {
  const { name, exports } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    name: string
    exports: Record<string, string | Record<string, string>>
  }
  return new Map(
    Object.entries(exports).map(([entry, target]) => [
      join(name, entry),
      typeof target === 'string' ? [target] : Object.values(target),
    ]),
  )
}
