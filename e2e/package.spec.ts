import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from './test.js'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))

const CONSUMER = `
import '@support-chat/widget'
import { SupportChat, type SvelteElementProps } from '@support-chat/widget/element'
import { HeadlessChat } from '@support-chat/widget/headless'
import { useSupportChat } from '@support-chat/widget/react'
import { useSupportChat as useInVue, type SupportChatElementProps } from '@support-chat/widget/vue'

const element: SupportChat = document.createElement('support-chat')
element.getToken = async () => 'token'
element.addEventListener('support-chat-message', ({ detail }) => detail.message.content.trim())
// @ts-expect-error -- there is no such theme
element.theme = 'pink'

export const Page = () => {
  const { messages, unread, connected, send, markAsRead } = useSupportChat({ serverUrl: '', getToken: () => 'token' })
  markAsRead()
  void send(String(messages[0]?.content.trim()) + String(connected))
  return <support-chat server-url="https://x.example.com" heading={String(unread)} onsupport-chat-unread={({ detail }) => detail.count.toFixed()} />
}
export const designed = <support-chat mock muted opened hideVisits theme="dark" mode="inline" position="bottom-left" locale="de" />
// @ts-expect-error -- there is no such position
export const wrong = <support-chat position="top" />

export const inVue: () => number = () => useInVue(() => null).unread.value
export const props: SupportChatElementProps = { theme: 'dark', mock: true, onSupportChatUnread: ({ detail }) => detail.count }
export const signedIn = (user: { id: string } | undefined, getToken: (() => Promise<string>) | undefined) => (
  <support-chat server-url="https://x.example.com" user={user?.id} getToken={getToken} />
)
// As Svelte's compiler checks \`<support-chat onsupport-chat-message={(e) => …}>\`.
const inSvelte = (tag: 'support-chat', attributes: svelteHTML.IntrinsicElements[typeof tag]): SvelteElementProps => attributes
inSvelte('support-chat', { user: 42, class: 'x', 'onsupport-chat-message': (e) => e.detail.message.content.trim() })
inSvelte('support-chat', { 'on:support-chat-unread': (e) => e.detail.count.toFixed() })
// @ts-expect-error -- it has no such detail
inSvelte('support-chat', { 'onsupport-chat-unread': (e) => e.detail.message })
// What a page may not have yet.
interface SupportProps { user: { id: string } | undefined; fetchToken: (() => Promise<string>) | undefined; setUnread: ((count: number) => void) | undefined }
export const Support = ({ user, setUnread }: SupportProps) => (
  <support-chat user={user?.id} strings={undefined} onsupport-chat-unread={setUnread && (({ detail }) => setUnread(detail.count))} />
)
export const Hook = ({ user, fetchToken }: SupportProps) =>
  useSupportChat({ serverUrl: '', user: user?.id, token: undefined, getToken: fetchToken, credentials: undefined }).unread
export const maybeInVue: SupportChatElementProps = { user: undefined, onSupportChatUnread: undefined }
new HeadlessChat({ serverUrl: '', token: 'token' }).subscribe(() => undefined)()
`

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
      .concat(manifest.customElements)
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
        const entry = name === 'react' || name === 'vue' ? ` in ${file.replace('types/', '').replace(/\..*/, '')}` : ''
        if (name) outside.add(name + entry)
      }
    }
    expect([...outside].sort()).toEqual(['lit', 'react in react', 'vue in vue'])
  })

  test('declares the contract as interfaces that say what they mean, not as what it is checked with', async () => {
    const contract = await readFile(join(folder, 'lib/types/shared/contract/user-api.d.ts'), 'utf8')
    const { 1: message } = contract.split('export interface SupportMessage ')
    expect(message?.split('}')[0]).toContain('/** When the other side read it. */\n    read_at: string | null;')
    expect(message?.split('}')[0]).toContain('sender_type: SenderType;')
    expect(contract).toContain("export type SenderType = 'user' | 'admin';")
    const events = await readFile(join(folder, 'lib/types/shared/contract/socket.d.ts'), 'utf8')
    expect(events).toContain('message: SupportMessage;')
    for (const text of [contract, events]) expect(text).not.toMatch(/\bz\.|zod|declare const/)
  })

  test('can be imported where there is no page, and the panel and the engine are not loaded with it', async () => {
    const script = `
      for (const entry of ['', '/element', '/headless', '/react', '/vue']) {
        console.log(Object.keys(await import('@support-chat/widget' + entry)).join())
      }`
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: project })
    expect(stdout.trim().split('\n')).toEqual([
      ...['SupportChat', 'SupportChat', 'HeadlessChat', 'useSupportChat', 'useSupportChat'],
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

  // The example imports its own files as bundlers let it.
  for (const [module, moduleResolution, include] of [
    ['es2022', 'bundler', ['page.tsx', 'react']],
    ['node16', 'node16', ['page.tsx']],
  ] as const) {
    test(`has types that a strict project takes, declarations included, with ${moduleResolution}`, async () => {
      await writeFile(join(project, 'page.tsx'), CONSUMER)
      const lib = ['es2023', 'dom', 'dom.iterable']
      const strict = { strict: true, exactOptionalPropertyTypes: true }
      const compilerOptions = { ...strict, noEmit: true, skipLibCheck: false, jsx: 'react-jsx', types: [], lib }
      const config = {
        compilerOptions: { ...compilerOptions, target: 'es2022', module, moduleResolution },
        include,
      }
      await writeFile(join(project, 'tsconfig.json'), JSON.stringify(config))
      const tsc = join(root, 'node_modules/typescript-native/bin/tsc')
      const complaints = await run(process.execPath, [tsc, '-p', project]).then(
        ({ stdout }) => stdout,
        (error: { stdout: string }) => error.stdout,
      )
      expect(complaints).toBe('')
    })
  }
})
