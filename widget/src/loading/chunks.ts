import { lazy } from './lazy.js'

export const loadPanel = lazy((_again) => import('../panel/panel.js'))
/** Fetches it ahead of a press. */
export const preparePanel = () => void loadPanel()
export const loadDoctor = lazy((_again) => import('../diagnostics/diagnose.js'))
export const loadMock = lazy((_again) => import('../demo/demo-session.js'))
export const loadEnglish = lazy((_again) => import('../i18n/english.js'))
