import { expect, test } from './test.js'
import { expectClean } from './axe.js'

/** A picture of 1200 by 600 pixels of one colour, as a browser draws it. */
const picture = (): Promise<string> => {
  const canvas = document.createElement('canvas')
  canvas.width = 1200
  canvas.height = 600
  const context = canvas.getContext('2d') as CanvasRenderingContext2D
  context.fillStyle = '#2a7f62'
  context.fillRect(0, 0, 1200, 600)
  return Promise.resolve(canvas.toDataURL('image/png').split(',')[1] ?? '')
}

test('what staff send as files is shown: a picture as it is, another file as a card, and what became of the rest', async ({
  user,
  staffApi,
}) => {
  const { page } = user
  await user.open()
  await user.send('Where do I find it?')
  const png = Buffer.from(await page.evaluate(picture), 'base64')
  await staffApi.sendFiles(user.name, '', { name: 'screen.png', mimeType: 'image/png', buffer: png })

  const shown = user.log.getByRole('link', { name: 'screen.png' }).getByRole('img')
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  const box = await shown.boundingBox()
  expect([box?.width, box?.height]).toEqual([240, 120])

  await user.close()
  await staffApi.sendFiles(user.name, '', { name: 'more.png', mimeType: 'image/png', buffer: png })
  await expect(page.getByRole('group', { name: '1 new message' })).toContainText('Photo')
  await page.getByRole('group', { name: '1 new message' }).getByRole('button').first().click()

  const [invoice, late, bad] = ['invoice.pdf', 'late.pdf', 'bad.pdf'].map((name) => ({
    name,
    mimeType: 'application/pdf',
    buffer: Buffer.from(`%PDF-1.4 ${name}`),
  }))
  await staffApi.sendFiles(user.name, 'Here you are', invoice!, late!, bad!)
  const card = user.log.getByRole('link', { name: 'invoice.pdf' })
  await expect(card).toContainText('20 byte')
  await expect(card).toBeInViewport({ ratio: 1 })
  await expect
    .poll(() => user.log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight))
    .toBeLessThan(2)
  const download = page.waitForEvent('download')
  await card.click()
  expect((await download).suggestedFilename()).toBe('invoice.pdf')
  // The page's own header would be a second one beside the panel's.
  await page.locator('header.bar').evaluate((header) => header.remove())
  await expectClean(page, 'files')

  // As it is while a scanner is away, and when one has found something.
  await page.route(/\/api\/support_chat(\/attachments\/[^/]+)?$/, async (route) => {
    const answer = await (await route.fetch()).text()
    const held = (name: string, state: string) => (json: string) =>
      json.replace(new RegExp(`("name":"${name}"[^{}]*?"state":)"ready","url":"[^"]*"`), `$1"${state}","url":null`)
    await route.fulfill({
      body: held('late.pdf', 'scanning')(held('bad.pdf', 'refused')(answer)),
      contentType: 'application/json',
    })
  })
  await page.reload()
  await user.open()
  await expect(user.log.getByText('Being checked for viruses')).toBeVisible()
  await expect(user.log.getByText('Removed: a virus was found in it')).toBeVisible()
  await expect(user.log.getByRole('link', { name: /pdf/ })).toHaveCount(1)
})
