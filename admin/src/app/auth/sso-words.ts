import { SSO_PROBLEMS, type SsoProblem } from '@support-chat/shared'
import { t } from '../language/later.js'

/** Why single sign-on has signed nobody in, and what to do. */
export const ssoWords = (problem: string): string => t(`sso.${isKnown(problem) ? problem : 'unavailable'}`)

const isKnown = (problem: string): problem is SsoProblem => (SSO_PROBLEMS as readonly string[]).includes(problem)
