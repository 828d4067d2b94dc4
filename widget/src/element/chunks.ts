import { lazy } from '../loading/lazy.js'

/** With all that a conversation takes: one request, not one after the other. */
export const loadPanel = lazy((_again) => import('../panel/panel.js'))
/** Fetches it ahead of a press. */
export const preparePanel = () => void loadPanel()
export const loadDiagnostics = lazy((_again) => import('../diagnostics/diagnose.js'))
export const loadDemo = lazy((_again) => import('../demo/demo-session.js'))
