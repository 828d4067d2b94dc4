import type { BrowserContextOptions } from '@playwright/test'
import { routes } from '@support-chat/shared'
import { ChatConsole } from './pages/chat-console.js'
import { ChatUser } from './pages/chat-user.js'
import { Pictures } from './pages/pictures.js'
import { SampleChats } from './sample-chats.js'
import { STAFF } from './server.js'
import { test as base } from './test.js'

const DESKTOP = { width: 1280, height: 800 }
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

/** How a member of staff may have the console. */
const LOOKS: Record<string, BrowserContextOptions & { choices?: Record<string, string> }> = {
  light: {},
  dark: { colorScheme: 'dark' },
  phone: PHONE,
  'phone-dark': { ...PHONE, colorScheme: 'dark' },
  tablet: { viewport: { width: 820, height: 1180 } },
  narrow: { viewport: { width: 320, height: 640 } },
  'right-to-left': { choices: { language: 'ar-XB' } },
  'right-to-left-phone': { ...PHONE, choices: { language: 'ar-XB' } },
  german: { choices: { language: 'de' } },
  'german-phone': { ...PHONE, choices: { language: 'de' } },
  dense: { choices: { density: 'dense' } },
  'forced-colors': { forcedColors: 'active' },
}

const test = base.extend<object, { sample: SampleChats }>({
  sample: [async ({ server }, use) => use(await SampleChats.on(server)), { scope: 'worker' }],
})

/** Pictures of every screen in every look, to be looked at: `npm run screens -w e2e -- -g dark`. */
for (const [look, { choices = {}, ...options }] of Object.entries(LOOKS)) {
  test(look, async ({ browser, baseURL, sample, visit, visitConsole }) => {
    const context = await browser.newContext({ baseURL, viewport: DESKTOP, reducedMotion: 'reduce', ...options })
    await context.addInitScript((kept) => {
      for (const [name, value] of Object.entries(kept)) localStorage.setItem(`support-chat.${name}`, value)
    }, choices)
    const page = await context.newPage()
    const screens = new Screens(page, look)
    await screens.ofStrangers()
    await screens.ofTheList(sample)
    const colleague = await visitConsole(`/admin/chats/${sample.chat('linus')}`)
    await colleague.email.fill(sample.colleague.email)
    await colleague.password.fill(sample.colleague.password)
    await colleague.button('Sign in').click()
    await screens.ofConversations(sample, await visit(`grace-${look}`), colleague)
    await screens.ofSettings()
    await context.close()
  })
}

class Screens extends Pictures {
  async ofStrangers(): Promise<void> {
    const { page } = this
    await page.goto('/admin/')
    await page.locator('form').waitFor()
    await this.take('sign-in')
    await page.locator('button[type=submit]').click()
    await page.getByRole('alert').waitFor()
    await this.take('sign-in-missing')
    await page.locator('#email').fill(STAFF.email)
    await page.locator('#password').fill('wrong password')
    await page.locator('button[type=submit]').click()
    await page.locator('form[aria-busy=false] [role=alert]').waitFor()
    await this.take('sign-in-refused')
    await page.goto('/admin/accept-invitation#token')
    await page.locator('#password').fill('short')
    await page.locator('button[type=submit]').click()
    await this.take('invitation')
    await page.locator('#password').fill('long enough to be taken')
    await page.locator('button[type=submit]').click()
    await page.locator('a.button').waitFor()
    await this.take('invitation-expired')
    await page.goto('/admin/')
    await page.locator('#email').fill(STAFF.email)
    await page.locator('#password').fill(STAFF.password)
    await page.locator('button[type=submit]').click()
    await page.locator('app-chat-list h1').waitFor()
  }

  async ofTheList(sample: SampleChats): Promise<void> {
    const { page } = this
    await page.locator('app-chat-card').first().waitFor()
    await this.take('list')
    await page.locator('app-chat-card a').nth(1).hover()
    await page.locator('app-chat-card a').nth(2).focus()
    await page.keyboard.press('ArrowDown')
    await this.take('list-hover-and-focus')
    await page.locator('app-account-menu button').first().click()
    await this.take('account-menu')
    await page.keyboard.press('Escape')
    await page.goto('/admin/chats?tab=archived')
    await page.locator('app-chat-card').first().waitFor()
    await this.take('list-archived')
    await page.goto('/admin/chats?q=invoice')
    await page.locator('app-chat-card').first().waitFor()
    await this.take('search-found')
    await page.goto('/admin/chats?unread=1&q=nobody+ever+wrote+this+sentence')
    await page.locator('.message strong').waitFor()
    await this.take('search-nothing')
    await this.answer(routes.adminChats, { status: 200, json: { chats: [], next_cursor: null } })
    await this.at(`/admin/chats`, 'list-empty', '.message strong')
    await this.at(`/admin/chats?tab=archived`, 'list-archived-empty', '.message strong')
    await this.at(`/admin/chats?unread=1`, 'list-unread-empty', '.message strong')
    await page.unrouteAll()
    await this.answer(routes.adminChats, { status: 500, json: { code: 'internal', message: 'x' } })
    await this.at(`/admin/chats`, 'list-failed', '.message strong')
    await page.unrouteAll()
    await this.answer(routes.adminChats, null)
    await this.at(`/admin/chats`, 'list-loading', '.placeholder')
    await this.answer(routes.adminChat(sample.chat('linus')), null)
    await this.at(`/admin/chats/${sample.chat('linus')}`, 'conversation-loading', '.skeleton')
    await page.unrouteAll()
  }

  async ofConversations(sample: SampleChats, user: ChatUser, colleague: ChatConsole): Promise<void> {
    const { page } = this
    await user.open()
    await user.sends('Hello, I was charged twice for November.', 'Can you have a look?')
    await this.at('/admin/chats', 'list-online', 'app-chat-card .online')
    await page.locator('app-chat-card a', { hasText: user.email }).click()
    await this.log()
    await this.take('conversation-unread')
    await this.send('Of course. One moment, please.')
    await this.send('You are right: a payment went through twice. I have just refunded the second one.')
    await user.expectMessages('Of course. One moment, please.')
    await user.input.pressSequentially('That')
    await page.locator('.strip .typing').waitFor()
    await this.take('conversation-typing')
    await this.input.fill('Anything else that I can do for you')
    await user.send('That was quick, thank you')
    await page.locator('app-message-log', { hasText: 'That was quick, thank you' }).waitFor()
    await this.input.press('Enter')
    await this.take('conversation-newer-message')
    await this.input.fill('')
    await page.locator('button.delivery').last().click()
    await this.take('conversation-delivery')
    await user.page.close()

    await this.at(
      `/admin/chats/${sample.chat('katherine.johnson-vaughan-jackson.of.the.west.area')}`,
      'conversation-long',
    )
    await this.input.fill('A word of an answer. '.repeat(240))
    await this.take('composer-too-long')
    await this.input.fill('/')
    await this.take('composer-canned')
    await this.input.fill('')
    await this.at(`/admin/chats/${sample.chat('oum')}`, 'conversation-arabic')
    await this.at(`/admin/chats/${sample.chat('frances')}`, 'conversation-archived')
    await this.at('/admin/chats/00000000-0000-7000-8000-000000000000', 'conversation-missing', '[role=alert]')
    await this.shareWith(sample, colleague)
    await this.loseTheConnection(sample)
  }

  private async shareWith(sample: SampleChats, colleague: ChatConsole): Promise<void> {
    await this.dateBack(sample.chat('linus'))
    await this.at(`/admin/chats/${sample.chat('linus')}`, 'conversation-days', '.viewers')
    await colleague.input.pressSequentially('Let me')
    await this.page.locator('.viewers .typing-too').waitFor()
    await this.take('conversation-viewers')
    await colleague.page.close()
    await this.page.unrouteAll()
  }

  private async loseTheConnection(sample: SampleChats): Promise<void> {
    const { page } = this
    await this.at(`/admin/chats/${sample.chat('alan')}`, 'conversation')
    await page.context().setOffline(true)
    await page.locator('app-connection-status .offline').waitFor({ state: 'attached' })
    await this.send('This is written while there is no connection.')
    await this.take('conversation-offline')
    await page.context().setOffline(false)
    await page.locator('app-connection-status .connected').waitFor({ state: 'attached' })
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer()
      socket.onMessage((frame) => {
        const id = /^42(\d+)\["send_message"/.exec(String(frame))?.[1]
        const error = { code: 'invalid_request', message: 'refused' }
        if (id) socket.send(`43${id}${JSON.stringify([{ ok: false, error }])}`)
        else server.send(frame)
      })
    })
    await this.at(`/admin/chats/${sample.chat('alan')}`, null)
    await page.locator('app-connection-status .connected').waitFor({ state: 'attached' })
    await this.send('This one is refused by the server.')
    await page.locator('.note.error').waitFor()
    await this.take('conversation-failed')
  }

  async ofSettings(): Promise<void> {
    const { page } = this
    for (const name of ['profile', 'appearance', 'notifications', 'canned-replies', 'staff']) {
      await page.goto(`/admin/settings/${name}`)
      await page.locator('main h1').waitFor()
      await page.locator('main .skeleton').first().waitFor({ state: 'detached' })
      await this.take(`settings-${name}`)
    }
    await page.goto('/admin/settings/staff')
    await page.locator('#invite-email').fill('not an address')
    await page.locator('form button').click()
    await page.getByRole('alert').waitFor()
    await this.take('staff-invalid')
    await page.locator('#invite-email').fill(`somebody-${this.look}@example.com`)
    await page.locator('form button').click()
    await page.locator('#invite-link').waitFor()
    await this.take('staff-invited')
    await page.locator('li:has-text("cleo@") button').click()
    await this.take('dialog')
    await page.keyboard.press('Escape')
    await this.answer('/api/admin/staff', { status: 503, json: { code: 'unavailable', message: 'x' } })
    await this.at('/admin/settings/staff', 'staff-failed', '[role=alert]')
    await page.unrouteAll()
    await page.goto('/admin/settings/profile')
    await page.locator('form button').click()
    await this.take('password-missing')
    await this.ofTheKeyboard()
  }

  private async ofTheKeyboard(): Promise<void> {
    const { page } = this
    await page.goto('/admin/chats')
    await page.locator('app-chat-card').first().waitFor()
    await page.keyboard.press('Control+k')
    await page.locator('app-palette dialog').waitFor()
    await this.take('palette')
    await page.keyboard.type('ar')
    await this.take('palette-found')
    await page.keyboard.type('zzzzz')
    await this.take('palette-nothing')
    await page.keyboard.press('Escape')
    await page.locator('app-palette').waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.locator('app-shortcut-sheet dialog').waitFor()
    await this.take('shortcuts')
  }
}
