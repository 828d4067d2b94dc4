import { inject } from '@angular/core'
import { type CanActivateFn, Router } from '@angular/router'
import { StaffSession } from './staff-session.js'

/** Sends strangers to the sign-in page, which brings them back to where they were going. */
export const signedIn: CanActivateFn = (_route, state) =>
  inject(StaffSession).user() !== null ||
  inject(Router).createUrlTree(['/sign-in'], { queryParams: state.url === '/chats' ? {} : { to: state.url } })

/** Keeps those who are signed in off the sign-in page. */
export const signedOut: CanActivateFn = (route) =>
  inject(StaffSession).user() === null || inject(Router).parseUrl(route.queryParamMap.get('to') ?? '/chats')
