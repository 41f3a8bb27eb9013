import { type Account } from "./Account.ts"
import { isGroupJid } from "./Jid.ts"
import { node } from "./Node.ts"
import { enterPairingCode } from "./PairingCode.ts"
import { type Person, type SendOptions } from "./Person.ts"
import { pair } from "./Registration.ts"
import { type SimulatorEvent, type World } from "./World.ts"

/** The phone of a gateway number's owner, where companions are linked and unlinked. */
export class Phone {
  readonly person: Person
  readonly #account: Account
  readonly #world: World

  constructor(world: World, person: Person) {
    this.#world = world
    this.#account = person.account
    this.person = person
  }

  get number(): string {
    return this.#account.pn
  }

  /** Whether a companion of this number takes messages now. */
  get isOnline(): boolean {
    return [...this.#account.companions.values()].some(({ isActive }) => isActive)
  }

  /** Scans a QR text as Baileys emits it; resolves with the device number once the client is linked. */
  async scan(qr: string): Promise<{ device: number }> {
    const [ref, , , advSecret] = qr.slice(qr.indexOf("#") + 1).split(",")
    const registration = [...this.#world.registrations].find(({ refs }) => refs.includes(ref ?? ""))
    if (!registration || !advSecret) throw new Error("this QR code is not valid any more")
    return {
      device: (await pair(this.#world, this.#account, registration, Buffer.from(advSecret, "base64"))).id
    }
  }

  /** Enters the eight-character code a client shows; waits for the client's request if need be. */
  async enterCode(code: string, timeoutMs = 5000): Promise<{ device: number }> {
    const isAsked = () =>
      [...this.#world.registrations].some((one) => one.codeRequest?.number === this.number)
    if (!isAsked()) await this.#waitForEvent(({ type }) => type === "codeRequested" && isAsked(), timeoutMs)
    return { device: await enterPairingCode(this.#world, this.#account, code) }
  }

  /** Unlinks one companion or all; they are told 401 now or at their next login. */
  unlink(device?: number): void {
    for (const companion of this.#account.companions.values()) {
      if (device !== undefined && companion.id !== device) continue
      this.#account.companions.delete(companion.id)
      companion.connection?.send(
        node("stream:error", { code: 401 }, [node("conflict", { type: "device_removed" })])
      )
      companion.connection?.close()
      this.#world.emit({ type: "unlinked", number: this.number, device: companion.id })
    }
  }

  /** Types a message on the phone itself; companions get a copy marked as from themselves. */
  type(to: string, text: string, options: SendOptions = {}): Promise<{ id: string }> {
    return isGroupJid(to) ? this.person.sendToGroup(to, text, options) : this.person.send(to, text, options)
  }

  /** Resolves when a companion of this number takes messages. */
  async waitForOnline(timeoutMs = 10_000): Promise<void> {
    if (this.isOnline) return
    await this.#waitForEvent((event) => event.type === "online" && event.number === this.number, timeoutMs)
  }

  #waitForEvent(fits: (event: SimulatorEvent) => boolean, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = this.#world.on((event) => {
        if (!fits(event)) return
        clearTimeout(timer)
        stop()
        resolve()
      })
      const timer = setTimeout(() => {
        stop()
        reject(new Error(`nothing of the kind on phone ${this.number} within ${timeoutMs} ms`))
      }, timeoutMs)
    })
  }
}
