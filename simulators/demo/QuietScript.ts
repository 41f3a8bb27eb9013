import type { OrderStatus, PanelOrder } from "../panel/Model.ts"
import { Random } from "../panel/Random.ts"
import { gatewayNumber, type Scene } from "../Scene.ts"
import { addScriptOrder, isScripted } from "./DemoOrders.ts"
import { Timers } from "./Timers.ts"

/** A customer of the script and where he writes. */
interface Voice {
  readonly username: string
  readonly says: ReadonlyArray<(text: string) => unknown>
  /** How much more often he writes than the quietest. */
  readonly weight: number
}

const pauseMillis = [8_000, 20_000] as const

/** The first messages come quickly, so that the first look at the desk shows something. */
const openingMessages = 6
const openingMillis = [400, 1_500] as const

/** Keeps some traffic going until stopped: customers write about orders of theirs, and make mistakes. */
export const startQuietScript = (scene: Scene): (() => void) => {
  const timers = new Timers()
  const random = new Random(Date.now())
  const voices = voicesOf(scene).flatMap((voice) => Array.from({ length: voice.weight }, () => voice))
  const asked = new Set<string>()
  let said = 0
  const next = () => {
    const [shortest, longest] = said < openingMessages ? openingMillis : pauseMillis
    timers.after(random.between(shortest, longest), async () => {
      said += 1
      next()
      const voice = random.pick(voices)
      const desk: Desk = { scene, random, asked, username: voice.username }
      await random.pick(voice.says)(composed(desk))
    })
  }
  next()
  return () => timers.stop()
}

const voicesOf = ({ customers, groups, aarav, aaravUsername, bot }: Scene): ReadonlyArray<Voice> => [
  ...customers.map(({ username, person }, place) => {
    const direct = (text: string) => person.send(gatewayNumber, text)
    const inGroup = (text: string) => person.sendToGroup(groups.support.jid, text)
    // The first two have phones on the page, each in one chat; they leave that to the visitor for the most part.
    const says = place === 0 ? [direct] : place === 1 ? [inGroup] : [direct, inGroup]
    return { username, says, weight: place < 2 ? 1 : 3 }
  }),
  { username: aaravUsername, says: [(text) => aarav.write(bot, text)], weight: 2 }
]

/** What a message is made from. */
interface Desk {
  readonly scene: Scene
  readonly random: Random
  /** "order command" pairs of the past. */
  readonly asked: Set<string>
  readonly username: string
}

type Command = "cancel" | "refill" | "speedup" | "status"

const fitting: Readonly<Record<Command, ReadonlyArray<OrderStatus>>> = {
  cancel: ["in_progress", "pending", "processing"],
  refill: ["completed"],
  speedup: ["in_progress", "processing"],
  status: ["in_progress", "completed", "partial", "pending", "canceled"]
}

const wordings: Readonly<Record<Command, ReadonlyArray<string>>> = {
  cancel: ["# cancel", "cancel #", "pls cancel #", "# cancel karo bhai", "Cancel this # 🙏"],
  refill: ["# refill", "refill #", "# refill please", "dropped, refill #"],
  speedup: ["# speedup", "speed up #", "# speed up pls", "# speed"],
  status: ["# status", "status #", "status of # please"]
}

const smallTalk = [
  "hello bro",
  "any update sir?",
  "good morning 🙏",
  "thanks 👍",
  "price of insta followers?"
]

const composed = (desk: Desk): string => {
  const { random } = desk
  const command = random.pick<Command>([
    "cancel",
    "cancel",
    "cancel",
    "refill",
    "refill",
    "speedup",
    "status"
  ])
  const one = (ids: string) => random.pick(wordings[command]).replace("#", ids)
  const draw = random.next()
  if (draw < 0.58) return one(String(orderFor(desk, command).id))
  if (draw < 0.76) return one(bulk(desk, command))
  if (draw < 0.82) return one(String(another(desk).id))
  if (draw < 0.87) return one(String(random.between(700_000_000, 799_999_999)))
  if (draw < 0.93) return `${orderFor(desk, command).id} ${random.pick(["cancle", "refil", "sped up"])}`
  return draw < 0.96 ? String(orderFor(desk, command).id) : random.pick(smallTalk)
}

/** Several orders, most of which fit the command. */
const bulk = (desk: Desk, command: Command): string => {
  const { random } = desk
  const ids = new Set<number>()
  for (let n = random.between(3, 8); n > 0; n -= 1) {
    ids.add(random.chance(0.75) ? orderFor(desk, command).id : random.pick(ownOrders(desk)).id)
  }
  return [...ids].join(random.pick([" ", ", ", "\n"]))
}

/** An order of his that fits, not asked about before; he buys one when there is none. */
const orderFor = (desk: Desk, command: Command): PanelOrder => {
  const { scene, random, asked, username } = desk
  const isFree = ({ id, status }: PanelOrder) =>
    fitting[command].includes(status) && !asked.has(`${id} ${command}`)
  const free = ownOrders(desk).filter(isFree)
  const order =
    free.length > 0
      ? random.pick(free)
      : addScriptOrder(scene.panel, username, random, random.pick(fitting[command]))
  asked.add(`${order.id} ${command}`)
  return order
}

const ownOrders = ({ scene, username }: Desk): ReadonlyArray<PanelOrder> =>
  scene.panel.store.ordersByDate.filter((order) => order.user === username && isScripted(order))

/** An order of somebody else. */
const another = ({ scene, random, username }: Desk): PanelOrder =>
  random.pick(scene.panel.store.ordersByDate.filter((order) => order.user !== username))
