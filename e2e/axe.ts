import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { expect } from './test.js'

/** What axe looks for in each theme: in the second one only what colours decide, as the rest is the same. */
const RULES = { light: {}, dark: { runOnly: ['color-contrast', 'link-in-text-block'] } }

/** Axe finds nothing wrong on the page as it stands, in light and in dark. */
export async function expectClean(page: Page, screen: string): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const found = await page.evaluate(async (rules) => {
      const { run } = (window as unknown as { axe: typeof axe }).axe
      const { violations } = await run(document, { resultTypes: ['violations'], ...rules })
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
    }, RULES[colorScheme])
    expect(found, `${screen}, ${colorScheme}`).toEqual([])
  }
}
