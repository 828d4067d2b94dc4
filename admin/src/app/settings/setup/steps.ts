import type { Me, Setup, WidgetSettings } from '@support-chat/shared'

/** What is to be done, in order. */
export const STEPS = ['you', 'brand', 'embed', 'signIn', 'invite', 'try'] as const
export type Step = (typeof STEPS)[number]

/** The name of the first account as it is made. */
const FIRST_NAME = 'Support'

/** Which steps have been done: nothing is kept of it, so that it is true whoever did them, and wherever. */
export function doneSteps(facts: Setup, me: Me | null, settings: WidgetSettings | null): ReadonlySet<Step> {
  const { brand, greeting, topics, team_name } = settings ?? {}
  const done: Record<Step, boolean> = {
    you: Boolean(me?.avatar_url ?? (me?.name && me.name !== FIRST_NAME)),
    brand: Boolean(brand?.accent || brand?.heading || greeting || team_name || topics?.length),
    embed: facts.first_page !== null,
    // Nobody connects without a token that is right.
    signIn: facts.first_page !== null,
    invite: facts.has_colleagues,
    try: facts.has_messages,
  }
  return new Set(STEPS.filter((step) => done[step]))
}
