import type { Browser, Page } from '@playwright/test'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export type Scheme = 'light' | 'dark'
export const SCHEMES: readonly Scheme[] = ['light', 'dark']

/** Twice as sharp as it is shown, and nothing on the move. */
export const LOOK = { deviceScaleFactor: 2, reducedMotion: 'reduce', locale: 'en-US' } as const

export interface Picture {
  png: Buffer
  /** Where it is shown, in pixels. */
  width: number
}

/** Lays pictures side by side and keeps the sheet among those of the documentation. */
export class Sheet {
  readonly #page: Page

  private constructor(page: Page) {
    this.#page = page
  }

  static async lay(browser: Browser): Promise<Sheet> {
    return new Sheet(await browser.newPage({ ...LOOK, viewport: { width: 1560, height: 840 } }))
  }

  async save(name: string, scheme: Scheme, pictures: readonly Picture[], gap = 24): Promise<void> {
    const [paper, edge] = scheme === 'light' ? ['#e9ebf0', '#d5d8df'] : ['#060709', '#2a2d35']
    const images = pictures.map(({ png, width }) => `<img src="${addressOf(png)}" width="${width}">`)
    await this.#page.setContent(`
      <style>
        body { margin: 0; background: ${paper} }
        main { display: flex; gap: ${gap}px; align-items: center; width: max-content; padding: ${gap}px }
        img { border-radius: 12px; border: 1px solid ${edge} }
      </style>
      <main>${images.join('')}</main>`)
    const png = await this.#page.locator('main').screenshot()
    const path = fileURLToPath(new URL(`../docs/images/${name}-${scheme}.webp`, import.meta.url))
    await writeFile(path, await this.#asWebp(png))
  }

  /** A fraction of the bytes, and every browser shows it. */
  async #asWebp(png: Buffer): Promise<Buffer> {
    const address = await this.#page.evaluate(async (source) => {
      const image = Object.assign(new Image(), { src: source })
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.naturalWidth
      canvas.height = image.naturalHeight
      canvas.getContext('2d')?.drawImage(image, 0, 0)
      return canvas.toDataURL('image/webp', 0.86)
    }, addressOf(png))
    return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64')
  }
}

const addressOf = (png: Buffer) => `data:image/png;base64,${png.toString('base64')}`
