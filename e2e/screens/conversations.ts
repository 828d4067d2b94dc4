import { type ChatUser as Details, type DeliveryList, staffRoutes } from '@support-chat/shared'
import type { ChatConsole } from '../pages/chat-console.js'
import type { ChatUser } from '../pages/chat-user.js'
import type { Pictures } from '../pages/pictures.js'
import type { SampleChats } from '../sample-chats.js'

const LONG_NAMED = 'katherine.johnson-vaughan-jackson.of.the.west.area'
const PAST = {
  first_seen_at: '2025-03-04T08:00:00.000Z',
  last_seen_at: '2026-01-31T21:30:00.000Z',
  email_opt_out_at: '2026-01-12T10:00:00.000Z',
  time_zone: 'America/Argentina/Buenos_Aires',
  page_url: 'https://shop.example.com/en/account/orders/2026/with-a-long-address-that-has-no-place-to-break',
}

export async function conversationScreens(
  pictures: Pictures,
  sample: SampleChats,
  user: ChatUser,
  colleague: ChatConsole,
): Promise<void> {
  const { page } = pictures
  await converse(pictures, user)
  await pictures.at(`/admin/chats/${sample.chat(LONG_NAMED)}`, 'conversation-long')
  await page.emulateMedia({ media: 'print' })
  await pictures.take('conversation-on-paper', { fullPage: true })
  await page.emulateMedia({ media: null })
  await compose(pictures, sample)
  await pictures.at(`/admin/chats/${sample.chat('oum')}`, 'conversation-arabic')
  await pictures.at(`/admin/chats/${sample.chat('frances')}`, 'conversation-archived')
  await pictures.at('/admin/chats/00000000-0000-7000-8000-000000000000', 'conversation-missing', '[role=alert]')
  await scroll(pictures, sample.chat('mary'))
  await shareWith(colleague, pictures, sample.chat('linus'))
  await tellOfEmail(pictures, sample.chat('barbara'))
  await openPanel(pictures, sample.chat('barbara'))
  await loseTheConnection(pictures, sample.chat('alan'))
}

async function converse(pictures: Pictures, user: ChatUser): Promise<void> {
  const { page, input } = pictures
  await user.open()
  await user.sends('Hello, I was charged twice for November.', 'Can you have a look?')
  await pictures.at('/admin/chats', 'list-online', 'app-chat-card .online')
  await page.locator('app-chat-card a', { hasText: user.email }).click()
  await page.locator('app-message-bubble').first().waitFor()
  await pictures.take('conversation-unread')
  await pictures.send('Of course. One moment, please.')
  await pictures.send('You are right: a payment went through twice. I have just refunded the second one.')
  await user.expectMessages('Of course. One moment, please.')
  await user.input.pressSequentially('That')
  await page.locator('.strip .typing').waitFor()
  await pictures.take('conversation-typing')
  await input.fill('Anything else that I can do for you')
  await user.send('That was quick, thank you')
  await page.locator('app-message-log', { hasText: 'That was quick, thank you' }).waitFor()
  await input.press('Enter')
  await pictures.take('conversation-newer-message')
  await input.fill('')
  await page.locator('button.delivery').last().click()
  await pictures.take('conversation-delivery')
  await user.page.close()
}

async function compose(pictures: Pictures, sample: SampleChats): Promise<void> {
  const { page, input } = pictures
  await pictures.at(`/admin/chats/${sample.chat(LONG_NAMED)}`, null)
  await input.fill('A word of an answer. '.repeat(240))
  await pictures.take('composer-too-long')
  await input.fill('/')
  await page.locator('app-reply-picker .option').first().waitFor()
  await pictures.take('composer-canned')
  await input.fill('/nothing-like-it')
  await page.locator('app-reply-picker .nothing').waitFor()
  await pictures.take('composer-canned-nothing')
  await input.fill('')
  await pictures.at(`/admin/chats/${sample.chat('emil')}`, null)
  await input.fill('/hello')
  await page.locator('app-reply-picker .option').first().waitFor()
  await input.press('Enter')
  await page.locator('.newer.gap').waitFor()
  await input.press('Enter')
  await pictures.take('composer-gap')
  await input.fill('')
}

async function scroll(pictures: Pictures, chatId: string): Promise<void> {
  const { page } = pictures
  await pictures.at(`/admin/chats/${chatId}`, null)
  await page.locator('.log').evaluate((log) => log.scrollBy(0, -400))
  await page.locator('.jump.newest').waitFor()
  await pictures.take('conversation-scrolled')
}

async function shareWith(colleague: ChatConsole, pictures: Pictures, chatId: string): Promise<void> {
  await pictures.dateBack(chatId)
  await pictures.at(`/admin/chats/${chatId}`, 'conversation-days', '.viewers')
  await colleague.input.pressSequentially('Let me')
  await pictures.page.locator('.viewers .typing-too').waitFor()
  await pictures.take('conversation-viewers')
  await colleague.page.close()
  await pictures.answerNothing()
}

/** An e-mail that could not be sent, which the mail server of the tests never refuses. */
async function tellOfEmail(pictures: Pictures, chatId: string): Promise<void> {
  const { page } = pictures
  await pictures.change<DeliveryList>(staffRoutes.deliveries(chatId), ({ deliveries }) => ({
    deliveries: deliveries.map((delivery) => ({
      ...delivery,
      email: {
        status: 'failed',
        due_at: null,
        sent_at: null,
        reason: 'the mail server refused the address (EENVELOPE 550)',
      },
    })),
  }))
  await pictures.at(`/admin/chats/${chatId}`, null)
  await page.locator('.delivery.failed').click()
  await pictures.take('conversation-email-failed')
  await pictures.answerNothing()
}

async function openPanel(pictures: Pictures, chatId: string): Promise<void> {
  const { page } = pictures
  const panel = page.locator('app-user-panel')
  const open = async () => {
    await pictures.at(`/admin/chats/${chatId}`, null)
    const toggle = page.locator('[aria-controls=user-panel]')
    if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click()
  }
  await pictures.change<Details>(staffRoutes.chatUser(chatId), (details) => ({
    ...details,
    ...PAST,
    archivings: [
      { archived_at: PAST.email_opt_out_at, archived_by: 'Cleo Winter', restored_at: null },
      { archived_at: PAST.first_seen_at, archived_by: null, restored_at: PAST.email_opt_out_at },
    ],
  }))
  await open()
  await panel.locator('dl').waitFor()
  await pictures.take('user-panel')
  await pictures.answerNothing()
  await pictures.answer(staffRoutes.chatUser(chatId), null)
  await open()
  await panel.locator('.skeleton').first().waitFor()
  await pictures.take('user-panel-loading')
  await pictures.answerNothing()
  await pictures.answer(staffRoutes.chatUser(chatId), { status: 503, json: { code: 'unavailable', message: 'x' } })
  await open()
  await panel.getByRole('alert').waitFor()
  await pictures.take('user-panel-failed')
  await pictures.answerNothing()
}

async function loseTheConnection(pictures: Pictures, chatId: string): Promise<void> {
  const { page } = pictures
  const connected = page.locator('app-connection-status .connected')
  await pictures.at(`/admin/chats/${chatId}`, 'conversation')
  await page.context().setOffline(true)
  await page.locator('app-connection-status .offline').waitFor({ state: 'attached' })
  await pictures.send('This is written while there is no connection.')
  await pictures.take('conversation-offline')
  await page.context().setOffline(false)
  await connected.waitFor({ state: 'attached' })
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((frame) => {
      const id = /^42(\d+)\["send_message"/.exec(String(frame))?.[1]
      const error = { code: 'invalid_request', message: 'refused' }
      if (id) socket.send(`43${id}${JSON.stringify([{ ok: false, error }])}`)
      else server.send(frame)
    })
  })
  await pictures.at(`/admin/chats/${chatId}`, null)
  await connected.waitFor({ state: 'attached' })
  await pictures.send('This one is refused by the server.')
  await page.locator('.note.error').waitFor()
  await pictures.take('conversation-failed')
}
