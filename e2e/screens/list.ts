import { routes } from '@support-chat/shared'
import type { Pictures } from '../pages/pictures.js'
import type { SampleChats } from '../sample-chats.js'

export async function listScreens(pictures: Pictures, sample: SampleChats): Promise<void> {
  const { page } = pictures
  await page.locator('app-chat-card').first().waitFor()
  await pictures.take('list')
  await page.locator('app-chat-card a').nth(1).hover()
  await page.locator('app-chat-card a').nth(2).focus()
  await page.keyboard.press('ArrowDown')
  await pictures.take('list-hover-and-focus')
  await page.keyboard.press('e')
  await page.locator('app-action-notice app-notice').waitFor()
  await pictures.take('list-undo')
  await page.locator('app-action-notice app-notice .text-button').click()
  await page.locator('app-account-menu button').first().click()
  await pictures.take('account-menu')
  await page.keyboard.press('Escape')
  await pictures.at('/admin/chats?tab=archived', 'list-archived', 'app-chat-card')
  await pictures.at('/admin/chats?q=invoice', 'search-found', 'mark')
  await pictures.at('/admin/chats?unread=1&q=nobody+ever+wrote+this+sentence', 'search-nothing', '.blank-slate strong')

  await pictures.answer(routes.adminChats, { status: 200, json: { chats: [], next_cursor: null } })
  await pictures.at('/admin/chats', 'list-empty', '.blank-slate strong')
  await pictures.at('/admin/chats?tab=archived', 'list-archived-empty', '.blank-slate strong')
  await pictures.at('/admin/chats?unread=1', 'list-unread-empty', '.blank-slate strong')
  await pictures.answerNothing()
  await pictures.answer(routes.adminChats, { status: 500, json: { code: 'internal', message: 'x' } })
  await pictures.at('/admin/chats', 'list-failed', '.blank-slate strong')
  await pictures.answerNothing()
  await pictures.answer(routes.adminChats, null)
  await pictures.at('/admin/chats', 'list-loading', '.placeholder')
  await pictures.answer(routes.adminChat(sample.chat('linus')), null)
  await pictures.at(`/admin/chats/${sample.chat('linus')}`, 'conversation-loading', '.skeleton')
  await pictures.answerNothing()
}
