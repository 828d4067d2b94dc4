import type { CreatedApiKey, Session, SupportMessage } from '@support-chat/shared'
import { call, type Answer } from './call.js'
import { readPage } from './documented-programs.js'
import { ADMIN, startTestApp } from './test-app.js'

/** Each request and each answer in docs/api.md: what it is written in, and the text. The rest is for generated clients. */
async function blocks(): Promise<{ language: string; text: string }[]> {
  const page = await readPage('api.md')
  return [...page.matchAll(/^```(json|sh)\n([^]*?)^```$/gm)]
    .map(([, language = '', text = '']) => ({ language, text }))
    .filter(({ text }) => !text.startsWith('npm '))
}

/** Does what a curl command says, as a shell would read it that has these variables. */
async function curl(command: string, variables: Record<string, string>, origin: string): Promise<Answer<unknown>> {
  const words = [...command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) =>
      single ?? (double ?? bare ?? '').replace(/\$(\w+)/g, (_, name: string) => variables[name] ?? `no ${name}`),
  )
  let [method, body, url]: [string, string | undefined, string] = ['GET', undefined, '']
  const headers: Record<string, string> = {}
  expect(words.shift()).toBe('curl')
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-X') method = words.shift()!
    else if (word === '-d') body = words.shift()!
    else if (word === '-H') {
      const [, name = '', value = ''] = /^([^:]+): (.*)$/.exec(words.shift()!) ?? []
      headers[name.toLowerCase()] = value
    } else url = word
  }
  expect(url).toMatch(/^https:\/\/support\.example\.com\/api\//)
  return call(url.replace('https://support.example.com', origin), method, { body, headers })
}

/** The same fields, and in them the same kinds of values: ids and times differ. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape)
  if (value === null || typeof value !== 'object') return value === null ? null : typeof value
  return Object.fromEntries(Object.entries(value).map(([key, value]) => [key, shape(value)]))
}

describe('The examples of docs/api.md', () => {
  it('answer as it says, one after the other', async () => {
    const server = await startTestApp({ firstAdmin: ADMIN })
    try {
      const variables: Record<string, string> = {}
      let last: Answer<unknown> | null = null
      let examples = 0
      for (const { language, text } of await blocks()) {
        if (language === 'json') {
          expect(shape(last?.body)).toEqual(shape(JSON.parse(text)))
          continue
        }
        last = await curl(text, variables, server.url)
        expect([text, last.status, last.status < 300 || last.body]).toEqual([text, last.status, true])
        const { access_token, key, chat_id } = last.body as Partial<Session & CreatedApiKey & SupportMessage>
        if (access_token) variables['STAFF_TOKEN'] = access_token
        if (key) variables['SUPPORT_CHAT_KEY'] = key
        if (chat_id) variables['CHAT_ID'] = chat_id
        examples++
      }
      expect(examples).toBeGreaterThanOrEqual(11)
    } finally {
      await server.close()
    }
  })
})
