import type { Attachment, SupportMessage } from '@support-chat/shared'
import { type ChatSession, KnownFiles, userAttachmentsRoute } from '@support-chat/shared/client'
import { html, nothing, type ReactiveController, render, svg, type TemplateResult } from 'lit'
import { icon } from '../launcher/icons.js'
import type { FileHost } from './file-host.js'
import { fileStyles } from './file-styles.js'
import { fileWordsOf, type FileStrings } from './file-words.js'

/** The longer side of a picture in the log, in pixels. */
const LONGEST_SIDE = 240

const fileIcon = icon(svg`<path d="M13.5 3.5h-6a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2h9a2 2 0 0 0 2-2v-10ZM13.5 3.5v5h5"/>`)

/** Says of messages that have no text what their first file is. */
export const describe = (messages: readonly SupportMessage[], host: FileHost): SupportMessage[] =>
  messages.map((message) => {
    const [file] = message.attachments
    return message.content || !file
      ? message
      : { ...message, content: file.width ? fileWordsOf(host).photo : file.name }
  })

const views = new WeakMap<FileHost, FileViews>()

/** Draws what files the messages on the screen have, and keeps them up to date from now on. */
export function showFiles(host: FileHost): void {
  if (views.has(host)) return
  const view = new FileViews(host)
  views.set(host, view)
  host.addController(view)
}

/**
 * Draws the files of messages into the places that the panel keeps for them: pictures as pictures, everything else as a
 * card that leads to it.
 */
class FileViews implements ReactiveController {
  readonly #host: FileHost
  #session: ChatSession | undefined
  /** Undefined where no server is behind the messages, as in mock mode. */
  #known: KnownFiles | undefined
  /** What the places on the screen were last drawn from. */
  readonly #drawn = new WeakMap<Element, string>()

  #rows: Element | null = null
  readonly #sizes = new ResizeObserver(() => this.#host.requestUpdate())

  constructor(host: FileHost) {
    this.#host = host
  }

  hostUpdated(): void {
    this.#follow(this.#host.snapshot.session)
    const root = this.#host.renderRoot as ShadowRoot
    const sheet = fileStyles.styleSheet as CSSStyleSheet
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet)
    const places = root.querySelectorAll<HTMLElement>('.files')
    for (const place of places) this.#draw(place)
    this.#watch(root.querySelector('.rows'))
  }

  hostDisconnected(): void {
    this.#follow(undefined)
    this.#watch(null)
  }

  /** The log keeps its reader's place with each update: one follows whatever changes its height. */
  #watch(rows: Element | null): void {
    if (rows === this.#rows) return
    this.#rows = rows
    this.#sizes.disconnect()
    if (rows) this.#sizes.observe(rows)
  }

  #follow(session: ChatSession | undefined): void {
    if (session === this.#session) return
    this.#session = session
    this.#known?.close()
    const link = session?.link
    this.#known = link && new KnownFiles(link, userAttachmentsRoute, () => this.#host.requestUpdate())
  }

  #draw(place: HTMLElement): void {
    const { snapshot, language } = this.#host
    const of = place.id
    const message = snapshot.chat.items.find(
      ({ message }) =>
        'id' in message && (message.id === of || (message.sender_type === 'user' && message.client_id === of)),
    )?.message
    if (!message || !('attachments' in message)) return
    const files = message.attachments.map((file) => this.#known?.latest(file) ?? file)
    const words = fileWordsOf(this.#host)
    const shows = JSON.stringify([files, language, words])
    if (this.#drawn.get(place) === shows) return
    this.#drawn.set(place, shows)
    render(
      files.map((file) => this.#view(file, words)),
      place,
    )
  }

  #view(file: Attachment, words: FileStrings): TemplateResult {
    const { width, height, state, name } = file
    const href = this.#addressOf(file.url)
    if (!width || !height || state !== 'ready') return this.#card(file, href, words)
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height))
    const [w, h] = [Math.ceil(width * scale), Math.ceil(height * scale)]
    const src = this.#addressOf(file.thumbnail_url ?? file.url)
    // What stands there until there is an address is as large as the picture: nothing moves when it comes.
    if (!src)
      return html`<svg class="picture" part="picture" role="img" aria-label=${name} width=${w} height=${h}></svg>`
    return html`<a class="picture" part="picture" href=${href ?? nothing} target="_blank" rel="noopener noreferrer"
      ><img src=${src} alt=${name} width=${w} height=${h}
    /></a>`
  }

  #card({ name, size, state }: Attachment, href: string | null, words: FileStrings): TemplateResult {
    const about = { ready: sizeIn(this.#host.language, size), scanning: words.scanning, refused: words.fileRefused }[
      state
    ]
    const content = html`${fileIcon}<span><b dir="auto" translate="no">${name}</b><span>${about}</span></span>`
    return href
      ? html`<a class="file" part="file" href=${href} target="_blank" rel="noopener noreferrer" download>${content}</a>`
      : html`<div class="file ${state}" part="file">${content}</div>`
  }

  #addressOf(url: string | null): string | null {
    return url && (this.#session?.link?.serverUrl ?? '') + url
  }
}

/** Such as `1.4 MB`, as it is written in a language. */
function sizeIn(locale: string, bytes: number): string {
  const [unit, count] =
    bytes < 1000 ? ['byte', bytes] : bytes < 1e6 ? ['kilobyte', bytes / 1000] : ['megabyte', bytes / 1e6]
  const maximumFractionDigits = count < 10 ? 1 : 0
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits }).format(count)
}
