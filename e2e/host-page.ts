import type { Page } from '@playwright/test'
import { launchHost, type Host } from './host.js'
import { expect, test as base } from './test.js'

interface Report {
  ok: boolean
  checks: { name: string; ok: boolean | null; detail: string; hint?: string }[]
}

interface Pages {
  /** Opens a page with `html` in it, under a content security policy. */
  open: (html: string, policy?: string) => Promise<Page>
}

export const test = base.extend<Pages>({
  open: async ({ server, guard, newProfile }, use) => {
    const hosts: Host[] = []
    await use(async (html, policy) => {
      const host = await launchHost((_request, response) => {
        response.setHeader('content-type', 'text/html')
        if (policy) response.setHeader('content-security-policy', policy)
        const script = `<script type="module" src="${server.url}/widget/support-chat.js"></script>`
        response.end(
          `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">${script}${html}`,
        )
      })
      hosts.push(host)
      guard.allowOrigin(host.url)
      const page = await (await newProfile()).newPage()
      await page.goto(host.url)
      await expect(page.getByRole('button', { name: /^Open support chat/ })).toBeVisible()
      return page
    })
    for (const host of hosts) host.close()
  },
})

export const diagnose = (page: Page): Promise<Report> =>
  page.locator('support-chat').evaluate((element) => (element as unknown as { diagnose(): Promise<Report> }).diagnose())

export const faults = ({ checks }: Report) => checks.filter(({ ok }) => ok === false).map(({ name }) => name)
