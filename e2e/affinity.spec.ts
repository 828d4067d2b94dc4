import { launchAffinityProxy } from './affinity-proxy.js'
import { launchHost } from './host.js'
import { ProductServer } from './server.js'
import { expect, freshName, test } from './test.js'

test('long polling works behind a load balancer that tells its servers apart by a cookie', async ({
  server,
  guard,
  newProfile,
}) => {
  // What a session of one server is to the other: unknown.
  const other = await ProductServer.launch()
  const proxy = await launchAffinityProxy([server.url, other.url])
  guard.allowOrigin(proxy.url)
  // The WebSocket that is not let through, and what long polling is answered without its cookie.
  guard.expect(/WebSocket/, /status of 400/)

  const open = async (attribute: string) => {
    const token = server.userToken(freshName('balanced'))
    const host = await launchHost((_request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(
        `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">
        <script type="module" src="${proxy.url}/widget/support-chat.js"></script>
        <script type="module">
          // Its first requests, all at once, would be given several cookies, and whichever is answered last decides.
          await fetch('${proxy.url}/api/health/live', { mode: 'no-cors', credentials: 'include' })
          document.body.innerHTML = '<support-chat opened token="${token}" ${attribute}></support-chat>'
        </script>`,
      )
    })
    guard.allowOrigin(host.url)
    const page = await (await newProfile()).newPage()
    await page.goto(host.url)
    return { page, host }
  }

  const without = await open('')
  await expect.poll(() => proxy.answers.get(400) ?? 0, 'without the cookie it is nobody’s session').toBeGreaterThan(0)
  await without.page.close()
  without.host.close()
  proxy.answers.clear()

  const { page, host } = await open('credentials="include"')
  await expect(page.getByRole('status').first()).toHaveText('Connected')
  for (const text of ['one', 'two', 'three']) {
    await page.getByRole('textbox', { name: 'Message' }).fill(text)
    await page.getByRole('button', { name: 'Send message' }).click()
    await expect(page.getByRole('log').getByText(text)).toBeVisible()
  }
  await expect(page.getByRole('log').getByText('Sending')).toHaveCount(0)
  expect(proxy.restSends, 'they went by the socket').toBe(0)
  expect([...proxy.answers.keys()]).toEqual([200])
  await page.close()
  host.close()
  proxy.close()
  await other.dispose()
})
