import { roleOfClaim } from './role-claim.js'

describe('The role that a claim names', () => {
  it.each([
    ['a text', { role: 'agent' }, 'role', 'agent'],
    ['the highest of several', { groups: ['viewer', 'admin', 'agent', 'staff'] }, 'groups', 'admin'],
    ['inside of another', { realm_access: { roles: ['owner'] } }, 'realm_access.roles', 'owner'],
    ['a name with dots', { 'https://example.com/role': 'viewer' }, 'https://example.com/role', 'viewer'],
  ])('is found: %s', (_case, claims, name, role) => {
    expect(roleOfClaim(claims, name)).toBe(role)
  })

  it.each([
    ['there is no such claim', {}, 'role'],
    ['it names nothing that is known', { role: ['Admin', 'root'] }, 'role'],
    ['it is no text', { role: { admin: true } }, 'role'],
    ['it would be inherited', { role: 'agent' }, 'constructor.name'],
  ])('is none where %s', (_case, claims, name) => {
    expect(roleOfClaim(claims, name)).toBeNull()
  })
})
