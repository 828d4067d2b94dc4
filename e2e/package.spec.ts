import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify, stripVTControlCharacters } from 'node:util'
import { ANGULAR, CONSUMER, PREACT, SOLID } from './consumers.js'
import { expect, test } from './test.js'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Packs the widget and has npm install the tarball beside the React example, in a folder of its own, as a project would
 * that has React and Vue. Lit is taken from here, so that the network is not asked.
 */
async function install(): Promise<string> {
  await mkdir(join(root, 'e2e/test-results'), { recursive: true })
  const project = await mkdtemp(join(root, 'e2e/test-results/package-'))
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project], { cwd: join(root, 'widget') })
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  const overrides = { lit: `file:${join(root, 'node_modules/lit')}` }
  await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true, overrides }))
  await run('npm', ['install', join(project, filename), '--offline', '--omit=peer', '--no-package-lock'], {
    cwd: project,
  })
  for (const part of ['sign-in.ts', 'react/src']) {
    await cp(join(root, 'widget/examples', part), join(project, part), { recursive: true })
  }
  return project
}

/** A file and whatever it cannot run without. */
async function loadedWith(file: string, loaded = new Set<string>()): Promise<Set<string>> {
  if (loaded.has(file)) return loaded
  loaded.add(file)
  const text = await readFile(file, 'utf8')
  for (const [, path = ''] of text.matchAll(/\b(?:from|import) "(\.[^"]+)"/g)) {
    await loadedWith(join(dirname(file), path), loaded)
  }
  return loaded
}

test.describe('the npm package', () => {
  test.describe.configure({ mode: 'default' })
  let project: string
  let folder: string

  test.beforeAll(async () => {
    project = await install()
    folder = join(project, 'node_modules/@support-chat/widget')
  })
  test.afterAll(() => rm(project, { recursive: true, force: true }))

  test('has what its exports name, licence, manifest and documentation, and no sources', async () => {
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    const targets = Object.values<string | Record<string, string>>(manifest.exports)
      .flatMap((target) => (typeof target === 'string' ? target : Object.values(target)))
      .concat(manifest.customElements, manifest['web-types'], manifest.jsdelivr, manifest.unpkg)
    expect(targets.filter((target) => !existsSync(join(folder, target)))).toEqual([])
    expect((await readdir(folder)).sort()).toEqual(['LICENSE', 'README.md', 'lib', 'package.json'])
    const described = await readFile(join(folder, manifest.customElements), 'utf8')
    for (const name of ['support-chat-message', 'server-url', 'launcher']) expect(described).toContain(`"${name}"`)
    const { modules } = JSON.parse(described) as { modules: { path: string }[] }
    expect(modules.map(({ path }) => path)).toEqual(['lib/element.js', 'lib/index.js'])
  })

  test('imports nothing but Lit, and each framework in its own entry only', async () => {
    const files = (await readdir(join(folder, 'lib'), { recursive: true })).filter((file) => /\.(js|d\.ts)$/.test(file))
    const outside = new Set<string>()
    for (const file of files) {
      const text = await readFile(join(folder, 'lib', file), 'utf8')
      for (const [, name] of text.matchAll(
        /^(?:import|export)\b[^'"]*?from ['"]([^.'"][^'"]*)['"]|import\(['"]([^.'"]+)['"]\)/gm,
      )) {
        const isShared = name === 'lit'
        if (name) outside.add(isShared ? name : `${name} in ${file.replace('types/', '').replace(/\..*/, '')}`)
      }
    }
    expect([...outside].sort()).toEqual([
      '@angular/core in angular/angular',
      '@support-chat/widget/element in angular/angular',
      'lit',
      'preact in preact',
      'react in element/react-component',
      'react in react',
      'solid-js in solid',
      'vue in vue',
    ])
  })

  test('declares the contract as interfaces that say what they mean, not as what it is checked with', async () => {
    const contract = await readFile(join(folder, 'lib/types/shared/contract/user-api.d.ts'), 'utf8')
    const { 1: message } = contract.split('export interface SupportMessage ')
    expect(message?.split('}')[0]).toContain('/** When the other side read it. */\n    read_at: string | null;')
    expect(message?.split('}')[0]).toContain('sender_type: SenderType;')
    // The compiler writes them in the order in which it has met them.
    expect(contract).toMatch(/export type SenderType = ('user' \| 'admin'|'admin' \| 'user');/)
    const events = await readFile(join(folder, 'lib/types/shared/contract/socket.d.ts'), 'utf8')
    expect(events).toContain('message: SupportMessage;')
    for (const text of [contract, events]) expect(text).not.toMatch(/\bz\.|zod|declare const/)
  })

  test('can be imported where there is no page, and the panel and the engine are not loaded with it', async () => {
    const script = `
      for (const entry of ['', '/element', '/headless', '/react', '/vue', '/preact', '/solid']) {
        console.log(Object.keys(await import('@support-chat/widget' + entry)).join() || 'types')
      }`
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: project })
    expect(stdout.trim().split('\n')).toEqual([
      ...['SupportChat', 'SupportChat', 'HeadlessChat', 'SupportChat,useSupportChat', 'useSupportChat'],
      ...['types', 'types'],
    ])
    expect(stderr).not.toContain('Error')
    const chunks = await readdir(join(folder, 'lib/chunks'))
    expect(chunks).toEqual(expect.arrayContaining(['panel.js', 'session-lifecycle.js']))
    for (const entry of ['index', 'headless', 'react', 'vue']) {
      const loaded = await loadedWith(join(folder, `lib/${entry}.js`))
      expect(
        [...loaded].filter((file) => /^(panel|session-lifecycle)\.js$/.test(basename(file))),
        entry,
      ).toEqual([])
    }
  })

  test('is rendered by React on a server as the tag and what can be written in one', async () => {
    const vite = join(root, 'node_modules/vite/bin/vite.js')
    await run(process.execPath, [vite, 'build', '--ssr', 'react/src/app.tsx', '--outDir', 'server'], { cwd: project })
    const script = `
      import { createElement } from 'react'
      import { renderToString } from 'react-dom/server'
      import { App } from './server/app.js'
      console.log(renderToString(createElement(App)))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: project })
    expect(stdout).toContain(
      '<support-chat server-url="http://localhost:3000" heading="Acme support" theme="light"></support-chat>',
    )
  })

  const compile = (program: string, ...args: string[]) =>
    run(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: project }).then(
      ({ stdout }) => stdout,
      ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
    )
  const configure = (compilerOptions: object, include: string[], more: object = {}) => {
    const strict = { strict: true, exactOptionalPropertyTypes: true, lib: ['es2023', 'dom', 'dom.iterable'] }
    const options = { ...strict, noEmit: true, skipLibCheck: false, types: [], target: 'es2022', ...compilerOptions }
    return writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include, ...more }))
  }

  // The example imports its own files as bundlers let it.
  for (const [module, moduleResolution, include] of [
    ['es2022', 'bundler', ['page.tsx', 'react']],
    ['node16', 'node16', ['page.tsx']],
  ] as const) {
    test(`has types that a strict project takes, declarations included, with ${moduleResolution}`, async () => {
      await writeFile(join(project, 'page.tsx'), CONSUMER)
      await configure({ module, moduleResolution, jsx: 'react-jsx' }, [...include])
      expect(await compile('typescript-native/bin/tsc', '-p', project)).toBe('')
    })
  }

  for (const [jsxImportSource, code] of [
    ['preact', PREACT],
    ['solid-js', SOLID],
  ] as const) {
    test(`has types for the tag in JSX of ${jsxImportSource}`, async () => {
      await writeFile(join(project, 'page.tsx'), code)
      const jsx = { jsx: jsxImportSource === 'preact' ? 'react-jsx' : 'preserve', jsxImportSource }
      await configure({ module: 'es2022', moduleResolution: 'bundler', ...jsx }, ['page.tsx'])
      expect(await compile('typescript-native/bin/tsc', '-p', project)).toBe('')
    })
  }

  test('has Angular catch a misspelt input, and a value of another type', async () => {
    const right =
      'serverUrl="https://x" mock [user]="user?.id" [getToken]="fetchToken" (support-chat-unread)="unread = $event.detail.count"'
    await writeFile(join(project, 'right.ts'), ANGULAR(right))
    await writeFile(join(project, 'misspelt.ts'), ANGULAR('[usr]="user?.id"'))
    await writeFile(join(project, 'mistyped.ts'), ANGULAR('[getToken]="user"'))
    const files = ['right.ts', 'misspelt.ts', 'mistyped.ts']
    const angularCompilerOptions = { strictTemplates: true }
    const options = { module: 'es2022', moduleResolution: 'bundler', skipLibCheck: true, experimentalDecorators: true }
    await configure(options, [], { files, angularCompilerOptions })
    const complaints = stripVTControlCharacters(
      await compile('@angular/compiler-cli/bundles/src/bin/ngc.js', '-p', project),
    )
    const found = [...complaints.matchAll(/^(\w+)\.ts.* error \w+: (.*)$/gm)].map(([, file, text]) => [file, text])
    expect(found).toEqual([
      ['misspelt', expect.stringContaining("Can't bind to 'usr' since it isn't a known property of 'support-chat'")],
      ['mistyped', expect.stringContaining('is not assignable to type')],
    ])
  })
})
