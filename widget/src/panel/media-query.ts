import { attempt } from '@support-chat/shared/client'

/** Windows this small are covered by the open panel: phones, and desktops zoomed in a lot. */
export const SMALL = '(max-width: 480px), (max-height: 400px)'

/** Whether a media query holds; not, where the browser will not say. */
export const matchesMedia = (query: string): boolean => attempt(() => matchMedia(query).matches) ?? false
