import type { SoakScene } from "./SoakScene.ts"
import { providerName } from "./WireScene.ts"

/** Orders have seven digits, so that a reply shows which one it answers. */
const firstOrder = 1_000_000

/** Without an answer for so long nothing more comes. */
const stillMillis = 60_000

/** Two of three ask for a cancel, which goes to the panel and to the provider; the third asks for the status. */
const words = ["cancel", "cancel", "status"] as const

/** What became of the commands. */
export interface Answers {
  readonly sent: () => number
  readonly answered: () => number
  /** Replies that nobody waited for. */
  readonly doubled: () => number
  /** Milliseconds from each command to its reply. */
  readonly latencies: ReadonlyArray<number>
}

/** Writes `each` commands to every number, `perSecond` over all of them; `done` once all are answered or nothing moves. */
export const writeCommands = (
  { whatsapp, panel, numbers }: SoakScene,
  each: number,
  perSecond: number
): { readonly answers: Answers; readonly done: Promise<void> } => {
  const askedAt = new Map<string, number>()
  const latencies: Array<number> = []
  let sent = 0
  let doubled = 0
  let movedAt = performance.now()
  const stop = whatsapp.on((event) => {
    if (event.type !== "received" || !event.message.isFromGateway || event.message.group !== undefined) return
    const order = /\d{7}/.exec(event.message.text)?.[0] ?? ""
    const began = askedAt.get(order)
    movedAt = performance.now()
    if (began === undefined) return void (doubled += 1)
    askedAt.delete(order)
    latencies.push(movedAt - began)
  })

  const write = (n: number) => {
    const { number, customers } = numbers[n % numbers.length]!
    const { username, person } = customers[Math.floor(n / numbers.length) % customers.length]!
    const id = firstOrder + n
    panel.addOrder({ id, user: username, provider: providerName, externalId: `9${id}` })
    askedAt.set(String(id), performance.now())
    sent += 1
    person
      .send(number, `${id} ${words[n % words.length]}`)
      .catch((error: unknown) => console.error("a customer could not send", error))
  }

  const run = async () => {
    const begun = performance.now()
    const count = numbers.length * each
    for (let n = 0; n < count; n += 1) {
      write(n)
      const ahead = (1_000 * sent) / perSecond - (performance.now() - begun)
      if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead))
    }
    while (askedAt.size > 0 && performance.now() - movedAt < stillMillis) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    stop()
  }
  return {
    answers: { sent: () => sent, answered: () => latencies.length, doubled: () => doubled, latencies },
    done: run()
  }
}
