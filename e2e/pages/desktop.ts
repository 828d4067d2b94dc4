import type { BrowserContext } from '@playwright/test'

/** A notification on the desktop. */
export interface Shown {
  title: string
  body: string
  open: boolean
  click: () => void
}

/** Stands in for the desktop, which a browser without a screen does not have, and remembers what it was told. */
export async function watchDesktop(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    if (!location.protocol.startsWith('http')) return
    const shown: Shown[] = []
    class Desktop {
      static permission: NotificationPermission = 'default'
      static requestPermission = async () => {
        localStorage.setItem('desktop', 'granted')
        return (Desktop.permission = 'granted')
      }
      onclick: (() => void) | null = null
      constructor(title: string, { body = '' }: NotificationOptions) {
        const one = { title, body, open: true, click: () => this.onclick?.() }
        shown.push(one)
        this.close = () => (one.open = false)
      }
      close: () => void
    }
    if (localStorage.getItem('desktop') === 'granted') Desktop.permission = 'granted'
    Object.assign(window, { Notification: Desktop, shown })
  })
}
