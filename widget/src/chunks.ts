import { lazy } from './lazy.js'

export const loadPanel = lazy((_again) => import('./panel.js'))
/** Fetches it ahead of a press. */
export const preparePanel = () => void loadPanel()
export const loadDoctor = lazy((_again) => import('./diagnose.js'))
export const loadMock = lazy((_again) => import('./mock.js'))
export const loadEnglish = lazy((_again) => import('./english.js'))
