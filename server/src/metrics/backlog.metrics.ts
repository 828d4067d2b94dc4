import { Injectable } from '@nestjs/common'
import { Gauge } from 'prom-client'
import type { Backlog } from './backlog.repository.js'
import { BacklogService } from './backlog.service.js'
import { MetricsRegistry } from './metrics.registry.js'

/** A gauge of each number: its name without the prefix, what it says, and the values, by label where it has one. */
const GAUGES: [name: string, help: string, valuesOf: (backlog: Backlog) => number | Record<string, number>][] = [
  [
    'email_outbox',
    'E-mails that are not settled: waiting, or claimed by a process that sends them. 10,000 are counted at most',
    ({ emails_waiting, emails_sending }) => ({ waiting: emails_waiting, sending: emails_sending }),
  ],
  [
    'email_outbox_age_seconds',
    'Age of the oldest e-mail that is not settled, from the reply it tells of; 0 where there is none',
    ({ oldest_email_seconds }) => oldest_email_seconds ?? 0,
  ],
  [
    'email_outbox_overdue_seconds',
    'For how long the e-mail that is due longest has not been taken up; 0 where none is due',
    ({ overdue_email_seconds }) => Math.max(0, overdue_email_seconds ?? 0),
  ],
  [
    'event_outbox_pending',
    'Events that are committed and not yet in the feed. 10,000 are counted at most',
    ({ events_pending }) => events_pending,
  ],
  [
    'event_outbox_age_seconds',
    'Age of the oldest of them; 0 where there is none',
    ({ oldest_event_seconds }) => oldest_event_seconds ?? 0,
  ],
  [
    'webhook_endpoints',
    'Webhook endpoints: working, failing (their last attempts), and disabled',
    ({ endpoints_enabled, endpoints_failing, endpoints_disabled }) => ({
      ...{ working: endpoints_enabled - endpoints_failing, failing: endpoints_failing, disabled: endpoints_disabled },
    }),
  ],
  [
    'webhook_events_behind',
    'Events that the enabled endpoint that is furthest behind has not been sent yet',
    ({ webhook_events_behind }) => webhook_events_behind ?? 0,
  ],
  [
    'webhooks_to_repeat',
    'Deliveries that failed and will be tried again. 10,000 are counted at most',
    ({ webhooks_to_repeat }) => webhooks_to_repeat,
  ],
]

/** What waits in the database, the same at every process. Left out while the database does not answer. */
@Injectable()
export class BacklogMetrics {
  constructor(registry: MetricsRegistry, backlogs: BacklogService) {
    for (const [name, help, valuesOf] of GAUGES) {
      const gauge = new Gauge({
        ...{ name: `support_chat_${name}`, help, labelNames: ['state'], registers: [registry] },
        collect: async () => {
          const backlog = await backlogs.read()
          // With a label of which it makes no use, it may also have no value at all.
          gauge.reset()
          if (backlog) assign(gauge, valuesOf(backlog))
        },
      })
    }
    const up: Gauge = new Gauge({
      ...{ name: 'support_chat_database_up', registers: [registry] },
      help: '1 while the database answers a scrape within 2 s, else 0',
      collect: async () => up.set((await backlogs.read()) === null ? 0 : 1),
    })
  }
}

function assign(gauge: Gauge<'state'>, values: number | Record<string, number>): void {
  if (typeof values === 'number') gauge.set(values)
  else for (const [state, value] of Object.entries(values)) gauge.set({ state }, value)
}
