import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { STAFF_PERMISSIONS } from '@support-chat/shared'
import { clientRequests } from '@support-chat/shared/contract'
import type { AdminRoute } from './admin-routes.js'

/** Rows of the tables in docs/security.md that say who may do what, as the product has them. */
export const permissionRows = (routes: AdminRoute[]): string[] => [
  ...Object.entries(STAFF_PERMISSIONS).map(([permission, role]) => row(`\`${permission}\``, role)),
  ...routes
    .map(({ method, path, scope, permission }) =>
      row(`\`${method} ${path.replace('/api', '')}\``, permission && STAFF_PERMISSIONS[permission], scope ?? 'none'),
    )
    .sort(),
  ...Object.entries(clientRequests).flatMap(([event, request]) => {
    if ('requires' in request) return row(`\`${event}\``, `users, ${STAFF_PERMISSIONS[request.requires]}`)
    if ('staffOnly' in request) return row(`\`${event}\``, 'staff')
    return 'usersOnly' in request ? row(`\`${event}\``, 'users') : []
  }),
]

/** The same rows as they are printed. */
export async function printedPermissionRows(): Promise<string[]> {
  const text = await readFile(join(__dirname, '../../docs/security.md'), 'utf8')
  const [, section = ''] = /## Who may do what\n([^]*?)\n## /.exec(text) ?? []
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.replace(/ +/g, ' '))
}

const row = (...cells: (string | undefined)[]): string => `| ${cells.join(' | ')} |`
