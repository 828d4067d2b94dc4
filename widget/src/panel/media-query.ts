import { attempt } from '@support-chat/shared/client'

/** Whether a media query holds; not, where the browser will not say. */
export const holds = (query: string): boolean => attempt(() => matchMedia(query).matches) ?? false
