import type { Page } from '@playwright/test'

/** What could outlive a chat that has gone from the page. */
export async function leftovers(page: Page) {
  const client = await page.context().newCDPSession(page)
  const idOf = async (expression: string) => (await client.send('Runtime.evaluate', { expression })).result.objectId!
  const ours = new Set<string>()
  client.on('Debugger.scriptParsed', ({ scriptId, url }) => url.startsWith('http') && ours.add(scriptId))
  await client.send('Debugger.enable')
  const listeners: string[] = []
  for (const target of ['window', 'document', 'visualViewport']) {
    const found = await client.send('DOMDebugger.getEventListeners', { objectId: await idOf(target) })
    const kept = found.listeners.filter(({ scriptId }) => ours.has(scriptId))
    listeners.push(...kept.map(({ type }) => `${target}: ${type}`))
  }
  const { locks, stored } = await page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query()
    const names = [...held, ...pending].map(({ name }) => name!)
    // For a minute, no other tab plays what this one has played.
    const locks = names.filter((name) => !name.startsWith('support-chat-sound|'))
    return { locks, stored: Object.keys(localStorage) }
  })
  await client.detach()
  return { listeners: listeners.sort(), locks, stored }
}

/** Elements that something still holds: a timer, a listener, a socket, a promise. */
export async function elementsInMemory(page: Page): Promise<number> {
  await writeElsewhere(page)
  const client = await page.context().newCDPSession(page)
  const expression = "customElements.get('support-chat').prototype"
  const { result } = await client.send('Runtime.evaluate', { expression })
  const { objects } = await client.send('Runtime.queryObjects', { prototypeObjectId: result.objectId! })
  const functionDeclaration = 'function () { return this.length }'
  const answer = await client.send('Runtime.callFunctionOn', { objectId: objects.objectId!, functionDeclaration })
  await client.detach()
  return answer.result.value as number
}

/** Chromium's autofill holds the form that was written in last, and with it all around it, until another field is. */
async function writeElsewhere(page: Page): Promise<void> {
  await page.evaluate(() => document.body.append(document.createElement('input')))
  const field = page.locator('body > input')
  await field.press('a')
  await field.evaluate((element) => element.remove())
}
