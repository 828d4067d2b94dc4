import { expect, test } from './test.js'

test('what a user writes is before staff in real time, in the list and in the chat, and the reply before the user', async ({
  user,
  staff,
}) => {
  await user.open()
  await user.send('First question')
  await user.expectMessages('First question')
  await expect(staff.card(user.email, /unread/i)).toBeVisible()
  await expect(staff.card(user.email, /First question 1 message\b/)).toBeVisible()

  await staff.openChat(user.email)
  await staff.expectMessages('First question')
  await user.send('Second question')
  await staff.expectMessages('First question', 'Second question')
  await staff.send('Yes, under Settings.')
  await user.expectMessages('First question', 'Second question', 'Yes, under Settings.')
  await staff.back()
  await expect(staff.card(user.email, /You: Yes, under Settings\. 3 messages/)).toBeVisible()
  await expect(staff.card(user.email, /unread/i)).toBeHidden()
})

test('Enter sends and Shift+Enter starts a new line; white space alone is not sent, and HTML is text', async ({
  user,
  staff,
}) => {
  await user.open()
  await user.input.pressSequentially('first line')
  await user.input.press('Shift+Enter')
  await user.input.pressSequentially('second line')
  await expect(user.input).toHaveValue('first line\nsecond line')
  await user.input.press('Enter')
  await expect(user.input).toHaveValue('')
  await user.expectMessages('first line', 'second line')

  await user.input.fill('  \n ')
  await user.input.press('Enter')
  const html = '<img src=x onerror="document.title=\'owned\'"> & <b>bold</b>'
  await user.send(html)
  await staff.openChat(user.email)
  await expect(staff.message(/first line\s+second line/)).toBeVisible()
  for (const side of [user, staff]) {
    await expect(side.message(html)).toBeVisible()
    expect(await side.page.title()).not.toBe('owned')
  }
  await expect(staff.card(user.email, / 2 messages/)).toBeVisible()
})

test('messages stand in the order they were sent, on both sides and after a reload', async ({ user, staff }) => {
  const texts = ['question 1', 'answer 2', 'question 3', 'question 4', 'answer 5', 'question 6']
  await user.open()
  await user.send(texts[0]!)
  await staff.openChat(user.email)
  for (const text of texts.slice(1)) {
    await (text.startsWith('answer') ? staff : user).send(text)
    await expect(staff.message(text)).toBeVisible()
    await expect(user.message(text)).toBeVisible()
  }
  await user.expectMessages(...texts)
  await staff.expectMessages(...texts)

  await user.page.reload()
  await user.open()
  await user.expectMessages(...texts)
  await staff.page.reload()
  await staff.expectMessages(...texts)
})

test('a message is shown once to everyone who sees the chat, in two tabs as well', async ({ user, staff }) => {
  const tab = await user.secondTab()
  await user.open()
  await tab.open()
  await user.sends('from the first tab', 'again from the first tab')
  await expect(tab.message('again from the first tab')).toBeVisible()
  await tab.send('from the second tab')
  await staff.openChat(user.email)
  await staff.send('from staff')

  for (const side of [user, tab, staff]) {
    await side.expectMessages('from the first tab', 'again from the first tab', 'from the second tab', 'from staff')
  }
})

test('messages of two tabs at the same moment all arrive, once, in one order for all', async ({ user, staff }) => {
  const tab = await user.secondTab()
  await Promise.all([user.open(), tab.open()])
  const mine = ['left 1', 'left 2', 'left 3']
  const theirs = ['right 1', 'right 2', 'right 3']
  await Promise.all([user.sends(...mine), tab.sends(...theirs)])
  await staff.openChat(user.email)

  const all = [...mine, ...theirs]
  await expect.poll(async () => (await staff.shown(all)).length).toBe(all.length)
  const order = await staff.shown(all)
  expect([...order].sort()).toEqual([...all].sort())
  await user.expectMessages(...order)
  await tab.expectMessages(...order)
})

test('a new message does not pull a reader away from history', async ({ user, staffApi }) => {
  const history = Array.from({ length: 20 }, (_, index) => `line ${index + 1}: ${'words '.repeat(20).trim()}`)
  await user.open()
  await user.sendThroughElement(history)
  await expect(user.message(/^line 20:/)).toBeInViewport()
  await user.scrollToTop()
  await expect(user.message(/^line 1:/)).toBeInViewport()

  await staffApi.expectMessages(user.name, ...history)
  await staffApi.reply(user.name, 'an answer meanwhile')
  await expect(user.message('an answer meanwhile')).toHaveCount(1)
  await expect(user.message(/^line 1:/)).toBeInViewport()
  await expect(user.message('an answer meanwhile')).not.toBeInViewport()
})

test('older messages are loaded on scrolling up, without losing the place', async ({ user, staff }) => {
  const texts = Array.from({ length: 70 }, (_, index) => `message ${index + 1}.`)
  await user.open()
  await user.sendThroughElement(texts)
  await expect(staff.card(user.email, /70 messages/)).toBeVisible({ timeout: 60_000 })
  await user.page.reload()
  await user.open()
  await expect(user.message('message 70.')).toBeInViewport()
  await expect(user.message('message 1.')).toHaveCount(0)

  await user.scrollToTop()
  await expect(user.message('message 20.')).toHaveCount(1)
  await expect(user.message('message 21.')).toBeInViewport()
  await user.scrollToTop()
  await user.expectMessages(...texts)
})
