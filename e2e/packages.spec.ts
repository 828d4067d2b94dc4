import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { exportsOf, FreshProject } from './fresh-project.js'
import { root } from './packed-server.js'
import { expect, test } from './test.js'

const run = promisify(execFile)
const SECRET = 'a secret that only this test knows, long enough'

const MAIN = `
import 'reflect-metadata'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { Config, loadConfig, SupportChatIoAdapter, SupportChatModule } from '@support-chat/server'

@Module({ imports: [SupportChatModule.forRoot(loadConfig())] })
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error'] })
app.useWebSocketAdapter(new SupportChatIoAdapter(app, app.get(Config)))
app.enableShutdownHooks()
await app.listen(0, '127.0.0.1')
console.log(await app.getUrl())
`

const NODE = { target: 'es2023', lib: ['es2023', 'dom'], module: 'nodenext', types: ['node'] }
const DECORATORS = { experimentalDecorators: true, emitDecoratorMetadata: true }
const PACKAGES = ['server', 'widget']
/** They tell a compiler of the tag. */
const TYPES_ALONE = ['@support-chat/widget/preact', '@support-chat/widget/solid']
const SCRIPT = /\.(js|d\.ts)$/

test.describe('the npm packages, installed together in a fresh project', () => {
  test.describe.configure({ mode: 'default' })
  let project: FreshProject
  const folderOf = (name: string) => project.packageFolder(`@support-chat/${name}`)
  test.beforeAll(async () => {
    project = await FreshProject.install(PACKAGES, ['@types/node', '@types/react'])
  })
  test.afterAll(() => project.remove())

  for (const name of PACKAGES) {
    test(`of the ${name} is found by every resolution that knows exports, with the types of what runs`, async () => {
      const [, tarball = ''] = [...project.tarballs].find(([packed]) => packed.name.endsWith(name)) ?? []
      const check = join(root, 'scripts/check-package.mjs')
      const { stdout } = await run(process.execPath, [check, join(project.folder, tarball)])
      expect(stdout).toBe('')
    })

    test(`of the ${name} has every file that another one of it asks for, and no other`, async () => {
      const folder = folderOf(name)
      const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      const { customElements, jsdelivr } = await manifestOf(folder)
      const exported = [...(await exportsOf(folder)).values(), customElements ?? [], jsdelivr ?? []].flat()
      const { needed, missing } = await neededBy(folder, exported)
      expect(missing).toEqual([])
      const served = FRONT_ENDS[name] ?? (() => [])
      const always = ['LICENSE', 'README.md', ...(await served())]
      expect(files.filter((file) => !needed.has(file)).sort()).toEqual(always.sort())
    })
  }

  test('name who publishes them, from where, and under which licence', async () => {
    const { repository } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    for (const name of PACKAGES) {
      expect(await manifestOf(folderOf(name))).toMatchObject({
        license: 'MIT',
        engines: { node: '>=20.19' },
        repository: { ...repository, directory: name },
        publishConfig: { access: 'public', provenance: true },
      })
    }
  })

  test('of the server imports nothing that it does not declare, and nothing of the workspace', async () => {
    const folder = folderOf('server')
    const { dependencies = {}, peerDependencies } = await manifestOf(folder)
    const declared = new Set([...Object.keys({ ...dependencies, ...peerDependencies }), ...builtinModules])
    // The front ends are bundles for browsers: whatever stands in their texts is imported by nobody.
    const files = (await readdir(join(folder, 'lib'), { recursive: true })).filter(
      (file) => SCRIPT.test(file) && !file.startsWith('front-ends'),
    )
    const undeclared = new Set<string>()
    for (const file of files) {
      const text = await readFile(join(folder, 'lib', file), 'utf8')
      for (const [, name = ''] of text.matchAll(/^(?:import|export)\b[^'"]*?from ['"]([^.'"][^'"]*)['"]/gm)) {
        const { 0: found = name } = /^(?:@[^/]+\/)?[^/]+/.exec(name.replace(/^node:/, '')) ?? []
        if (!declared.has(found)) undeclared.add(`${found} in ${file}`)
        // The workspace has types of packages that bring none; an application has them only where they are declared.
        const types = `@types/${found.replace('@', '').replace('/', '__')}`
        if (file.endsWith('.d.ts') && existsSync(join(root, 'node_modules', types)) && !declared.has(types))
          undeclared.add(`${types} in ${file}`)
      }
    }
    expect([...undeclared]).toEqual([])
    expect(Object.keys(dependencies).filter((name) => name.startsWith('@support-chat/'))).toEqual([])
  })

  test('give all that they export to a project as strict as can be, declarations included', async () => {
    const entries = [...(await exportsOf(folderOf('server'))), ...(await exportsOf(folderOf('widget')))]
      .filter(([, targets]) => targets.some((target) => target.endsWith('.js')))
      .map(([entry]) => entry)
    // What is made for Angular runs only where its compiler has linked it: the Angular example does that.
    const running = entries.filter((entry) => entry !== '@support-chat/widget/angular')
    expect(running).toHaveLength(entries.length - 1)
    const imports = entries
      .map((entry, at) => `import ${running.includes(entry) ? '' : 'type '}* as entry${at} from '${entry}'\n`)
      .join('')
    const names = running.map((entry) => `'${entry}': Object.keys(entry${entries.indexOf(entry)})`).join()
    await writeFile(join(project.folder, 'exports.ts'), `${imports}console.log(JSON.stringify({${names}}))`)
    await writeFile(join(project.folder, 'main.ts'), MAIN)
    expect(await project.compile({ ...NODE, ...DECORATORS }, 'exports.ts', 'main.ts')).toBe('')

    const exported = JSON.parse(await project.node('exports.js')) as Record<string, string[]>
    expect(Object.keys(exported)).toEqual(running)
    for (const entry of running) expect(exported[entry]!.length > 0, entry).toBe(!TYPES_ALONE.includes(entry))
    expect(exported['@support-chat/server']).toEqual(expect.arrayContaining(['SupportChatModule', 'MessagePolicy']))
    expect(exported['@support-chat/widget']).toEqual(['SupportChat'])
  })

  test('of the server starts there, and answers', async () => {
    const url = await project.start({ USER_JWT_SECRET: SECRET })
    const response = await fetch(`${url}/api/auth/me`, {
      headers: { authorization: `Bearer ${sign({ sub: 'ada', email: 'ada@example.com', exp: 4_000_000_000 })}` },
    })
    expect(await response.json()).toMatchObject({ email: 'ada@example.com', role: 'user' })
  })
})

interface Manifest {
  customElements?: string
  jsdelivr?: string
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
}

/** Console and widget as they are served: these ask for each other by addresses, and `hosting` serves what is there. */
const FRONT_ENDS: Record<string, () => Promise<string[]>> = {
  // All but the entry, which is exported.
  widget: async () => {
    const built = await readdir(join(root, 'widget/lib/cdn'))
    return built.filter((file) => file !== 'support-chat.js').map((file) => `lib/cdn/${file}`)
  },
  server: async () => {
    const files = ['admin', 'widget'].map(async (name) => {
      const built = await readdir(join(root, name, 'dist'), { recursive: true })
      return built.map((file) => `lib/front-ends/${name}/${file}`)
    })
    return (await Promise.all(files)).flat()
  },
}

/** All that these files lead to, and what of it is not there. */
async function neededBy(folder: string, paths: string[]): Promise<{ needed: Set<string>; missing: string[] }> {
  const needed = new Set<string>()
  const missing: string[] = []
  const visit = async (path: string) => {
    if (needed.has(path)) return
    needed.add(path)
    if (!existsSync(join(folder, path))) return void missing.push(path)
    if (path.endsWith('.js') && existsSync(join(folder, `${path}.map`))) needed.add(`${path}.map`)
    if (!SCRIPT.test(path)) return
    const text = await readFile(join(folder, path), 'utf8')
    for (const [, specifier = ''] of text.matchAll(/\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g)) {
      const file = join(dirname(path), specifier)
      await visit(path.endsWith('.d.ts') ? file.replace(/\.js$/, '.d.ts') : file)
    }
  }
  for (const path of paths) await visit(join(path))
  return { needed, missing }
}

function sign(claims: object): string {
  const [header, payload] = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return `${header}.${payload}.${createHmac('sha256', SECRET).update(`${header}.${payload}`).digest('base64url')}`
}
