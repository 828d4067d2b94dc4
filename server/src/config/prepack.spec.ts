import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const root = resolve(__dirname, '../../..')

describe.each(['widget', 'server'])('Packing the %s', (project) => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'support-chat-pack-'))
    for (const file of ['package.json', 'prepack.mjs']) copyFileSync(join(root, project, file), join(folder, file))
    // What npm is told in this project may be to run no script at all.
    copyFileSync(join(root, '.npmrc'), join(folder, '.npmrc'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const pack = () => spawnSync('npm', ['pack', '--dry-run'], { cwd: folder, encoding: 'utf8' })

  it('fails with a sentence where it is not built', () => {
    const { status, stderr } = pack()
    expect(status).not.toBe(0)
    expect(stderr).toMatch(
      new RegExp(`^@support-chat/${project} is not built \\(\\./\\S+ is missing\\): run "npm run build"`, 'm'),
    )
  })

  it('takes what is built', () => {
    const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { exports: object }
    const files = JSON.stringify(exports).match(/\.\/[^"]+\.\w+/g) ?? []
    for (const file of files.filter((file) => file !== './package.json')) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), '')
    }
    const { status, stderr } = pack()
    expect(stderr).toContain('total files')
    expect(status).toBe(0)
  })
})
