import { Component, signal } from '@angular/core'
import { SupportChatDirective } from '@support-chat/widget/angular'
import { signIn, type User } from '../../sign-in'

@Component({
  selector: 'app-root',
  imports: [SupportChatDirective],
  template: `
    <h1>Acme</h1>
    <p>
      <button (click)="signIn('ada')">Sign in as Ada</button>&ngsp;
      <button (click)="signIn('grace')">Sign in as Grace</button>&ngsp;
      <button (click)="become(null)">Sign out</button>
    </p>
    <p>
      <button (click)="shown.set(true)">Widget</button>&ngsp; <button (click)="shown.set(false)">Nothing</button>&ngsp;
      <label><input type="checkbox" (change)="dark.set(!dark())" /> Dark</label>
    </p>
    <p>
      Unread: <output>{{ unread() }}</output>
    </p>
    <p>
      Last message: <output>{{ last() }}</output>
    </p>
    @if (shown()) {
      <support-chat
        serverUrl="http://localhost:3000"
        heading="Acme support"
        [theme]="dark() ? 'dark' : 'light'"
        [user]="user()?.id"
        [token]="user()?.token"
        [getToken]="user()?.getToken"
        (support-chat-unread)="unread.set($event.detail.count)"
        (support-chat-message)="last.set($event.detail.message.content)"
      ></support-chat>
    }
  `,
})
export class App {
  protected readonly user = signal<User | null>(null)
  protected readonly shown = signal(true)
  protected readonly dark = signal(false)
  protected readonly unread = signal(0)
  protected readonly last = signal('')

  protected async signIn(name: string): Promise<void> {
    this.become(await signIn(name))
  }

  protected become(user: User | null): void {
    this.user.set(user)
    this.last.set('')
  }
}
