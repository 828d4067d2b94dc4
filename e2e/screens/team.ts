import { type BulkBody, type ChatHistoryEntry, staffRoutes } from '@support-chat/shared'
import type { Pictures } from '../pages/pictures.js'
import type { SampleChats } from '../sample-chats.js'

const LONG_NAMED = 'katherine.johnson-vaughan-jackson.of.the.west.area'
const CLEO = { id: '00000000-0000-7000-8000-000000000001', name: 'Cleo Winter' }
const TAGS = ['billing', 'vip', 'waits for the warehouse in Rotterdam', 'فاتورة', 'refund', 'second line', 'bug']

/** What a team does with its chats: who has one, its tags, snoozes, notes and history; one chat and several. */
export async function teamScreens(pictures: Pictures, sample: SampleChats): Promise<void> {
  await workThroughList(pictures)
  await takeCareOfChat(pictures, sample)
  await tellHistory(pictures, sample.chat('barbara'))
}

async function workThroughList(pictures: Pictures): Promise<void> {
  const { page } = pictures
  const dialog = page.locator('app-team-dialog dialog')
  const option = dialog.locator('.option').first()
  const openBy = async (key: string) => {
    await page.keyboard.press(key)
    await option.waitFor()
  }
  await pictures.at('/admin/chats', null, 'app-chat-card')
  await page.locator('app-chat-card a').nth(1).focus()
  for (const key of ['x', 'Shift+J', 'Shift+J']) await page.keyboard.press(key)
  await page.locator('app-selection-bar').waitFor()
  await pictures.take('selection')
  await openBy('a')
  await dialog.locator('.option', { hasText: 'Cleo' }).waitFor()
  await pictures.take('selection-assign')
  await page.keyboard.press('Escape')
  await page.keyboard.press('t')
  await pictures.take('selection-tag-none')
  await page.keyboard.type('billing')
  await option.waitFor()
  await pictures.take('selection-tag-new')
  await page.keyboard.press('Enter')
  await page.locator('app-action-notice app-notice').waitFor()
  await pictures.take('selection-tagged')
  await openBy('h')
  await pictures.take('selection-snooze')
  await page.keyboard.type('2d')
  await pictures.take('selection-snooze-typed')
  await page.keyboard.press('Escape')
  await openBy('h')
  await dialog.locator('#team-option-custom').click()
  const time = dialog.locator('input')
  await time.waitFor()
  await pictures.take('snooze-time')
  await time.fill('2020-01-02T03:04')
  await time.press('Enter')
  await dialog.locator('.error').waitFor()
  await pictures.take('snooze-time-past')
  await page.keyboard.press('Escape')
  await failSome(pictures, openBy)
}

async function failSome(pictures: Pictures, openBy: (key: string) => Promise<void>): Promise<void> {
  const { page } = pictures
  const error = { code: 'conflict', message: 'x' }
  await page.route(
    ({ pathname }) => pathname === staffRoutes.bulk,
    (route) => {
      const [first, ...done] = (route.request().postDataJSON() as BulkBody).chat_ids
      return route.fulfill({ json: { done, failed: [{ chat_id: first, error }] } })
    },
  )
  await openBy('a')
  await page.keyboard.type('cleo')
  await page.locator('app-team-dialog .option', { hasText: 'Cleo' }).waitFor()
  await page.keyboard.press('Enter')
  await page.locator('app-action-notice .error').waitFor()
  await pictures.take('selection-some-failed')
  await pictures.answerNothing()
}

async function takeCareOfChat(pictures: Pictures, sample: SampleChats): Promise<void> {
  const { page } = pictures
  const chatId = sample.chat(LONG_NAMED)
  const until = new Date(Date.now() + 200 * 3_600_000).toISOString()
  await sample.change(LONG_NAMED, { add_tags: TAGS, snoozed_until: until })
  await pictures.at(`/admin/chats/${chatId}`, null, 'app-team-bar li')
  await pictures.take('team-bar-full')
  await page.keyboard.press('t')
  await page.locator('app-team-dialog .option').first().waitFor()
  await pictures.take('team-tags')
  await page.keyboard.press('Escape')
  await sample.change(LONG_NAMED, { remove_tags: TAGS, snoozed_until: null })

  await pictures.at(`/admin/chats/${sample.chat('barbara')}`, null)
  await page.keyboard.press('n')
  const field = page.locator('app-note-composer textarea')
  await field.fill('Exports of more than a gigabyte are not in the documentation yet. ')
  await field.pressSequentially('@')
  await page.locator('app-note-composer .option').first().waitFor()
  await pictures.take('note-mention')
  await field.press('Escape')
  await field.press('Backspace')
  await field.press('Enter')
  await page.locator('app-note-bubble').first().waitFor()
  await pictures.take('note')
}

async function tellHistory(pictures: Pictures, chatId: string): Promise<void> {
  const { page } = pictures
  const open = async (ready: string) => {
    await pictures.at(`/admin/chats/${chatId}`, null)
    const toggle = page.locator('[aria-controls=user-panel]')
    if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click()
    const line = page.locator(ready).first()
    await line.waitFor()
    await line.scrollIntoViewIfNeeded()
  }
  await pictures.answer(staffRoutes.history(chatId), { status: 200, json: { entries: history() } })
  await open('app-chat-history li')
  await page.locator('app-chat-history .text-button').scrollIntoViewIfNeeded()
  await pictures.take('history')
  await pictures.answerNothing()
  await pictures.answer(staffRoutes.history(chatId), { status: 200, json: { entries: [] } })
  await open('app-chat-history .none')
  await pictures.take('history-empty')
  await pictures.answerNothing()
  await pictures.answer(staffRoutes.history(chatId), { status: 503, json: { code: 'unavailable', message: 'x' } })
  await open('app-chat-history [role=alert]')
  await pictures.take('history-failed')
  await pictures.answerNothing()
}

function history(): ChatHistoryEntry[] {
  const staff = { by: 'staff', actor: CLEO, reason: null, details: {} } as const
  const routing = { by: 'routing', actor: null, details: { assignee: null, former_assignee: CLEO } } as const
  const what: Omit<ChatHistoryEntry, 'id' | 'at'>[] = [
    { ...staff, action: 'archived' },
    { ...staff, action: 'tagged', details: { added: TAGS, removed: ['new'] } },
    { ...staff, by: 'user message', action: 'woken' },
    { ...staff, action: 'snoozed', details: { until: '2026-02-03T08:00:00.000Z' } },
    {
      ...routing,
      action: 'unassigned',
      reason: 'not answered in time',
      details: { ...routing.details, after_minutes: 10 },
    },
    { ...routing, action: 'assigned', reason: 'least busy', details: { assignee: CLEO, former_assignee: null } },
    { ...staff, action: 'no_reply_needed' },
    { ...staff, action: 'assigned', reason: 'began to answer', details: { assignee: CLEO, former_assignee: null } },
    { ...staff, by: 'user message', action: 'unarchived' },
    { ...staff, action: 'archived' },
  ]
  return what.map((entry, hours) => ({
    ...entry,
    id: `00000000-0000-7000-8000-00000000010${hours}`,
    at: new Date(Date.now() - hours ** 2 * 3_600_000).toISOString(),
  }))
}
