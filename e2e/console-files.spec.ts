import type { APIRequestContext } from '@playwright/test'
import type { Attachment } from '@support-chat/shared'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expectClean } from './axe.js'
import type { ProductServer } from './server.js'
import { expect, freshName, test } from './test.js'

/** A user who sends files without a browser. */
async function sendFiles(
  { server, request }: { server: ProductServer; request: APIRequestContext },
  name: string,
  content: string,
  files: { name: string; buffer: Buffer }[],
): Promise<void> {
  const headers = { authorization: `Bearer ${server.userToken(name)}` }
  const attachment_ids: string[] = []
  for (const file of files) {
    const multipart = { client_id: randomUUID(), file: { ...file, mimeType: 'application/octet-stream' } }
    const answer = await request.post('/api/support_chat/attachments', { headers, multipart })
    expect(answer.status()).toBe(201)
    attachment_ids.push(((await answer.json()) as Attachment).id)
  }
  const data = { content, client_id: randomUUID(), attachment_ids }
  expect((await request.post('/api/support_chat/messages', { headers, data })).status()).toBe(201)
}

test('staff see what users send: pictures small and large, other files as cards, and find them by name', async ({
  staff,
  server,
  request,
}) => {
  const { page } = staff
  const name = freshName('files')
  const email = `${name}@example.com`
  const from = { server, request }
  const picture = { name: `screen-${name} شاشة.png`, buffer: await page.screenshot() }
  const report = { name: `${'a very long name of a report '.repeat(8)}.pdf`, buffer: Buffer.from('%PDF-1.4 report') }
  await sendFiles(from, name, 'See both', [picture, report])
  await staff.openChat(email)

  // By an event, which brings no address.
  await sendFiles(from, name, '', [picture])
  await expect(staff.card(email, /Photo/)).toBeVisible()
  const pictures = staff.log.getByRole('button', { name: `View picture ${picture.name}` })
  await expect(pictures).toHaveCount(2)
  for (const at of [0, 1]) {
    const image = pictures.nth(at).locator('img')
    await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(480)
    expect(await image.boundingBox()).toMatchObject({ width: 240, height: 150 })
  }
  await expectClean(page, 'files')

  await pictures.first().press('Enter')
  const viewer = page.getByRole('dialog', { name: picture.name })
  await expect.poll(() => viewer.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1280)
  await expectClean(page, 'viewer')
  await page.keyboard.press('Escape')
  await expect(viewer).toBeHidden()
  await expect(pictures.first()).toBeFocused()

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    staff.log.getByRole('button', { name: /^Download a very long name.*, PDF · 15 bytes$/ }).click(),
  ])
  expect(await readFile(await download.path())).toEqual(report.buffer)

  await page.getByRole('searchbox').fill(`screen-${name}`)
  await expect(
    staff
      .card(email, /screen/)
      .locator('mark')
      .first(),
  ).toHaveText('screen')
})
