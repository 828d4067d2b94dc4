// docs/performance.json, what has been measured, and what is made of it: the middle of docs/performance.md, and its picture.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { plotGrowth } from './growth-plot.mjs'
import { PROGRAMS } from './programs.mjs'

const file = (path) => fileURLToPath(new URL(`../docs/${path}`, import.meta.url))
const RESULTS = file('performance.json')
const PAGE = file('performance.md')
const PICTURE = file('images/growth.svg')
const PLOT =
  '![Milliseconds by the number of stored messages, from a thousand to a million, of lists, chats and searches](images/growth.svg)'
const BEGIN = '<!-- what npm run bench has measured -->'
const END = '<!-- end of that -->'

/** Keeps the newest result of a program, and writes the page anew. */
export async function keep({ name, ...result }) {
  const results = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {}
  results[name] = { ...result, machine: machine(), day: new Date().toISOString().slice(0, 10) }
  await write(RESULTS, JSON.stringify(results, fourDigits))
  const [before, rest] = readFileSync(PAGE, 'utf8').split(BEGIN)
  const [, after] = rest.split(END)
  await write(PAGE, `${before}${BEGIN}\n\n${sections(results)}\n\n${END}${after}`)
  if (name === 'list') writeFileSync(PICTURE, plotGrowth(result.growth))
}

const fourDigits = (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value)

async function write(path, text) {
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }))
}

function machine() {
  const [{ model }] = cpus()
  return `${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.versions.node}`
}

function sections(results) {
  const known = PROGRAMS.filter(({ name }) => results[name])
  const parts = known.map(({ name, what }) => `### ${name}\n\n${describe(what, results[name])}`)
  return [...(results.list ? [PLOT] : []), ...parts].join('\n\n')
}

function describe(what, { figures, command, day, machine, load }) {
  const beside = `${load.toFixed(1)} processes wanted a processor before it began`
  return `${what[0].toUpperCase()}${what.slice(1)}. \`${command}\`, ${day}, on ${machine}; ${beside}.\n\n${table(figures)}`
}

/** The figures as Markdown. */
function table(figures) {
  const rows = figures.map(({ label, ours, floor, ratio, goal, unit = '' }) => [
    label,
    number(floor, unit),
    number(ours, unit),
    ratio === undefined ? '' : ratio.toFixed(2),
    goal ?? '',
    goal === undefined ? '' : meets(goal, { ours, ratio }) ? 'yes' : '**no**',
  ])
  return [['', 'compared with', 'ours', 'ratio', 'goal', 'met'], ['---', '--:', '--:', '--:', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

/** Three digits that count. */
function number(value, unit) {
  if (value === undefined || value === null) return ''
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
  return `${value.toFixed(Math.min(digits, 3))} ${unit}`.trim()
}

/** All parts of a goal, of which one with × is about the ratio: `≤ 3 ×, ≤ 60`. */
function meets(goal, { ours, ratio }) {
  const parts = [...goal.matchAll(/([≤≥=]) *([\d.]+) *(×?)/g)]
  return parts.every(([, sign, limit, times]) => {
    const value = times ? ratio : ours
    return sign === '≤' ? value <= Number(limit) : sign === '≥' ? value >= Number(limit) : value === Number(limit)
  })
}
