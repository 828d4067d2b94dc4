// A local ESLint rule that keeps a package out of what browsers load: files that stand on it lend their types only.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromRoot, onImports, root, target } from './floors.mjs'

const RUN_TIME = /^\s*(?:import|export)\b(?!\s+type\b)[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]/gm

/** Option: the names of packages, those of the workspace's own entries as well. `import { type X }` loads a file too. */
export const typesOnly = {
  meta: {
    type: 'problem',
    schema: [{ type: 'array' }],
    messages: { loads: 'This loads {{name}}: write `import type`, or `export type`' },
  },
  create(context) {
    const [names] = context.options
    return onImports((node, specifier) => {
      const isType = [node.importKind, node.exportKind].includes('type') || node.type === 'TSImportType'
      const name = isType ? null : loads(fromRoot(context.filename), specifier, names)
      if (name) context.report({ node, messageId: 'loads', data: { name } })
    })
  },
}

/** The first of the names that is loaded along with what a file imports. */
function loads(file, specifier, names, seen = new Set()) {
  if (names.includes(specifier)) return specifier
  const to = target(file, specifier)
  if (!to || seen.has(to) || !existsSync(join(root, to))) return null
  seen.add(to)
  for (const [, from, bare] of readFileSync(join(root, to), 'utf8').matchAll(RUN_TIME)) {
    const name = loads(to, from ?? bare, names, seen)
    if (name) return name
  }
  return null
}
