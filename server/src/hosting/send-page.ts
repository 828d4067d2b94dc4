import type { Response } from 'express'
import { readFile } from 'node:fs/promises'

/**
 * Sends a page of ours.
 * @param values for each `{{name}}` in it, of characters that mean nothing in HTML
 */
export async function sendPage(response: Response, file: string, values: Record<string, string>): Promise<void> {
  const page = await readFile(file, 'utf8')
  const filled = page.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
  response.set('Cache-Control', 'no-cache').type('html').send(filled)
}
