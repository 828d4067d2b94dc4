import { expectClean } from './axe.js'
import { ProductServer } from './server.js'
import { expect, freshName, test } from './test.js'

/** On a server of their own, on which nobody has written yet, and which lets one page in. */
const anew = test.extend<object, { server: ProductServer }>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs off this pattern
    async ({}, use) => {
      const server = await ProductServer.launch({ ALLOWED_ORIGINS: 'https://shop.example' })
      await use(server)
      await server.dispose()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
})

test('staff set their name and picture, which their other screens show at once', async ({
  visitConsole,
  staffApi,
  guard,
}) => {
  guard.expect(/status of 400/)
  const account = await staffApi.invite(`${freshName('faces')}@example.com`)
  const settings = await visitConsole()
  await settings.signIn(account)
  const elsewhere = await visitConsole()
  await elsewhere.signIn(account)
  const shown = elsewhere.page.getByRole('button', { name: 'Account of Cleo Novák' })

  const { page } = settings
  await page.goto('/admin/settings/profile')
  await expect(page.getByRole('heading', { name: 'Profile and password' })).toBeVisible()
  const name = page.getByRole('textbox', { name: 'Display name' })
  await name.fill(' ')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByRole('alert')).toHaveText('Enter a name.')
  await name.fill('Cleo Novák')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText('Your name has been saved.')).toBeVisible()
  await expect(shown).toBeVisible()

  const file = page.getByLabel('Picture', { exact: true })
  const picture = { name: 'cleo.png', mimeType: 'image/png' }
  await file.setInputFiles({ ...picture, buffer: Buffer.alloc(2_000_001) })
  await expect(page.getByRole('alert')).toHaveText('That file is too large. Choose one of 2 MB at most.')
  await file.setInputFiles({ ...picture, buffer: Buffer.from('no picture') })
  await expect(page.getByRole('alert')).toHaveText(/^That file is no picture/)
  await file.setInputFiles({ ...picture, buffer: await page.screenshot() })
  await expect(page.getByText('Your picture has been saved.')).toBeVisible()
  await expect(shown.locator('img')).toHaveJSProperty('complete', true)
  await expect(shown.locator('img')).toHaveJSProperty('naturalWidth', 256)
  await expectClean(page, 'own profile')
  await page.getByRole('button', { name: 'Remove picture' }).click()
  await expect(page.getByRole('button', { name: 'Upload a picture' })).toBeFocused()
  await expect(shown.locator('img')).toHaveCount(0)
})

anew(
  'a new installation leads from the first sign-in to the first message',
  async ({ staff, server, request, visitConsole }) => {
    const { page } = staff
    await expect(page.getByText('No chats yet')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Set up your support chat' })).toBeVisible()
    const step = (name: string) => page.getByRole('button', { name, exact: true })
    const next = async (name: string, title: string) => {
      await page.getByRole('button', { name: `Next: ${name}` }).click()
      await expect(page.getByRole('heading', { name: title })).toBeFocused()
    }
    await page.getByRole('textbox', { name: 'Display name' }).fill('Ada')
    await page.getByRole('button', { name: 'Save name' }).click()
    await expect(step('You (done)')).toBeVisible()
    await expectClean(page, 'set-up, you')

    await next('Look', 'How the chat looks and greets')
    await page.getByRole('textbox', { name: 'Accent colour', exact: true }).fill('#ffd43b')
    await expect(page.getByText('On light pages this accent can hardly be made out')).toBeVisible()
    await page.getByRole('textbox', { name: 'Greeting' }).fill('Hello there')
    for (const theme of ['light', 'dark']) {
      const preview = page.getByRole('img', { name: `Preview in the ${theme} theme` })
      await expect(preview.getByText('please send it to 12 Mill Lane')).toBeAttached()
    }
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(step('Look (done)')).toBeVisible()
    await expectClean(page, 'set-up, look')

    await next('Embed', 'Put the chat on your page')
    await expect(page.getByRole('region', { name: 'Lines for the head' })).toContainText(
      new RegExp(`--support-chat-accent: #ffd43b[^]*src="${server.url}/widget/support-chat.js"`),
    )
    await page.getByRole('radio', { name: 'React', exact: true }).check()
    await expect(page.getByRole('region', { name: 'React' })).toContainText(`server-url="${server.url}" user={user.id}`)
    await expect(page.getByText('Waiting for your first page…')).toBeVisible()
    await request.get('/api/support_chat', { headers: { origin: 'https://new.example' } })
    await expect(page.getByRole('region', { name: 'https://new.example' })).toHaveText(
      'ALLOWED_ORIGINS=https://shop.example,https://new.example',
    )
    const user = { authorization: `Bearer ${server.userToken('visitor')}` }
    await request.get('/api/support_chat', { headers: user })
    await expect(page.getByText('Connected.')).toBeVisible()
    await expectClean(page, 'set-up, embed')

    await next('Identify users', 'Tell the chat who your users are')
    const found = page.getByRole('list', { name: 'What was found' }).getByRole('listitem')
    for (const [token, words] of [
      ['no token', 'It is no JSON Web Token.'],
      [server.userToken('visitor').slice(0, -9) + 'AAAAAAAAA', 'Its signature is not right.'],
      [`Bearer ${server.userToken('visitor')}`, 'The page has to set user to “visitor”.'],
    ] as const) {
      await page.getByRole('textbox', { name: 'Paste a token to check it' }).fill(token)
      await page.getByRole('button', { name: 'Check token' }).click()
      await expect(found.filter({ hasText: words })).toBeVisible()
    }
    await expectClean(page, 'set-up, users')

    await next('Invite', 'Invite your colleagues')
    await page.getByRole('textbox', { name: 'Email' }).fill('cleo@example.com')
    await page.getByRole('button', { name: 'Create invitation' }).click()
    const link = await page.getByRole('textbox', { name: 'Invitation for cleo@example.com' }).inputValue()
    await next('Try it', 'Write to yourself')
    await expect(page.getByRole('link', { name: 'Open the demo page' })).toHaveAttribute('href', /\/demo\?user=/)
    const data = { content: 'Is this on?', client_id: crypto.randomUUID() }
    await request.post('/api/support_chat/messages', { headers: user, data })
    await expect(page.getByText('A message has arrived')).toBeVisible()
    await expect(staff.card('visitor@example.com')).toBeVisible()

    const invited = await visitConsole(link)
    await invited.password.fill('a password of ours')
    await invited.page.getByRole('button', { name: 'Set password and start' }).click()
    await expect(invited.page.getByRole('heading', { name: 'Welcome' })).toBeVisible()
    await expect(invited.page.getByRole('heading', { name: 'Keys' })).toBeVisible()
    await expectClean(invited.page, 'first steps')
    await invited.page.getByRole('button', { name: 'Done' }).click()
    await expect(invited.page.getByText('1 chat waits for an answer.')).toBeVisible()

    await page.goto('/admin/settings/setup')
    await expect(page.getByRole('button', { name: /\(done\)$/ })).toHaveCount(6)
  },
)

anew('hours are set by the day and by the date, and those that overlap are named', async ({ staff }) => {
  const { page } = staff
  await page.goto('/admin/settings/widget')
  const hours = page.getByRole('region', { name: 'Opening hours' })
  await hours.getByRole('button', { name: 'Set hours, Monday to Friday' }).click()
  await hours.getByRole('button', { name: 'Add hours: Monday' }).click()
  await hours.getByLabel('Monday, from').nth(1).fill('16:00')
  await hours.getByRole('button', { name: 'Save hours' }).click()
  await expect(hours.getByRole('alert')).toHaveText('These overlap: Monday, 09:00 to 17:00 and Monday, 16:00 to 22:00.')
  await hours.getByLabel('Monday, from').nth(1).fill('18:00')
  await hours.getByLabel('Monday, to').nth(1).fill('02:00')
  await hours.getByRole('button', { name: 'Remove: Friday' }).click()
  await hours.getByRole('button', { name: 'Add a date' }).click()
  await hours.getByRole('button', { name: 'Save hours' }).click()
  await expect(hours.getByRole('alert')).toHaveText('Fill in every date and time, or remove what is not needed.')
  await hours.getByLabel('Date').fill('2026-12-25')
  await hours.getByRole('button', { name: 'Save hours' }).click()
  await expect(hours.getByText('Saved.')).toBeVisible()
  await page.reload()
  await expect(hours.getByLabel('Monday, to').nth(1)).toHaveValue('02:00')
  await expect(hours.getByLabel('Friday, from')).toHaveCount(0)
  await expect(hours.getByLabel('Date')).toHaveValue('2026-12-25')
  await expect(hours.getByLabel('Time zone')).toHaveValue('UTC')
})
