import { Random } from "../panel/Random.ts"
import { gatewayNumber, type Scene } from "../Scene.ts"
import { Timers } from "./Timers.ts"

/** People look at their phones, so that the desk shows its messages as read. */
export const startReaders = (scene: Scene): (() => void) => {
  const timers = new Timers()
  const random = new Random(Date.now())
  const people = new Map(scene.whatsapp.persons().map((person) => [person.number, person]))
  const unsubscribe = scene.whatsapp.on((event) => {
    if (event.type !== "received" || !event.message.isFromGateway) return
    const person = people.get(event.owner)
    if (person === undefined || person.number === gatewayNumber) return
    const { id } = event.message
    timers.after(random.between(700, 3_000), () => person.read(id))
  })
  return () => {
    unsubscribe()
    timers.stop()
  }
}

/** How often a provider's staff say something to a request, and after how long. */
const answerChance = 0.6
const answerMillis = [3_000, 12_000] as const

const answers = ["done", "done ✅", "ok", "noted, checking", "cancelled", "will be done in 1 hour"]

/** The staff of both providers sometimes answer what they are sent. */
export const startProviders = (scene: Scene): (() => void) => {
  const { whatsapp, telegram, groups, providerStaff, boostMintStaff } = scene
  const timers = new Timers()
  const random = new Random(Date.now())
  const maybe = (answer: (text: string) => unknown) => {
    if (!random.chance(answerChance)) return
    timers.after(random.between(...answerMillis), () => answer(random.pick(answers)))
  }
  const unsubscribe = [
    whatsapp.on((event) => {
      if (event.type !== "group" || event.owner !== groups.fastLikes.jid || !event.message.isFromGateway)
        return
      const { id } = event.message
      maybe((text) => providerStaff.sendToGroup(groups.fastLikes.jid, text, { quote: id }))
    }),
    telegram.world.events.subscribe(({ type, data }) => {
      const message = data as {
        readonly chatKey: string
        readonly isFromBot: boolean
        readonly messageId: number
      }
      if (type !== "message" || message.chatKey !== groups.boostMint.chat.key || !message.isFromBot) return
      maybe((text) => boostMintStaff.write(groups.boostMint, text, { replyTo: message.messageId }))
    })
  ]
  return () => {
    for (const stop of unsubscribe) stop()
    timers.stop()
  }
}
