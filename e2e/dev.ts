import { chromium, expect, type Page, test } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromiumLaunchOptions } from './chromium.mjs'
import { freePort } from './free-port.js'
import { Program } from './program.js'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A clean clone that has been installed: the files that git knows of, and packages of its own only where they are ours. */
async function cloneWorkspace(folder: string): Promise<void> {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  for (const file of listed
    .toString()
    .split('\0')
    .filter((name) => name && existsSync(join(root, name)))) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await cp(join(root, file), join(folder, file))
  }
  await mkdir(join(folder, 'node_modules/@support-chat'), { recursive: true })
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name !== '@support-chat') await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  }
  for (const name of ['shared', 'server', 'widget', 'admin', 'e2e']) {
    await symlink(`../../${name}`, join(folder, 'node_modules/@support-chat', name))
  }
}

test('npm run dev restarts the server and reloads both faces when their sources change', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'support-chat-dev-'))
  await cloneWorkspace(folder)
  const url = `http://localhost:${await freePort()}`
  const env = { ...process.env, PORT: new URL(url).port, DATA_DIR: join(folder, 'data') }
  const dev = Program.start([process.execPath, 'scripts/dev.mjs'], { cwd: folder, env })
  const browser = await chromium.launch(await chromiumLaunchOptions())
  const change = async (file: string, edit: (text: string) => string) => {
    const path = join(folder, file)
    await writeFile(path, edit(await readFile(path, 'utf8')))
  }
  const mark = (name: string) => (text: string) => `${text}\ndocument.documentElement.classList.add('${name}')\n`
  const expectMark = (page: Page, name: string) => expect(page.locator('html')).toHaveClass(new RegExp(`\\b${name}\\b`))
  try {
    await dev.says('Support Chat is ready')
    await dev.says('Watching for file changes')
    const context = await browser.newContext()
    const [demo, console] = [await context.newPage(), await context.newPage()]
    await demo.goto(`${url}/demo`)
    await console.goto(`${url}/admin/`)
    await expect(demo.getByRole('button', { name: 'Open support chat' })).toBeVisible()
    await expect(console.getByRole('button', { name: 'Sign in' })).toBeVisible()

    await change('widget/src/index.ts', mark('widget-changed'))
    await expectMark(demo, 'widget-changed')
    await change('admin/src/main.ts', mark('console-changed'))
    await expectMark(console, 'console-changed')
    await change('server/public/demo/demo.js', mark('demo-changed'))
    await expectMark(demo, 'demo-changed')

    await change('server/src/hosting/banner.ts', (text) => text.replace('is ready', 'is ready once more'))
    await dev.says('Support Chat is ready once more')
    await change('shared/src/index.ts', (text) => `${text}\nthis is no TypeScript\n`)
    await dev.says('The server is not running')
    await demo.goto(`${url}/demo`)
    await expect(demo.getByText('The server has ended')).toBeVisible()
    await change('shared/src/index.ts', (text) => text.replace('this is no TypeScript', ''))
    await expect(demo.getByRole('button', { name: 'Open support chat' })).toBeVisible()

    dev.signal('SIGINT')
    expect(await dev.ended).toBe(0)
    expect(dev.isRunning(), 'nothing that it has started is left').toBe(false)
  } finally {
    dev.signal('SIGKILL')
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  }
})
