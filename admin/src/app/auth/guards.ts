import { inject } from '@angular/core'
import { type CanActivateFn, Router } from '@angular/router'
import { StaffSession } from './staff-session.js'

/** Redirects to the sign-in page, which leads back to the wanted address. */
export const signedIn: CanActivateFn = (_route, state) =>
  inject(StaffSession).user() !== null ||
  inject(Router).createUrlTree(['/sign-in'], { queryParams: state.url === '/chats' ? {} : { to: state.url } })

/** Redirects from the sign-in page to the chats while a staff member is signed in. */
export const signedOut: CanActivateFn = (route) =>
  inject(StaffSession).user() === null || inject(Router).parseUrl(route.queryParamMap.get('to') ?? '/chats')
