import type { BrowserContextOptions } from '@playwright/test'
import { Pictures } from './pages/pictures.js'
import { SampleChats } from './sample-chats.js'
import { conversationScreens } from './screens/conversations.js'
import { keyboardScreens } from './screens/keyboard.js'
import { listScreens } from './screens/list.js'
import { settingsScreens } from './screens/settings.js'
import { strangerScreens } from './screens/strangers.js'
import { teamScreens } from './screens/team.js'
import { test as base } from './test.js'

const DESKTOP = { width: 1280, height: 800 }
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

/** How a member of staff may have the console. */
const LOOKS: Record<string, BrowserContextOptions & { choices?: Record<string, string> }> = {
  light: {},
  dark: { colorScheme: 'dark' },
  phone: PHONE,
  'phone-dark': { ...PHONE, colorScheme: 'dark' },
  tablet: { viewport: { width: 820, height: 1180 } },
  narrow: { viewport: { width: 320, height: 640 } },
  /** A window of the desktop's size at 200 %. */
  zoomed: { viewport: { width: 640, height: 400 } },
  'right-to-left': { choices: { language: 'ar-XB' } },
  'right-to-left-phone': { ...PHONE, choices: { language: 'ar-XB' } },
  german: { choices: { language: 'de' } },
  'german-phone': { ...PHONE, choices: { language: 'de' } },
  dense: { choices: { density: 'dense' } },
  'forced-colors': { forcedColors: 'active' },
}

const test = base.extend<object, { sample: SampleChats }>({
  sample: [async ({ server }, use) => use(await SampleChats.on(server)), { scope: 'worker' }],
})

/** Pictures of every screen in every look, to be looked at: `npm run screens -w e2e -- -g dark`. */
for (const [look, { choices = {}, ...options }] of Object.entries(LOOKS)) {
  test(look, async ({ browser, baseURL, sample, visit, visitConsole }) => {
    const context = await browser.newContext({ baseURL, viewport: DESKTOP, reducedMotion: 'reduce', ...options })
    await context.addInitScript((kept) => {
      for (const [name, value] of Object.entries(kept)) localStorage.setItem(`support-chat.${name}`, value)
    }, choices)
    const page = await context.newPage()
    const pictures = new Pictures(page, look)
    await strangerScreens(pictures)
    await listScreens(pictures, sample)
    const colleague = await visitConsole(`/admin/chats/${sample.chat('linus')}`)
    await colleague.email.fill(sample.colleague.email)
    await colleague.password.fill(sample.colleague.password)
    await colleague.button('Sign in').click()
    await conversationScreens(pictures, sample, await visit(`grace-${look}`), colleague)
    await teamScreens(pictures, sample)
    await settingsScreens(pictures)
    await keyboardScreens(pictures)
    await context.close()
  })
}
