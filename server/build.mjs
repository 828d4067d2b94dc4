// Compiles src/ to dist/ with swc, which emits the decorator metadata that Nest's injection needs.
import { transformFile } from '@swc/core'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const files = (await readdir('src', { recursive: true })).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
)

await rm('dist', { recursive: true, force: true })
await Promise.all(
  files.map(async (file) => {
    const { code, map } = await transformFile(join('src', file), { sourceFileName: `../src/${file}` })
    const out = join('dist', file.replace(/\.ts$/, '.js'))
    await mkdir(dirname(out), { recursive: true })
    await writeFile(out, `${code}\n//# sourceMappingURL=${out.split(/[\\/]/).at(-1)}.map\n`)
    await writeFile(`${out}.map`, map)
  }),
)
console.log(`server: ${files.length} files`)
