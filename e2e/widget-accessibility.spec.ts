import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { expect, test as base } from './test.js'

type MockSession = import('../widget/src/demo/mock-session.js').MockSession

declare global {
  interface Window {
    scenes: string[]
    show: (scene: string, theme?: string) => Promise<void>
    session: MockSession
    axe: typeof axe
    announced: string[]
  }
}

/** The page that draws every state of the widget. */
const test = base.extend<{ gallery: Page }>({
  gallery: async ({ page, galleryUrl }, use) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(galleryUrl)
    await page.locator('[data-ready]').waitFor()
    await use(page)
  },
})

const show = (page: Page, scene: string, theme = 'auto') =>
  page.evaluate(([name, look]) => window.show(name, look), [scene, theme] as const)

const scenesOf = (page: Page) => page.evaluate(() => window.scenes)

/** What axe-core finds in the widget by the rules of WCAG 2.2 AA and its own, a line for each element. */
function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    // The launcher's name tells the number that its badge shortens to 9+.
    const rules = { 'label-content-name-mismatch': { enabled: false } }
    const found = await window.axe.run('support-chat', { runOnly: tags, rules, resultTypes: ['violations'] })
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
    )
  })
}

/** The size of everything that can be pressed, in pixels, where it is smaller than `least`. */
function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((size) => {
    const buttons = [...document.querySelector('support-chat')!.shadowRoot!.querySelectorAll('button, textarea')]
    return buttons.flatMap((button) => {
      const { width, height } = button.getBoundingClientRect()
      return width > 0 && Math.min(width, height) < size
        ? [`${button.outerHTML.slice(0, 80)} ${width} × ${height}`]
        : []
    })
  }, least)
}

test('axe finds nothing in any state, light or dark, left to right or right to left', async ({ gallery }) => {
  await gallery.evaluate(axe.source)
  const problems: string[] = []
  for (const theme of ['light', 'dark']) {
    for (const scene of await scenesOf(gallery)) {
      await show(gallery, scene, theme)
      problems.push(...(await violations(gallery)).map((line) => `${scene} ${theme}: ${line}`))
    }
  }
  expect(problems).toEqual([])
})

test('everything fits 320 pixels and a window at 400 %, and fingers find every button', async ({
  browser,
  galleryUrl,
}) => {
  for (const viewport of [
    { width: 320, height: 640 },
    { width: 320, height: 256 },
  ]) {
    const page = await browser.newPage({ viewport, hasTouch: true, isMobile: true, reducedMotion: 'reduce' })
    await page.goto(galleryUrl)
    await page.locator('[data-ready]').waitFor()
    for (const scene of (await scenesOf(page)).filter((name) => !name.startsWith('inline'))) {
      await show(page, scene)
      const size = await page.evaluate(() => {
        const panel = document.querySelector('support-chat')!.shadowRoot!.querySelector('.panel.open')
        const wide = panel ? [panel, ...panel.querySelectorAll('*:not(.visually-hidden, .visually-hidden *)')] : []
        const outside = wide.filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        const input = panel?.querySelector('textarea')
        return {
          outside: outside.map((element) => element.outerHTML.slice(0, 80)),
          inputInView: !input || input.getBoundingClientRect().bottom <= innerHeight,
          // iOS zooms in on smaller ones.
          inputText: input ? Number.parseFloat(getComputedStyle(input).fontSize) : 16,
        }
      })
      expect(size, `${scene} at ${viewport.height}`).toEqual({ outside: [], inputInView: true, inputText: 16 })
      expect(await smallTargets(page, 44), scene).toEqual([])
    }
    await page.close()
  }
})

test('with a pointer every button is 24 pixels or more', async ({ gallery }) => {
  for (const scene of await scenesOf(gallery)) {
    await show(gallery, scene)
    expect(await smallTargets(gallery, 24), scene).toEqual([])
  }
  await show(gallery, 'topics')
  const topic = gallery.getByRole('group', { name: 'Topics' }).getByRole('button', { name: 'Orders' })
  expect((await topic.boundingBox())?.height).toBe(40)
})

/** Black, white, greys about the middle, those that are easily lost on a surface, and what brands like. */
const ACCENTS =
  '#000000 #ffffff #767676 #777777 #757575 #22252c #101215 #f6f7f9 #e1e4ea #ffd400 #ffff00 #00ff00 #00e5ff #ff7a00 #e80000 #ff00ff ' +
  '#0000ff #0866ff #1d9bf0 #0a66c2 #00457c #4f46e5 #7c3aed #1f6f4a #10131a oklch(0.7_0.3_150) rebeccapurple'

/** The contrast of what is read on a brand's colour, or in it, where it is less than 4.5, and bubbles that are hardly told apart. */
function lostInColours(page: Page, accents: string[]): Promise<string[]> {
  return page.evaluate((all) => {
    const chat = document.querySelector<HTMLElement>('support-chat')!
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
    const luminance = (colour: string) => {
      canvas.clearRect(0, 0, 1, 1)
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
      const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((each) =>
        each > 10 ? ((each / 255 + 0.055) / 1.055) ** 2.4 : each / 255 / 12.92,
      ) as [number, number, number]
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const contrast = (one: string, other: string) => {
      const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
      return (light + 0.05) / (dark + 0.05)
    }
    const style = (selector: string) => getComputedStyle(chat.shadowRoot!.querySelector(selector)!)
    return all.flatMap((accent) => {
      chat.style.setProperty('--support-chat-accent', accent.replaceAll('_', ' '))
      const [own, staff, log] = ['.own .bubble', '.staff .bubble', '.body'].map((name) => style(name).backgroundColor)
      const pairs = [
        ['launcher', style('.launcher').color, style('.launcher').backgroundColor, 4.5],
        ['send', style('.send').color, style('.send').backgroundColor, 4.5],
        ['own bubble', style('.own .bubble').color, own, 4.5],
        ['staff bubble', style('.staff .bubble').color, staff, 4.5],
        ['link', style('.staff a').color, staff, 4.5],
        ['retry', style('.failure button').color, log, 4.5],
        ['quiet', style('.meta').color, log, 4.5],
        ['placeholder', style('h2').color, style('.panel').backgroundColor, 4.5],
        ['own bubble beside that of staff', own, staff, 1.25],
      ] as [string, string, string, number][]
      return pairs.flatMap(([what, one, other, least]) => {
        const ratio = contrast(one, other)
        return ratio < least ? [`${accent}: ${what} ${ratio.toFixed(2)}`] : []
      })
    })
  }, accents)
}

test('on any accent, and in it, text is read, and bubbles are told apart, light and dark', async ({ gallery }) => {
  for (const theme of ['light', 'dark']) {
    await show(gallery, 'failed', theme)
    await gallery.getByRole('textbox', { name: 'Message' }).fill('Thank you')
    expect(await lostInColours(gallery, ACCENTS.split(' ')), theme).toEqual([])
  }
  // What a page has made for its light theme alone.
  const light = { surface: '#fff', 'surface-sunken': '#fdf5f2', 'surface-raised': '#fff', 'staff-bubble': '#f5f0e6' }
  for (const [name, value] of Object.entries({ ...light, text: '#14171f', 'text-muted': '#5d646f' }))
    await gallery.locator('support-chat').evaluate(
      (chat, [property, colour]) => {
        chat.style.setProperty(`--support-chat-${property}`, colour)
      },
      [name, value] as const,
    )
  expect(await lostInColours(gallery, ['#4f46e5'])).toEqual([])
})

test('with forced colours bubbles, buttons and input keep an edge, and print leaves the widget out', async ({
  gallery,
}) => {
  await gallery.emulateMedia({ forcedColors: 'active' })
  await show(gallery, 'chat')
  for (const part of ['launcher', 'panel', 'bubble.own', 'bubble.staff', 'field', 'send']) {
    const edge = gallery.locator(`support-chat .${part}`).last()
    await expect(edge, part).toHaveCSS('border-top-style', 'solid')
    await expect(edge, part).not.toHaveCSS('border-top-color', 'rgba(0, 0, 0, 0)')
  }
  await gallery.emulateMedia({ media: 'print' })
  await expect(gallery.getByRole('dialog')).toBeHidden()
  await show(gallery, 'inline')
  await expect(gallery.getByRole('log')).toBeHidden()
})

test('the keyboard alone opens, reads, writes and leaves, and gives the focus back', async ({ gallery: page }) => {
  await show(page, 'chat')
  await page.evaluate(() => document.querySelector('support-chat')!.removeAttribute('opened'))
  await expect(page.getByRole('dialog')).toBeHidden()
  const launcher = page.getByRole('button', { name: 'Open support chat' })
  await page.keyboard.press('Tab')
  await expect(launcher).toBeFocused()
  await page.keyboard.press('Enter')
  const input = page.getByRole('textbox', { name: 'Message' })
  await expect(input).toBeFocused()
  await page.keyboard.type('By keyboard')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('log').getByText('By keyboard')).toBeVisible()
  for (const name of ['log', 'Close', 'Mute sounds']) {
    const stop = name === 'log' ? page.getByRole('log') : page.getByRole('button', { name, exact: true })
    for (let presses = 0; presses < 4 && !(await isFocused(page, stop)); presses++)
      await page.keyboard.press('Shift+Tab')
    await expect(stop).toBeFocused()
  }
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(launcher).toBeFocused()

  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Close support chat' }).focus()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog'), 'Escape on the launcher').toBeHidden()

  await page.setViewportSize({ width: 320, height: 640 })
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Support Chat' })
  await expect(dialog).toHaveAttribute('aria-modal', 'true')
  for (let presses = 0; presses < 9; presses++) {
    await page.keyboard.press(presses < 3 ? 'Shift+Tab' : 'Tab')
    const inside = () => document.querySelector('support-chat')!.shadowRoot!.activeElement?.closest('.panel')
    expect(await page.evaluate(`Boolean((${inside.toString()})())`)).toBe(true)
  }
})

test('a reply is read out once, open or closed, and history never', async ({ gallery: page }) => {
  await page.evaluate(() => {
    window.announced = []
    const live = '[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]:not([aria-live=off])'
    const listen = new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const region = (target as Element).closest?.('[role=log], [aria-live]')
        if (region?.matches(live)) window.announced.push(...[...addedNodes].map((node) => node.textContent ?? ''))
      }
    })
    const attach = Element.prototype.attachShadow
    Element.prototype.attachShadow = function (init) {
      const root = attach.call(this, init)
      listen.observe(root, { childList: true, subtree: true })
      return root
    }
  })
  const times = (text: string) =>
    page.evaluate((wanted) => window.announced.filter((line) => line.includes(wanted)).length, text)
  const reply = (content: string) =>
    page.evaluate((text) => window.session.receive({ content: text, sender_type: 'admin' }), content)

  await show(page, 'chat')
  expect(await times('sorry about that')).toBe(0)
  // History has been quiet for long enough that the log speaks again.
  await expect(page.getByRole('log')).toHaveAttribute('aria-live', 'polite')
  await reply('Heard while open')
  await expect.poll(() => times('Heard while open')).toBe(1)

  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Close support chat' }).click()
  await reply('Heard while closed')
  await expect.poll(() => times('Heard while closed')).toBe(1)
  await page.getByRole('button', { name: /^Open support chat/ }).click()
  await expect(page.getByRole('log').getByText('Heard while closed')).toBeVisible()

  await show(page, 'closed')
  await reply('Heard before it was ever opened')
  await expect.poll(() => times('Heard before it was ever opened')).toBe(1)
  expect(await times('Heard while open')).toBe(1)
  expect(await times('Heard while closed')).toBe(1)
  expect(await times('sorry about that')).toBe(0)
})

function isFocused(page: Page, locator: ReturnType<Page['getByRole']>): Promise<boolean> {
  return locator.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element)
}
