/** One user's uploads, from signing in to signing out: no other user's token ever sends them. */
import { session } from '../state/session.ts'
import { store, stored } from '../state/storage.ts'
import { type Place, takePlace } from './place.ts'
import type { Uploader, UploaderEvents } from './uploader.ts'

export class Sending {
  readonly user: string
  /** Given up: whatever still comes of it is nobody's concern. */
  isOver = false
  readonly #events: UploaderEvents
  readonly #place: Promise<Place>
  #uploader: Promise<Uploader> | null = null

  constructor(user: string, events: UploaderEvents) {
    this.user = user
    this.#events = this.#whileGoing(events)
    this.#place = takePlace(user)
  }

  /** Whether some were under way when the page was left. */
  async hasPending(): Promise<boolean> {
    return stored('localStorage', pendingOf(await this.#place)) !== null
  }

  async setPending(isPending: boolean): Promise<void> {
    store('localStorage', pendingOf(await this.#place), isPending ? '1' : null)
  }

  /** The uploader's code is loaded when it is first wanted. */
  uploader(): Promise<Uploader> {
    this.#uploader ??= this.#create()
    return this.#uploader
  }

  /** If there is one. */
  async tell(act: (uploader: Uploader) => void): Promise<void> {
    const uploader = await this.#uploader?.catch(() => null)
    if (uploader && !this.isOver) act(uploader)
  }

  /** Here and, where the token is still good, on the server. */
  async giveUp(): Promise<void> {
    // Before the session is over, which it is by the time that the uploader hears of it.
    const bearer = this.#bearer()
    await this.tell((uploader) => uploader.end(bearer))
    this.isOver = true
    await this.setPending(false)
    ;(await this.#place).release()
  }

  async #create(): Promise<Uploader> {
    try {
      const [{ createUploader }, { id }] = await Promise.all([import('./uploader.ts'), this.#place])
      if (this.isOver) throw new Error('Given up')
      return await createUploader(id, () => this.#bearer(), this.#events)
    } catch (error) {
      this.#uploader = null
      throw error
    }
  }

  #bearer(): string | null {
    const now = session.peek()
    return now?.userId === this.user ? now.token : null
  }

  #whileGoing(events: UploaderEvents): UploaderEvents {
    const going =
      <T>(act: (value: T) => void) =>
      (value: T) => {
        if (!this.isOver) act(value)
      }
    return {
      onChange: going(events.onChange),
      onUnkept: going(events.onUnkept),
      onRefused: going(events.onRefused),
      onDone: going(events.onDone),
    }
  }
}

function pendingOf({ id }: Place): string {
  return `${id}-pending`
}
