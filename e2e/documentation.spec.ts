import { ERROR_STATUS } from '@support-chat/shared'
import { clientRequests, serverEvents } from '@support-chat/shared/contract'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { variables } from '../server/src/config/variables.js'
import { expect, test } from './test.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const all = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map((match) => match[1]!)

const pages = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...['docs', 'docs/decisions'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file}`),
  ),
]
const known = Object.keys(variables.shape).sort()

for (const page of pages) {
  test(`every file that ${page} speaks of exists`, () => {
    const text = read(page)
    const targets = [...all(/\]\(([^)#\s]+)[^)]*\)/g, text), ...all(/\bsrc(?:set)?="([^"]+)"/g, text)]
    const links = targets.filter((link) => !/^[a-z]+:/.test(link))
    const mentions = all(/`((?:server|admin|widget|shared|e2e|docs|docker|scripts|bench)\/[\w./-]+)`/g, text)
    const missing = [
      ...links.filter((link) => !existsSync(join(root, dirname(page), link))),
      ...mentions.filter((path) => !/\/dist\b/.test(path) && !existsSync(join(root, path))),
    ]
    expect(missing).toEqual([])
  })
}

test('every test that ARCHITECTURE.md names is there', () => {
  const tests = [...read('ARCHITECTURE.md').matchAll(/\[([^\]]+)\]\(([^)]+spec\.ts)\)/g)]
  expect(tests.length).toBeGreaterThan(20)
  const missing = tests.filter(([, title, path]) => !read(path!).includes(title!)).map(([link]) => link)
  expect(missing).toEqual([])
})

test('workflows run only what there is', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const workflows = readdirSync(join(root, '.github/workflows')).map((name) => read(`.github/workflows/${name}`))
  expect(workflows.length).toBeGreaterThan(1)
  for (const text of workflows) {
    expect(all(/\bnpm run ([\w:-]+)/g, text).filter((name) => !scripts[name])).toEqual([])
    expect(all(/\bnode ([\w/.-]+\.mjs)/g, text).filter((file) => !existsSync(join(root, file)))).toEqual([])
    expect(all(/uses: (?!\.\/)(\S+)/g, text).filter((action) => !/@(v\d+|[0-9a-f]{40})$/.test(action))).toEqual([])
  }
})

test('every version that the changelogs tell of has release notes, and a backup that all later ones must restore', () => {
  const versions = all(/^## (\d+\.\d+\.\d+)$/gm, read('server/CHANGELOG.md'))
  expect(versions).toContain('0.1.0')
  for (const version of versions) {
    const notes = execFileSync(process.execPath, ['scripts/release-notes.mjs', version], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(all(/^## (.+)$/gm, notes)).toEqual(['Widget', 'Server and console'])
    expect(notes).not.toContain(`## ${version}`)
    for (const ending of ['backup', 'json'])
      expect(existsSync(join(root, `server/test/upgrades/${version}.${ending}`)), version).toBe(true)
  }
})

test('.env.example names every variable that the server reads, and no other', () => {
  expect(all(/^# ([A-Z][A-Z0-9_]+)=/gm, read('.env.example')).sort()).toEqual(known)
})

test('the README explains every variable that the server reads, and no other', () => {
  const [, section] = read('README.md').split('## Configuration')
  const names = all(/^\| ([^|]+) \|/gm, section!).flatMap((cell) => all(/`([A-Z0-9_]+)`/g, cell))
  expect(names.sort()).toEqual(known)
})

test('docs/sockets.md names every event and every error code', () => {
  const rows = all(/^\| `(\w+)`/gm, read('docs/sockets.md'))
  expect(rows).toEqual([clientRequests, serverEvents, ERROR_STATUS].flatMap((names) => Object.keys(names)))
})

test('docs/theming.md names every custom property, part and state', () => {
  const element = read('widget/src/element/support-chat.ts')
  const rows = all(/^\| `([\w-]+)`/gm, read('docs/theming.md'))
  const documented = [/@cssprop (--[\w-]+)/g, /@csspart (\w+)/g, /@cssstate (\w+)/g]
  expect(rows).toEqual(documented.flatMap((tag) => all(tag, element)))
})

for (const name of ['docs/extending.md', 'docs/recipes.md']) {
  test(`the code in ${name} is the code that is compiled and run`, () => {
    const page = read(name)
    const snippets = [...page.matchAll(/^```ts\n\/\/ (\S+)\n([^]*?)^```/gm)]
    expect(snippets.length).toBeGreaterThan(3)
    // Each says which file it stands in.
    expect(page.match(/^```ts/gm)).toHaveLength(snippets.length)
    const unindented = (code: string) => code.replace(/^ +/gm, '').trim()
    for (const [, file = '', code = ''] of snippets) {
      expect(unindented(read(`server/test/host-app/${file}`))).toContain(unindented(code))
    }
  })
}
