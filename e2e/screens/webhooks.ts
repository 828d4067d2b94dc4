import { staffRoutes, type Webhook, type WebhookDelivery } from '@support-chat/shared'
import type { Pictures } from '../pages/pictures.js'

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

const ENABLED: Webhook = {
  id: '0193f79e-11d2-7b8a-b1c4-2a6f0e5d9c01',
  url: 'https://orders.example.com/hooks/support-chat',
  event_types: ['message.created', 'chat.created', 'chat.archived'],
  description: 'Order system: opens a ticket on the first message',
  state: 'enabled',
  disabled_reason: null,
  disabled_at: null,
  created_at: minutesAgo(9_000),
}
const GONE: Webhook = {
  ...ENABLED,
  id: '0193f79e-11d2-7b8a-b1c4-2a6f0e5d9c02',
  url: `https://warehouse.example.com/${'a-long-path-that-somebody-has-chosen/'.repeat(3)}hook`,
  event_types: null,
  description: null,
  state: 'disabled',
  disabled_reason: 'gone',
  disabled_at: minutesAgo(3_000),
}

const DELIVERED: WebhookDelivery = {
  id: '0193f7a0-6c5e-7c41-9d2f-3f0c5a1b7e03',
  event_id: '0193f7a0-6c5e-7c41-9d2f-3f0c5a1b7e10',
  event_type: 'message.created',
  event: null,
  status: 'succeeded',
  attempts: 1,
  response_status: 204,
  error: null,
  duration_ms: 48,
  attempted_at: minutesAgo(2),
  next_attempt_at: null,
}
const DELIVERIES: WebhookDelivery[] = [
  DELIVERED,
  {
    ...DELIVERED,
    id: '0193f7a0-6c5e-7c41-9d2f-3f0c5a1b7e02',
    event_type: 'chat.archived',
    status: 'pending',
    attempts: 3,
    response_status: 503,
    duration_ms: 1_204,
    attempted_at: minutesAgo(7),
    next_attempt_at: minutesAgo(-23),
  },
  {
    ...DELIVERED,
    id: '0193f7a0-6c5e-7c41-9d2f-3f0c5a1b7e01',
    status: 'failed',
    attempts: 10,
    response_status: null,
    error: 'timeout',
    duration_ms: 15_000,
    attempted_at: minutesAgo(1_500),
  },
]

/** Endpoints in every state, which no test can wait for. */
export async function webhookScreens(pictures: Pictures): Promise<void> {
  const { page } = pictures
  await page.goto('/admin/settings/webhooks')
  await page.locator('[data-edit=new]').click()
  await page.locator('#webhook-url').fill('ftp://example.com')
  await page.locator('[name=which]').last().check()
  await page.locator('form button[type=submit]').click()
  await page.getByRole('alert').waitFor()
  await pictures.take('webhook-invalid')
  await pictures.answer(staffRoutes.webhooks, { status: 200, json: { webhooks: [ENABLED, GONE] } })
  const page1 = { deliveries: DELIVERIES, next_cursor: DELIVERIES[2]!.id }
  await pictures.answer(staffRoutes.webhookDeliveries(ENABLED.id), { status: 200, json: page1 })
  const refused = { succeeded: false, response_status: 500, error: null, duration_ms: 48, response_body: 'Queue full' }
  await pictures.answer(staffRoutes.testWebhook(ENABLED.id), { status: 200, json: refused })
  const rotated = { ...ENABLED, secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDazEh8Uzs4Cg=' }
  await pictures.answer(staffRoutes.rotateWebhookSecret(ENABLED.id), { status: 200, json: rotated })
  await pictures.at('/admin/settings/webhooks', 'webhooks', 'app-webhook-line')
  const buttons = page.locator('app-webhook-line').first().locator('.actions button')
  await buttons.nth(3).click()
  await pictures.take('webhook-dialog')
  await page.locator('dialog[open] .danger').click()
  await page.locator('app-copy-field').waitFor()
  await buttons.first().click()
  await page.locator('.result').waitFor()
  await pictures.take('webhook-secret-and-test')
  await buttons.nth(1).click()
  await page.locator('app-webhook-log li').first().waitFor()
  await page.locator('app-webhook-log details').nth(1).locator('summary').click()
  await page.locator('app-webhook-log').scrollIntoViewIfNeeded()
  await pictures.take('webhook-log')
  await pictures.answerNothing()
}
