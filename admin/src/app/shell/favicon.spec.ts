import { favicon, showFavicon } from './favicon.js'

const drawing = (unread: number, needsReply: number) =>
  new DOMParser().parseFromString(decodeURIComponent(favicon(unread, needsReply).split(',')[1]!), 'image/svg+xml')

/** The number, and what the circle behind it is filled with. */
const mark = (unread: number, needsReply: number) => {
  const svg = drawing(unread, needsReply)
  return [svg.querySelector('text')?.textContent?.trim() ?? null, svg.querySelector('circle')?.getAttribute('fill')]
}

describe('the favicon', () => {
  it('says how many chats wait, up to nine, and nothing when none does', () => {
    expect([0, 1, 9, 10, 250].map((count) => mark(count, 0)[0])).toEqual([null, '1', '9', '9+', '9+'])
  })

  it('says how many need a reply where none is unread, in a hollow circle', () => {
    expect([mark(2, 3), mark(0, 3), mark(0, 12)]).toEqual([
      ['2', '#dc2626'],
      ['3', '#fff'],
      ['9+', '#fff'],
    ])
  })

  it('takes the place of the one that the page came with', () => {
    document.head.innerHTML = '<link rel="icon" href="favicon.svg">'
    showFavicon(3, 4)
    expect(document.querySelector('link')?.href).toBe(favicon(3, 4))
  })
})
