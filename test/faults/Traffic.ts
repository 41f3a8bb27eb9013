import { setTimeout as sleep } from "node:timers/promises"
import type { OrderStatus } from "../../simulators/panel/Model.ts"
import type { Random } from "../../simulators/panel/Random.ts"
import { type AskedOrder, directPlace, type Ledger } from "./Ledger.ts"
import type { FaultStage } from "./Stage.ts"

/** Customers who write until they are stopped. */
export interface Traffic {
  /** So many messages at once, spread over the direct chats of WhatsApp; resolves when the phones have sent them. */
  readonly burst: (count: number) => Promise<void>
  /** Customers write on Telegram only, until `resume`. */
  readonly pauseWhatsApp: () => void
  readonly resume: () => void
  readonly stop: () => Promise<void>
}

interface Kind {
  readonly word: string
  readonly status: OrderStatus
  /** Providers are told; for cancels the panel is asked as well. */
  readonly isForwarded: boolean
}

const kinds: ReadonlyArray<Kind> = [
  { word: "cancel", status: "in_progress", isForwarded: true },
  { word: "cancel", status: "in_progress", isForwarded: true },
  { word: "cancel", status: "pending", isForwarded: true },
  // Recorded for staff: nothing leaves the gateway (OR-06).
  { word: "cancel", status: "processing", isForwarded: false },
  { word: "cancel", status: "completed", isForwarded: false },
  { word: "cancel", status: "partial", isForwarded: false },
  { word: "refill", status: "completed", isForwarded: true },
  { word: "refill", status: "in_progress", isForwarded: false },
  { word: "speed up", status: "in_progress", isForwarded: true },
  { word: "speed up", status: "completed", isForwarded: false },
  { word: "status", status: "in_progress", isForwarded: false },
  { word: "status", status: "completed", isForwarded: false }
]
const words = [...new Set(kinds.map(({ word }) => word)), "cancel", "cancel"]

/** Two of the scene's providers have one destination, one has both, and one is unknown and goes to the fallback. */
const providers: ReadonlyArray<readonly [string, AskedOrder["destinations"]]> = [
  ["fastlikes.example", ["fastLikes"]],
  ["boostmint.example", ["boostMint"]],
  ["followhub.example", ["fastLikes", "boostMint"]],
  ["elsewhere.example", ["fallback"]]
]

/** Far above the orders a simulated panel is seeded with. */
const firstOrder = 600_000_001
const firstExternal = 40_000_001

/** Customers look whether they may go on this often. */
const patienceMillis = 200

/**
 * Starts customers who write `perSecond` messages over direct chats and groups of both networks, each order once; they
 * wait while `isEnough`.
 */
export const startTraffic = (
  stage: FaultStage,
  ledger: Ledger,
  random: Random,
  perSecond: number,
  isEnough: () => boolean
): Traffic => {
  const { scene } = stage
  const sending = new Set<Promise<unknown>>()
  const stopped = new AbortController()
  let made = 0
  let isPaused = false

  const order = (username: string, word: string): AskedOrder => {
    const { status, isForwarded } = random.pick(kinds.filter((kind) => kind.word === word))
    const [provider, destinations] = random.pick(providers)
    const id = firstOrder + made
    const externalId = String(firstExternal + made)
    made += 1
    // Some customers ask for an order that the panel does not know.
    if (random.chance(0.04)) return { id: String(id), externalId, destinations: [], isPanelAsked: false }
    scene.panel.addOrder({ id, user: username, status, provider, externalId })
    return {
      id: String(id),
      externalId,
      destinations: isForwarded ? destinations : [],
      isPanelAsked: isForwarded && word === "cancel"
    }
  }

  const orders = (username: string, word: string) =>
    Array.from({ length: random.chance(0.2) ? random.between(2, 5) : 1 }, () => order(username, word))

  const writeOnWhatsApp = async (
    { username, person }: FaultStage["onWhatsApp"][number],
    word: string,
    isGroup: boolean
  ): Promise<void> => {
    const [only, ...others] = stage.numbers
    const number = others.length === 0 ? only : random.pick(stage.numbers)
    const asked = orders(username, word)
    const { jid } = scene.groups.support
    const cause = ledger.sent({
      place: isGroup ? `group/${jid}` : directPlace(person.number, number),
      orders: asked
    })
    const text = `${asked.map(({ id }) => id).join(" ")} ${word}`
    const { id } = isGroup ? await person.sendToGroup(jid, text) : await person.send(number, text)
    cause.networkId = id
  }

  const write = async (): Promise<void> => {
    const word = random.pick(words)
    const isGroup = random.chance(0.3)
    if (random.chance(0.65) && !isPaused) {
      return writeOnWhatsApp(random.pick(stage.onWhatsApp), word, isGroup)
    }
    const { username, person } = random.pick(stage.onTelegram)
    const asked = orders(username, word)
    const where = isGroup ? stage.telegramSupport : scene.bot
    const cause = ledger.sent({
      place: isGroup ? `telegram/${stage.telegramSupport.chat.key}` : `telegram/${scene.bot.id}_${person.id}`,
      orders: asked
    })
    const text = `${asked.map(({ id }) => id).join(" ")} ${word}`
    cause.networkId = String(person.write(where, text).messageId)
  }

  const loop = async () => {
    let next = performance.now()
    while (!stopped.signal.aborted) {
      const sent = write()
      sending.add(sent)
      void sent.finally(() => sending.delete(sent))
      next += (1_000 / perSecond) * (0.5 + random.next())
      await sleep(Math.max(0, next - performance.now()))
      if (!isEnough()) continue
      while (isEnough() && !stopped.signal.aborted) await sleep(patienceMillis)
      next = performance.now()
    }
  }
  const running = loop()
  return {
    burst: async (count) => {
      const writers = stage.onWhatsApp
      await Promise.all(
        Array.from({ length: count }, (_, n) =>
          writeOnWhatsApp(writers[n % writers.length] ?? random.pick(writers), random.pick(words), false)
        )
      )
    },
    pauseWhatsApp: () => {
      isPaused = true
    },
    resume: () => {
      isPaused = false
    },
    stop: async () => {
      stopped.abort()
      await running
      await Promise.all(sending)
    }
  }
}
