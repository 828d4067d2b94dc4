import { expectClean } from './axe.js'
import { STAFF } from './server.js'
import { expect, test } from './test.js'

test('one search finds active chats, archived ones and people, steps through a chat, and takes filters', async ({
  staff,
  written,
  request,
}) => {
  const { page } = staff
  const word = `kite${Date.now()}`
  const old = await written(`An old ${word}`)
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`)
  const email = await written(`Where is my ${word}?`, `The ${word}!`, ...lines, `Still no ${word}`)
  const { access_token: token } = await (await request.post('/api/auth/login', { data: STAFF })).json()
  const headers = { authorization: `Bearer ${token}` }
  const idOf = async (q: string): Promise<string> =>
    (await (await request.get(`/api/admin/chats?q=${q}`, { headers })).json()).chats[0].id
  await request.post(`/api/admin/chats/${await idOf(old)}/archive`, { headers })
  const me = await (await request.get('/api/auth/me', { headers })).json()
  await request.patch(`/api/admin/chats/${await idOf(email)}`, { headers, data: { assignee_id: me.id } })
  const person = { email: `${word}@people.example`, name: 'Pia Person' }
  await request.put(`/api/admin/users/${word}`, { headers, data: person })

  const search = page.getByRole('searchbox')
  const tab = (name: RegExp) => page.getByRole('tab', { name })
  await search.fill(word)
  for (const name of [/^Active 1$/, /^Archived 1$/, /^People 1$/]) await expect(tab(name)).toBeVisible()
  await expect(staff.card(email).locator('mark')).toHaveText(word)

  await staff.openChat(email)
  const hits = page.getByRole('group', { name: 'Found in this chat' })
  await expect(hits).toContainText('1 of 3')
  await expect(staff.message(`Still no ${word}`)).toBeInViewport()
  await page.keyboard.press('n')
  await expect(hits).toContainText('2 of 3')
  await expect(staff.message(`The ${word}!`)).toBeInViewport()
  await expect(staff.log.locator('app-message-bubble.marked')).toContainText(`The ${word}!`)
  await page.keyboard.press('n')
  await expect(hits).toContainText('3 of 3')
  await page.keyboard.press('n')
  await expect(hits).toContainText('1 of 3')
  await expect(staff.message(`Still no ${word}`)).toBeInViewport()
  await page.keyboard.press('p')
  await expect(hits).toContainText('3 of 3')
  await hits.getByRole('button', { name: 'Previous message found' }).click()
  await expect(hits).toContainText('2 of 3')
  expect(await page.evaluate(() => CSS.highlights.get('search-hit')?.size)).toBe(3)
  await expectClean(page, 'hits in a chat')
  await hits.getByRole('button', { name: 'Hide what was found' }).click()
  await expect(hits).toBeHidden()
  await page.keyboard.press('n')
  await expect(page.getByRole('textbox', { name: /note/i })).toBeFocused()

  await page.keyboard.press('Control+k')
  await page.keyboard.type(word)
  for (const name of ['Active 1', 'Archived 1', 'People 1'])
    await expect(page.getByRole('group', { name })).toBeVisible()
  await expect(page.getByRole('option', { name: new RegExp(`^${email}.*Still no`) }).locator('mark')).toHaveText(word)
  await page.keyboard.press('Escape')

  await tab(/^Active/).focus()
  await page.keyboard.press('ArrowRight')
  await expect(staff.card(old)).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('list', { name: 'People without a chat' }).getByRole('button').click()
  await staff.expectChat(person.email)
  await expect(staff.input).toBeFocused()
})

test('filters are completed, combined, and a wrong one is explained', async ({ staff, written, request }) => {
  const { page } = staff
  const word = `lamp${Date.now()}`
  const [mine, other] = [await written(`My ${word}`), await written(`Another ${word}`)]
  const { access_token: token } = await (await request.post('/api/auth/login', { data: STAFF })).json()
  const headers = { authorization: `Bearer ${token}` }
  const { chats } = await (await request.get(`/api/admin/chats?q=${mine}`, { headers })).json()
  const me = await (await request.get('/api/auth/me', { headers })).json()
  const data = { assignee_id: me.id, tags: [word, 'very urgent'] }
  await request.patch(`/api/admin/chats/${chats[0].id}`, { headers, data })

  await staff.log.page().keyboard.press('/')
  const search = page.getByRole('searchbox')
  const option = (name: RegExp) => page.getByRole('option', { name })
  await expect(option(/^tag:/)).toBeVisible()
  await page.keyboard.type(`${word} as`)
  await expect(option(/^assignee:/)).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(option(/^assignee:me/)).toBeVisible()
  await expectClean(page, 'filters offered')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(search).toHaveValue(`${word} assignee:me `)
  await expect(staff.card(mine)).toBeVisible()
  await expect(staff.card(other)).toHaveCount(0)
  await expect(page.getByRole('tab', { name: /^Active 1$/ })).toBeVisible()
  await page.keyboard.type(`tag:${word.slice(0, 6)}`)
  await option(new RegExp(`^tag:${word}`)).click()
  await page.keyboard.type('after:today from:writer')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/from/)
  await expect(staff.card(mine)).toBeVisible()
  await page.keyboard.type(' before:today')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Active chats, archived ones and people were searched.')).toBeVisible()

  await search.fill(`${word} before:soon`)
  await page.keyboard.press('Enter')
  await expect(page.getByText('before: takes a day such as 2026-03-31')).toBeVisible()
  await expectClean(page, 'a wrong filter')
  await search.press('Escape')
  await expect(staff.card(other)).toBeVisible()
  await expect(search).toHaveValue('')
})
