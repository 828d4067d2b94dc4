import { migrate } from '@support-chat/server'
import { DataSource } from 'typeorm'

/** The company's own migration run. */
export async function migrateAll(url: string): Promise<void> {
  const dataSource = await new DataSource({ type: 'postgres', url }).initialize()
  await migrate(dataSource, { schema: 'support_chat' })
  await dataSource.destroy()
}
