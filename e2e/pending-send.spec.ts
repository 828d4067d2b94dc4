import type { Page } from '@playwright/test'
import { launchHost } from './host.js'
import { expect, freshName, test } from './test.js'

/** A page whose `getToken` answers when the test says so. */
interface Waiting {
  answer(token: string): void
  switchTo(user: string, token: string): void
}

/** Makes the element of a page that has the script; its user is named where there is one. */
function embed(user: string): void {
  const element = document.createElement('support-chat') as HTMLElement & Record<string, unknown>
  let answer: (token: string) => void = () => undefined
  element.getToken = () => new Promise((resolve) => (answer = resolve as typeof answer))
  if (user) element.user = user
  document.body.append(element)
  const switchTo = (next: string, token: string) => Object.assign(element, { user: next, getToken: async () => token })
  Object.assign(window, { answer: (token: string) => answer(token), switchTo })
}

const inPage = (page: Page, what: keyof Waiting, ...given: string[]) =>
  page.evaluate(([name, all]) => (window as unknown as Record<string, (...texts: string[]) => void>)[name]!(...all), [
    what,
    given,
  ] as const)

test('what is sent while the page still looks for a token goes out once, as the one who is then signed in', async ({
  server,
  guard,
  newProfile,
  request,
}) => {
  const host = await launchHost((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">
      <body><script type="module" src="${server.url}/widget/support-chat.js"></script>`)
  })
  guard.allowOrigin(host.url)
  const storedOf = async (name: string) => {
    const headers = { authorization: `Bearer ${server.userToken(name)}` }
    const chat = await (await request.get('/api/support_chat', { headers })).json()
    return (chat as { messages: { content: string }[] }).messages.map(({ content }) => content)
  }
  const page = await (await newProfile()).newPage()
  const log = page.getByRole('log', { name: 'Messages' })
  const send = async (text: string) => {
    await page.getByRole('textbox', { name: 'Message' }).fill(text)
    await page.getByRole('button', { name: 'Send message' }).click()
  }
  const begin = async (user: string) => {
    await page.goto(host.url)
    await page.evaluate(embed, user)
    await page.getByRole('button', { name: 'Open support chat' }).click()
    await send('Before anybody knows me')
    await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('')
    await expect(log.getByText('Before anybody knows me')).toHaveCount(1)
    await expect(log.getByText('Sending')).toHaveCount(1)
  }

  const ada = freshName('ada')
  await begin('')
  await send('and another')
  await inPage(page, 'answer', server.userToken(ada))
  await expect(page.getByRole('status').first()).toHaveText('Connected')
  await expect(log.getByText('Sending')).toHaveCount(0)
  await expect.poll(() => storedOf(ada)).toEqual(['Before anybody knows me', 'and another'])
  await expect(log.getByText('Before anybody knows me')).toHaveCount(1)

  const [eve, grace] = [freshName('eve'), freshName('grace')]
  await begin(eve)
  await inPage(page, 'switchTo', grace, server.userToken(grace))
  await expect(page.getByRole('status').first()).toHaveText('Connected')
  await expect(log.getByText('Before anybody knows me')).toHaveCount(0)
  await send('As Grace')
  await expect.poll(() => storedOf(grace)).toEqual(['As Grace'])
  expect(await storedOf(eve)).toEqual([])
  host.close()
})
