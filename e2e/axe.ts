import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { expect } from './test.js'

/** Axe finds nothing wrong on the page as it stands, in light and in dark. */
export async function expectClean(page: Page, screen: string): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const found = await page.evaluate(async () => {
      const { run } = (window as unknown as { axe: typeof axe }).axe
      const { violations } = await run(document, { resultTypes: ['violations'] })
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
    })
    expect(found, `${screen}, ${colorScheme}`).toEqual([])
  }
}
