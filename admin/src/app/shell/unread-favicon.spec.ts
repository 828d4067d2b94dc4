import { showUnreadFavicon, unreadFavicon } from './unread-favicon.js'

const drawing = (count: number) =>
  new DOMParser().parseFromString(decodeURIComponent(unreadFavicon(count).split(',')[1]!), 'image/svg+xml')

describe('the favicon', () => {
  it('says how many chats wait, up to nine, and nothing when none does', () => {
    expect([0, 1, 9, 10, 250].map((count) => drawing(count).querySelector('text')?.textContent ?? null)).toEqual([
      null,
      '1',
      '9',
      '9+',
      '9+',
    ])
  })

  it('takes the place of the one that the page came with', () => {
    document.head.innerHTML = '<link rel="icon" href="favicon.svg">'
    showUnreadFavicon(3)
    expect(document.querySelector('link')?.href).toBe(unreadFavicon(3))
  })
})
