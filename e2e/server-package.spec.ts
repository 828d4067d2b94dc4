import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startEmbeddedPostgres } from '../server/src/embedded-postgres/embedded-postgres.js'
import { expect, test } from './test.js'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const tsc = join(root, 'node_modules/typescript-native/bin/tsc')
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

const STRICT = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    types: ['node'],
  },
  files: ['main.ts'],
}

/** Packs a project of the workspace. @returns the tarball */
async function pack(project: string, into: string): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', into], { cwd: join(root, project) })
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  return join(into, filename)
}

test.describe('the npm package of the server', () => {
  test.describe.configure({ mode: 'default' })
  let project: string
  let folder: string
  let tarball: string

  /** A project of its own inside of the workspace, whose node_modules has what the package depends on. */
  test.beforeAll(async () => {
    await mkdir(join(root, 'e2e/test-results'), { recursive: true })
    project = await mkdtemp(join(root, 'e2e/test-results/server-package-'))
    tarball = await pack('server', project)
    folder = join(project, 'node_modules/@support-chat/server')
    await mkdir(folder, { recursive: true })
    await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'])
    await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }))
  })
  test.afterAll(() => rm(project, { recursive: true, force: true }))

  for (const name of ['server', 'widget']) {
    test(`of the ${name} is found by every resolution that knows exports, with the types of what runs`, async () => {
      const packed = name === 'server' ? tarball : await pack(name, project)
      const { stdout } = await run(process.execPath, [join(root, 'scripts/check-package.mjs'), packed])
      expect(stdout).toBe('')
    })
  }

  test('imports nothing that it does not declare, and nothing of the workspace', async () => {
    const { dependencies, peerDependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    const declared = new Set([...Object.keys({ ...dependencies, ...peerDependencies }), ...builtinModules])
    const files = (await readdir(join(folder, 'lib'), { recursive: true })).filter((file) => /\.(js|d\.ts)$/.test(file))
    const undeclared = new Set<string>()
    for (const file of files) {
      const text = await readFile(join(folder, 'lib', file), 'utf8')
      for (const [, name = ''] of text.matchAll(/^(?:import|export)\b[^'"]*?from ['"]([^.'"][^'"]*)['"]/gm)) {
        const { 0: found = name } = /^(?:@[^/]+\/)?[^/]+/.exec(name.replace(/^node:/, '')) ?? []
        if (!declared.has(found)) undeclared.add(`${found} in ${file}`)
      }
    }
    expect([...undeclared]).toEqual([])
    expect(Object.keys(dependencies).filter((name) => name.startsWith('@support-chat/'))).toEqual([])
    expect((await readdir(folder)).sort()).toEqual(['LICENSE', 'README.md', 'lib', 'package.json'])
  })

  test('compiles in a strict project, declarations included, starts there, and answers', async () => {
    await writeFile(join(project, 'main.ts'), MAIN)
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify(STRICT))
    const complaints = await run(process.execPath, [tsc, '-p', project]).then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => error.stdout,
    )
    expect(complaints).toBe('')

    const database = await startEmbeddedPostgres({ dataDir: await mkdtemp(join(project, 'data-')), durable: false })
    const app = spawn(process.execPath, ['main.js'], {
      cwd: project,
      env: { PATH: process.env.PATH, DATABASE_URL: database.url, DATA_DIR: project, USER_JWT_SECRET: SECRET },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const response = await fetch(`${await firstLineOf(app)}/api/auth/me`, {
        headers: { authorization: `Bearer ${sign({ sub: 'ada', email: 'ada@example.com', exp: 4_000_000_000 })}` },
      })
      expect(await response.json()).toMatchObject({ email: 'ada@example.com', role: 'user' })
    } finally {
      app.kill()
      if (app.exitCode === null) await once(app, 'exit')
      await database.stop()
    }
  })
})

/** What it prints first. @throws where it ends before that */
async function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('Its output is not read')
  for await (const line of createInterface(stdout)) return line
  throw new Error('It ended without a word')
}

function sign(claims: object): string {
  const [header, payload] = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return `${header}.${payload}.${createHmac('sha256', SECRET).update(`${header}.${payload}`).digest('base64url')}`
}
