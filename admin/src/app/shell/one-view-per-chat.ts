import { BaseRouteReuseStrategy, type ActivatedRouteSnapshot } from '@angular/router'

/** Makes a fresh view for each chat, so that no scroll place, draft or late answer of one chat can reach the next. */
export class OneViewPerChat extends BaseRouteReuseStrategy {
  override shouldReuseRoute(future: ActivatedRouteSnapshot, current: ActivatedRouteSnapshot): boolean {
    return super.shouldReuseRoute(future, current) && future.params['chatId'] === current.params['chatId']
  }
}
