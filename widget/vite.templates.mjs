import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Takes indentation and comments out of css, html and svg templates, which a minifier leaves as it finds them: strings.
 * White space with a line break in it is never meant to be seen in our templates.
 */
export function minifyTemplates() {
  return {
    name: 'minify-templates',
    transform(code, id) {
      if (!id.includes('/widget/src/') || !/\b(?:css|html|svg)`|--_/.test(code)) return null
      return {
        code: minify(code).replace(/--_[a-z-]+/g, (name) => `--${LETTERS[PRIVATE.indexOf(name)]}`),
        map: null,
      }
    },
  }
}

const SOURCES = join(import.meta.dirname, 'src')
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** Custom properties of our own, which nobody else sees. */
const PRIVATE = [
  ...new Set(
    readdirSync(SOURCES, { recursive: true })
      .sort()
      .flatMap((file) =>
        file.endsWith('.ts') ? (readFileSync(join(SOURCES, file), 'utf8').match(/--_[a-z-]+/g) ?? []) : [],
      ),
  ),
]

function minify(code) {
  let result = ''
  let rest = code
  for (let match; (match = /\b(css|html|svg)`/.exec(rest));) {
    const start = match.index + match[0].length
    const { text, end } = template(rest, start, match[1] === 'css' ? shortenStyles : shortenMarkup)
    result += rest.slice(0, start) + text
    rest = rest.slice(end)
  }
  return result + rest
}

/** The template that begins at `start`, its own text shortened, and templates within its expressions as well. */
function template(code, start, shorten) {
  let text = ''
  let from = start
  for (let at = start; ; at++) {
    if (code[at] === '\\') at++
    else if (code[at] === '`') return { text: text + shorten(code.slice(from, at)), end: at }
    else if (code[at] === '$' && code[at + 1] === '{') {
      text += shorten(code.slice(from, at))
      const end = expressionEnd(code, at + 2)
      text += minify(code.slice(at, end))
      from = at = end
      at--
    }
  }
}

/** Where the `}` of an expression ends; strings and templates in it may hold braces of their own. */
function expressionEnd(code, at) {
  for (let depth = 1; ; at++) {
    const character = code[at]
    if (character === '{') depth++
    else if (character === '}' && --depth === 0) return at + 1
    else if (character === '`') at = template(code, at + 1, (text) => text).end
    else if (character === "'" || character === '"') at = stringEnd(code, at)
  }
}

function stringEnd(code, at) {
  const quote = code[at]
  for (at++; code[at] !== quote; at++) if (code[at] === '\\') at++
  return at
}

function shortenStyles(text) {
  return text
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>~]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/ ([*/]) /g, '$1')
    .replace(/\b(\d\d?)0ms/g, (_all, hundredths) => `.${hundredths.padStart(2, '0').replace(/0$/, '')}s`)
    .replace(/;}/g, '}')
    .replace(/::(?=before|after)/g, ':')
    .replace(/ \+ (?=\.)/g, '+')
    .replace(/(?<![\d.])0(?=\.\d)/g, '')
}

function shortenMarkup(text) {
  return text
    .replace(/\s*\n\s*/g, '\n')
    .replace(/\n(?=<)|(?<=>)\n/g, '')
    .replace(/\n/g, ' ')
    .replace(/ (?=\/?>)/g, '')
    .replace(/(?<=\s[\w-]+=)"([\w-]+)"(?=[\s>])/g, '$1')
}
