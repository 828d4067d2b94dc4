import type { APIRequestContext, Page } from '@playwright/test'
import type { ChatUser } from './pages/chat-user.js'
import type { ProductServer } from './server.js'
import { expect, test } from './test.js'

const unreadOf = async (request: APIRequestContext, server: ProductServer, { name }: ChatUser) => {
  const headers = { authorization: `Bearer ${server.userToken(name)}` }
  const chat = await (await request.get('/api/support_chat', { headers })).json()
  return (chat as { unread_count: number }).unread_count
}

/** Counts notes that are played, and records what is announced to screen readers outside the panel. */
function listen(): void {
  const recorded = { notes: 0, announced: [] as string[] }
  Object.assign(window, { recorded })
  const { start } = OscillatorNode.prototype
  OscillatorNode.prototype.start = function (when) {
    recorded.notes++
    start.call(this, when)
  }
  const { attachShadow } = Element.prototype
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options)
    const note = (node: Node) => {
      if (node instanceof Element && node.parentElement?.matches('.live-region'))
        recorded.announced.push(node.textContent ?? '')
    }
    new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(note))).observe(root, {
      childList: true,
      subtree: true,
    })
    return root
  }
}

const recordedBy = (page: Page) => page.evaluate(() => (window as unknown as { recorded: object }).recorded)

test('what is out of sight stays unread, and the pill to the newest goes at the end, however one comes there', async ({
  user,
  staffApi,
  server,
  request,
}) => {
  const history = Array.from({ length: 20 }, (_, index) => `line ${index + 1}: ${'words '.repeat(20).trim()}`)
  await user.page.clock.install()
  await user.page.reload()
  await user.open()
  await user.sendThroughElement(history)
  await expect(user.message(/^line 20:/)).toBeInViewport()
  await user.scrollToTop()
  await expect(user.message(/^line 1:/)).toBeInViewport()
  await staffApi.expectMessages(user.name, ...history)
  await staffApi.reply(user.name, 'an answer meanwhile', 'and another')
  const pill = user.panel.getByRole('button', { name: /^Jump to newest/ })
  await expect(pill).toHaveAccessibleName('Jump to newest, 2 new messages')
  // Longer than anything waits that tells of what was read. Drawing each frame of it would take as long.
  for (let second = 0; second < 30; second++) await user.page.clock.fastForward(1_000)
  expect(await unreadOf(request, server, user)).toBe(2)

  await user.log.hover()
  await user.page.mouse.wheel(0, 100_000)
  await expect(user.message('and another')).toBeInViewport()
  await expect(pill).toHaveCount(0)
  await expect.poll(() => unreadOf(request, server, user)).toBe(0)

  await user.scrollToTop()
  await expect(pill).toBeVisible()
  await pill.click()
  await expect(user.message('and another')).toBeInViewport()
  await expect(pill).toHaveCount(0)
})

test('eight messages of one catch-up are one sound and one sentence', async ({ user, staffApi, guard }) => {
  guard.expect(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  await user.page.addInitScript(listen)
  await user.page.reload()
  await user.open()
  await user.send('Hello?')
  await user.close()
  const answers = Array.from({ length: 8 }, (_, index) => `answer ${index + 1}`)
  await user.page.context().setOffline(true)
  await staffApi.reply(user.name, ...answers)
  await user.page.context().setOffline(false)
  await expect(user.launcher('8 unread messages')).toBeVisible()
  await expect.poll(() => recordedBy(user.page)).toMatchObject({ announced: ['8 new messages'] })
  // A chime is two notes.
  expect(await recordedBy(user.page)).toEqual({ notes: 2, announced: ['8 new messages'] })
})

test('a page that is translated by wrapping its texts shows what arrives, whole and without an error', async ({
  user,
  staff,
}) => {
  await user.open()
  await user.send('Where is my order?')
  await staff.openChat(user.email)
  await staff.send('On its way.')
  await user.expectMessages('Where is my order?', 'On its way.')
  await user.page.locator('support-chat').evaluate((element) => {
    const walker = document.createTreeWalker(element.shadowRoot!, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    while (walker.nextNode()) if (walker.currentNode.nodeValue?.trim()) texts.push(walker.currentNode as Text)
    for (const text of texts) {
      const outer = document.createElement('font')
      const inner = outer.appendChild(document.createElement('font'))
      inner.textContent = `«${text.data}»`
      text.replaceWith(outer)
    }
  })
  await staff.sends('It arrives on Monday.', 'Before noon.')
  await expect(user.message('It arrives on Monday.')).toHaveCount(1)
  await expect(user.message('Before noon.')).toHaveCount(1)
  await user.send('Thank you')
  await expect(user.message('Thank you')).toHaveCount(1)
  await expect(user.log.getByText('Sending')).toHaveCount(0)
  await user.close()
  await staff.send('You are welcome.')
  await expect(user.launcher('1 unread message')).toHaveText('1')
})
