import { readFileSync } from 'node:fs'
import { launchHost, type Host } from './host.js'
import { ChatUser } from './pages/chat-user.js'
import { expect, freshName, test as base } from './test.js'

const guide = readFileSync(new URL('../docs/embedding.md', import.meta.url), 'utf8')
const recipe = /```js\n\/\/ support-chat-tags\.js\n([\s\S]+?)```/.exec(guide)![1]!

interface Recipe {
  supportChatTags(server: string): Promise<string>
}

/** A page with the tags that the guide's recipe makes. */
const test = base.extend<{ host: Host; tags: { html: string } }>({
  tags: async ({ server }, use) => {
    const module = await import(`data:text/javascript,${encodeURIComponent(recipe)}`)
    await use({ html: await (module as Recipe).supportChatTags(server.url) })
  },
  host: async ({ server, guard, tags }, use) => {
    const host = await launchHost((request, response) => {
      response.setHeader('content-type', 'text/html')
      const token = server.userToken(freshName('pinned'))
      const chat = `<support-chat server-url="${server.url}" token="${token}"></support-chat>`
      response.end(`<!doctype html><title>Host</title><link rel="icon" href="data:,">${tags.html}${chat}`)
    })
    guard.allowOrigin(host.url)
    await use(host)
    host.close()
  },
})

test('a page that pins the widget by its integrity loads all of it', async ({ host, tags, newProfile }) => {
  expect(tags.html.match(/sha384-/g)!.length).toBeGreaterThan(2)
  const page = await (await newProfile()).newPage()
  const loaded: string[] = []
  page.on('response', (response) => response.url().endsWith('.js') && loaded.push(response.url()))
  const user = await ChatUser.visit(page, 'pinned', host.url)
  await user.open()
  await user.send('Hello')
  await user.expectMessages('Hello')
  expect(loaded.length).toBeGreaterThan(2)
  for (const url of loaded) expect(tags.html, 'every script that was loaded is pinned').toContain(url)
})

test('a changed entry does not run, nor does a changed chunk', async ({ host, tags, guard, newProfile }) => {
  guard.expect(/integrity/i, /Failed to fetch dynamically imported module/)
  const page = await (await newProfile()).newPage()
  const pinned = tags.html
  const other = `sha384-${'A'.repeat(64)}`

  tags.html = pinned.replace(/integrity="[^"]+"/, `integrity="${other}"`)
  const refused = page.waitForEvent('console', (message) => message.type() === 'error')
  await page.goto(host.url)
  await refused
  expect(await page.evaluate(() => customElements.get('support-chat') === undefined)).toBe(true)

  tags.html = pinned.replace(/(panel-[^"]+":")[^"]+/, `$1${other}`)
  await page.goto(host.url)
  const code = page.evaluate(
    () =>
      new Promise((resolve) =>
        addEventListener('support-chat-error', (event) =>
          resolve((event as CustomEvent<{ code: string }>).detail.code),
        ),
      ),
  )
  await page.getByRole('button', { name: 'Open support chat' }).click()
  expect(await code).toBe('unavailable')
  await expect(page.getByRole('dialog')).toBeHidden()
})
