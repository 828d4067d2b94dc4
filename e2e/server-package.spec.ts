import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pack, PackedServer, root } from './packed-server.js'
import { expect, test } from './test.js'

const run = promisify(execFile)
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

test.describe('the npm package of the server', () => {
  test.describe.configure({ mode: 'default' })
  let packed: PackedServer
  test.beforeAll(async () => {
    packed = await PackedServer.install()
  })
  test.afterAll(() => packed.remove())

  for (const name of ['server', 'widget']) {
    test(`of the ${name} is found by every resolution that knows exports, with the types of what runs`, async () => {
      const tarball = name === 'server' ? packed.tarball : await pack(name, packed.project)
      const { stdout } = await run(process.execPath, [join(root, 'scripts/check-package.mjs'), tarball])
      expect(stdout).toBe('')
    })
  }

  test('imports nothing that it does not declare, and nothing of the workspace', async () => {
    const { folder } = packed
    const { dependencies, peerDependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    const declared = new Set([...Object.keys({ ...dependencies, ...peerDependencies }), ...builtinModules])
    const files = (await readdir(join(folder, 'lib'), { recursive: true })).filter((file) => /\.(js|d\.ts)$/.test(file))
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
    expect((await readdir(folder)).sort()).toEqual(['LICENSE', 'README.md', 'lib', 'package.json'])
  })

  test('compiles in a strict project, declarations included, starts there, and answers', async () => {
    const { project } = packed
    await writeFile(join(project, 'main.ts'), MAIN)
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify(STRICT))
    const complaints = await run(process.execPath, [tsc, '-p', project]).then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => error.stdout,
    )
    expect(complaints).toBe('')

    const url = await packed.start({ USER_JWT_SECRET: SECRET })
    const response = await fetch(`${url}/api/auth/me`, {
      headers: { authorization: `Bearer ${sign({ sub: 'ada', email: 'ada@example.com', exp: 4_000_000_000 })}` },
    })
    expect(await response.json()).toMatchObject({ email: 'ada@example.com', role: 'user' })
  })
})

function sign(claims: object): string {
  const [header, payload] = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return `${header}.${payload}.${createHmac('sha256', SECRET).update(`${header}.${payload}`).digest('base64url')}`
}
