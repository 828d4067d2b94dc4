// Local ESLint rules about who may import whom: floors, whose arrows go down only, and no circles.
// Imports of types and dynamic imports count like all others.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

export const root = resolve(import.meta.dirname, '..')

/** The path from the root of the repository, with slashes. */
export const fromRoot = (file) => relative(root, file).split(sep).join('/')

/** The file that a relative import of `file` names, or null for packages. */
export function target(file, specifier) {
  if (!specifier.startsWith('.')) return null
  return fromRoot(resolve(root, dirname(file), specifier)).replace(/\.js$/, '.ts')
}

/** Reports each import, export or `import()` of the file, with what it names. */
export function onImports(report) {
  const visit = (node) => {
    const source = node.source ?? node.argument
    const literal = source?.type === 'TSLiteralType' ? source.literal : source
    if (typeof literal?.value === 'string') report(node, literal.value)
  }
  return {
    ImportDeclaration: visit,
    ExportNamedDeclaration: visit,
    ExportAllDeclaration: visit,
    ImportExpression: visit,
    TSImportType: visit,
  }
}

/**
 * Option: `{ under, floors }`. `floors` are from the ground up, each one or more places below the folder `under`: a folder,
 * or a file without its extension. A place imports from its own floor's place and from lower floors, and nothing from outside
 * of `under` but packages, and what the manifest of its own project says.
 */
const arrows = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object' }],
    messages: {
      up: '{{from}} may not import {{to}}: arrows go down only (see the floors in eslint.config.mjs)',
      homeless: '{{from}} stands on no floor: give it one in eslint.config.mjs',
      abroad: '{{from}} may not import {{to}}: server, console and widget meet in @support-chat/shared only',
    },
  },
  create(context) {
    const [{ under, floors }] = context.options
    const file = fromRoot(context.filename)
    const place = placeOf(file, under, floors)
    if (!place) return { Program: (node) => context.report({ node, messageId: 'homeless', data: { from: file } }) }
    return onImports((node, specifier) => {
      const to = target(file, specifier)
      if (to === under.replace(/[^/]+$/, 'package.json')) return
      const isAbroad = to ? !to.startsWith(`${under}/`) : /^@support-chat\/(?!shared\b)/.test(specifier)
      if (isAbroad) return context.report({ node, messageId: 'abroad', data: { from: file, to: to ?? specifier } })
      const other = to && placeOf(to, under, floors)
      if (!other || other.name === place.name || other.floor < place.floor) return
      context.report({ node, messageId: 'up', data: { from: place.name, to: other.name } })
    })
  },
}

function placeOf(file, under, floors) {
  if (!file.startsWith(`${under}/`)) return null
  const path = file.slice(under.length + 1)
  let found = null
  floors.forEach((floor, index) => {
    for (const name of [floor].flat()) {
      const isIn = path.startsWith(`${name}/`) || path.replace(/(\.spec|\.testing)?\.ts$/, '') === name
      if (isIn && (!found || name.length > found.name.length)) found = { name, floor: index }
    }
  })
  return found
}

/** A file that can be reached from itself through its imports. */
const noCircles = {
  meta: { type: 'problem', schema: [], messages: { circle: 'Import circle: {{path}}' } },
  create(context) {
    const file = fromRoot(context.filename)
    return {
      Program(node) {
        const path = circleThrough(file)
        if (path) context.report({ node, messageId: 'circle', data: { path: path.join(' → ') } })
      },
    }
  },
}

/** The shortest way from a file back to itself. */
function circleThrough(file) {
  const cameFrom = new Map()
  const queue = [file]
  for (const at of queue) {
    for (const next of importsOf(at)) {
      if (next === file) return wayTo(at, cameFrom).concat(file)
      if (cameFrom.has(next)) continue
      cameFrom.set(next, at)
      queue.push(next)
    }
  }
  return null
}

function wayTo(file, cameFrom) {
  const way = [file]
  while (cameFrom.has(way[0])) way.unshift(cameFrom.get(way[0]))
  return way
}

const imports = new Map()
const IMPORT = /^\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]/gm

/** What a file imports at its top: code that is fetched later is allowed to know who fetches it. */
function importsOf(file) {
  if (imports.has(file)) return imports.get(file)
  const found = []
  imports.set(file, found)
  if (!sources().has(file)) return found
  for (const [, from, bare] of readFileSync(join(root, file), 'utf8').matchAll(IMPORT)) {
    const to = target(file, from ?? bare)
    if (to && sources().has(to)) found.push(to)
    else if (to && sources().has(`${to}.ts`)) found.push(`${to}.ts`)
  }
  return found
}

let known
function sources() {
  known ??= new Set(
    ['server', 'shared', 'widget', 'admin'].flatMap((project) =>
      readdirSync(join(root, project, 'src'), { recursive: true })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `${project}/src/${name.split(sep).join('/')}`),
    ),
  )
  return known
}

export const floors = { rules: { arrows, 'no-circles': noCircles } }
