import { StaffApi } from './staff-api.js'
import { expect, test } from './test.js'

test('views tell who waits for an answer, with a true number, also once it is read, unread again, or needs none', async ({
  staff,
  written,
  visitAsStaff,
  request,
}) => {
  const { page } = staff
  await (await StaffApi.signIn(request)).settleAll()
  const [first, second] = [await written('I have waited longest'), await written('I have waited less')]
  await expect(staff.card(second)).toBeVisible()
  const view = (name: string) => page.getByRole('group', { name: 'Views' }).getByRole('button', { name })
  const count = async (name: string) => Number(/\d+/.exec(await view(name).innerText())?.[0] ?? 0)
  const counts = async () => [await count('Needs reply'), await count('Unread')]
  await expect.poll(counts).toEqual([expect.any(Number), expect.any(Number)])
  await expect.poll(() => count('Needs reply')).toBe(2)
  const [needsReply, unread] = (await counts()) as [number, number]

  // Read, not answered: no longer unread, and as much in need of a reply as before.
  await staff.openChat(first)
  await expect(staff.card(first)).not.toHaveAccessibleName(/unread/)
  await expect(staff.card(first)).toHaveAccessibleName(/needs reply|waiting/)
  await expect.poll(counts).toEqual([needsReply, unread - 1])
  await staff.back()

  await view('Needs reply').click()
  await expect(page).toHaveURL(/view=needs_reply/)
  await expect(view('Needs reply')).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => staff.order(first, second)).toEqual([first, second])

  const colleague = await visitAsStaff()
  await expect(colleague.card(first)).not.toHaveAccessibleName(/unread/)
  await staff.card(first).focus()
  await page.keyboard.press('Shift+U')
  await expect(staff.card(first)).toHaveAccessibleName(/unread/)
  await expect(colleague.card(first)).toHaveAccessibleName(/unread/)
  await expect.poll(counts).toEqual([needsReply, unread])

  await staff.card(second).focus()
  await page.keyboard.press('d')
  await expect(staff.card(second)).toHaveCount(0)
  await expect.poll(() => count('Needs reply')).toBe(needsReply - 1)
  await page.keyboard.type('gn')
  await expect(page).not.toHaveURL(/view=/)
  await expect(staff.card(second)).toBeVisible()
  await expect(staff.card(second)).not.toHaveAccessibleName(/needs reply|waiting/)
})
