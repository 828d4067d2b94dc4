import { expect, test } from './test.js'
import { SCRIPT } from './component-page.js'

test('the chat works within a shadow tree, and the page hears its events', async ({ openComponent }) => {
  const page = await openComponent(`<div id="host"></div><script>
    addEventListener('support-chat-open', () => (window.opened = true))
    const chat = document.createElement('support-chat')
    chat.mock = true
    host.attachShadow({ mode: 'open' }).append(chat)
  </script>`)
  await page.getByRole('button', { name: /^Open support chat/ }).click()
  const input = page.getByRole('textbox', { name: 'Message', exact: true })
  await input.fill('From the shadows')
  await input.press('Enter')
  await expect(page.getByRole('log').getByText('From the shadows')).toBeVisible()
  expect(await page.evaluate('opened')).toBe(true)
})

test('the chat stays open, with what is typed, when the page is swapped around it', async ({ openComponent }) => {
  const page = await openComponent(`<main>One</main><support-chat id="support-chat" mock></support-chat>`)
  await page.getByRole('button', { name: /^Open support chat/ }).click()
  const input = page.getByRole('textbox', { name: 'Message', exact: true })
  await input.fill('Half a sen')
  // As Turbo does it: the permanent element takes the place of its namesake in the new body.
  await page.evaluate(`
    const body = document.createElement('body')
    body.innerHTML = '<main>Two</main><div id="support-chat"></div>'
    body.querySelector('#support-chat').replaceWith(document.querySelector('support-chat'))
    document.body.replaceWith(body)
  `)
  await expect(page.getByText('Two')).toBeVisible()
  await expect(input).toHaveValue('Half a sen')
  await input.press('End')
  await page.keyboard.type('tence')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('log').getByText('Half a sentence')).toBeVisible()
})

test('the chat fills a sandboxed frame of its own', async ({ openComponent }) => {
  const inner = `<!doctype html><html lang='en'><title>Help</title>${SCRIPT.replaceAll('"', "'")}<support-chat mock></support-chat>`
  const page = await openComponent(`<iframe title="Support" style="width: 400px; height: 640px; border: 0"
    sandbox="allow-scripts allow-same-origin allow-forms allow-popups" srcdoc="${inner}"></iframe>`)
  const frame = page.frameLocator('iframe')
  await frame.getByRole('button', { name: /^Open support chat/ }).click()
  const input = frame.getByRole('textbox', { name: 'Message', exact: true })
  await input.fill('From a frame')
  await input.press('Enter')
  await expect(frame.getByRole('log').getByText('From a frame')).toBeVisible()
  expect(await frame.getByRole('dialog').boundingBox()).toMatchObject({ width: 400, height: 640 })
})
