import { effect, inject } from '@angular/core'
import { Router } from '@angular/router'
import { StaffSession } from './staff-session.js'

/** Leaves for the sign-in page once the session is over, here or in another tab. Call it where `inject` may be called. */
export function followSession(): void {
  const router = inject(Router)
  const session = inject(StaffSession)
  const signedInAs = session.user()?.id
  effect(() => {
    const user = session.user()
    if (!user) leaveForSignIn(router, session.hasExpired())
    // Another tab has signed in to another account.
    else if (user.id !== signedInAs) location.reload()
  })
}

function leaveForSignIn(router: Router, comesBack: boolean): void {
  const address = router.createUrlTree(['/sign-in'], { queryParams: comesBack ? { to: router.url } : {} })
  // Where the code of the sign-in page does not load, the whole page is loaded anew: what it shows is for nobody any more.
  void router.navigateByUrl(address).then((left) => left || location.assign(new URL(`.${address}`, document.baseURI)))
}
