import { BaseRouteReuseStrategy, type ActivatedRouteSnapshot } from '@angular/router'

/** Creates a new view for each chat, so that no scroll position, draft or late answer of one chat reaches the next. */
export class OneViewPerChat extends BaseRouteReuseStrategy {
  override shouldReuseRoute(future: ActivatedRouteSnapshot, current: ActivatedRouteSnapshot): boolean {
    return super.shouldReuseRoute(future, current) && future.params['chatId'] === current.params['chatId']
  }
}
