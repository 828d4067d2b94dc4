import type { Pictures } from '../pages/pictures.js'

export async function keyboardScreens(pictures: Pictures): Promise<void> {
  const { page } = pictures
  await pictures.at('/admin/chats', null, 'app-chat-card')
  await page.keyboard.press('Control+k')
  await page.locator('app-palette dialog').waitFor()
  await pictures.take('palette')
  await page.keyboard.type('ar')
  await page.locator('app-palette [id^=palette-chat-]').first().waitFor()
  await pictures.take('palette-found')
  await page.keyboard.type('zzzzz')
  await page.locator('app-palette [id^=palette-chat-]').first().waitFor({ state: 'detached' })
  await pictures.take('palette-nothing')
  await page.keyboard.press('Escape')
  await page.locator('app-palette').waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.locator('app-shortcut-sheet dialog').waitFor()
  await pictures.take('shortcuts')
}
