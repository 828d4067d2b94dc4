import { lazy } from '../loading/lazy.js'

/** The panel together with the session and its connection: one request rather than several in a row. */
export const loadPanel = lazy((_again) => import('../panel/panel.js'))
/** Starts fetching it before it is asked for. */
export const preparePanel = () => void loadPanel()
export const loadDiagnostics = lazy((_again) => import('../diagnostics/diagnose.js'))
export const loadDemo = lazy((_again) => import('../demo/demo-session.js'))
